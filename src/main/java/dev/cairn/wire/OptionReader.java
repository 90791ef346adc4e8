package dev.cairn.wire;

import dev.cairn.message.EdnsOptions;
import dev.cairn.message.ExtendedError;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.EDNSOption.Code;

/// Reads the options of an OPT record (RFC 6891 §6.1.2).
final class OptionReader {
  private static final int HEADER = 4;

  private static final int INFO_CODE = 2; // octets
  private static final int LONGEST_TEXT = 120;
  private static final int DELETE = 0x7F;
  private static final int CLIENT_COOKIE = 8;
  private static final int SHORTEST_COOKIES = 16;
  private static final int LONGEST_COOKIES = 40;

  private OptionReader() {}

  /// The options between two offsets, null if one is malformed. Of several cookies the first counts
  /// (RFC 7873 §5.2).
  static @Nullable EdnsOptions read(byte[] message, int from, int end) {
    EdnsOptions options = EdnsOptions.NONE;
    int at = from;
    while (at < end) {
      int data = at + HEADER;
      if (data > end || data + Octets.get16(message, at + 2) > end) {
        return null;
      }
      int length = Octets.get16(message, at + 2);
      int code = Octets.get16(message, at);
      if (code == Code.COOKIE && !isCookie(length)) {
        return null; // RFC 7873 §5.2.2
      }
      options =
          switch (code) {
            case Code.NSID -> options.with(EdnsOptions.NSID);
            case Code.EDNS_EXPIRE -> options.with(EdnsOptions.EXPIRE);
            case Code.TCP_KEEPALIVE -> options.with(EdnsOptions.KEEPALIVE);
            case Code.COOKIE ->
                options.cookie() == null
                    ? options.withCookie(Arrays.copyOfRange(message, data, data + length))
                    : options;
            default -> options; // a number, not an outcome: options that we do not know
          };
      at = data + length;
    }
    return options;
  }

  /// The first extended error among options that are well-formed (RFC 8914 §2); null without one.
  /// Of interest in responses only.
  static @Nullable ExtendedError reason(byte[] message, int from, int end) {
    for (int at = from; at < end; at += HEADER + Octets.get16(message, at + 2)) {
      int length = Octets.get16(message, at + 2);
      if (Octets.get16(message, at) == Code.EDNS_EXTENDED_ERROR && length >= INFO_CODE) {
        return error(message, at + HEADER, at + HEADER + length);
      }
    }
    return null;
  }

  /// The text is somebody else's: it is kept short, and what is not ASCII is left out.
  private static ExtendedError error(byte[] message, int from, int end) {
    int last = Math.min(end, from + INFO_CODE + LONGEST_TEXT);
    var text = new StringBuilder();
    for (int at = from + INFO_CODE; at < last; at++) {
      if (message[at] >= ' ' && message[at] < DELETE) {
        text.append((char) message[at]);
      }
    }
    return new ExtendedError(Octets.get16(message, from), text.toString().strip());
  }

  private static boolean isCookie(int length) {
    return length == CLIENT_COOKIE || length >= SHORTEST_COOKIES && length <= LONGEST_COOKIES;
  }
}
