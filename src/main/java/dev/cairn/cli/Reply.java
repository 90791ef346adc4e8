package dev.cairn.cli;

import java.time.Duration;
import java.util.List;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;

/// What a server said, and how it came here.
///
/// @param size of the message in octets
/// @param time from the first packet sent to the reply received
record Reply(Message message, int size, Duration time, Road road, ServerAddress server) {

  /// How a reply came. A truncated reply over UDP is asked again over TCP (RFC 7766 §5).
  enum Road {
    UDP,
    TCP,
    TCP_AFTER_TRUNCATION;

    String transport() {
      return this == UDP ? "UDP" : "TCP";
    }
  }

  /// The mnemonic of the response code, with the upper bits of EDNS.
  String status() {
    return Rcode.string(message.getRcode());
  }

  /// Such as `qr`, `aa` and `rd`, in the order of the header.
  List<String> flags() {
    String flags = message.getHeader().printFlags().strip();
    return flags.isEmpty() ? List.of() : List.of(flags.split(" ", -1));
  }

  /// Why the answer is as it is (RFC 8914).
  List<ExtendedErrorCodeOption> extendedErrors() {
    OPTRecord opt = message.getOPT();
    return opt == null
        ? List.of()
        : opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream()
            .map(ExtendedErrorCodeOption.class::cast)
            .toList();
  }
}
