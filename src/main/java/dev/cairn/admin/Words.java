package dev.cairn.admin;

import java.net.InetAddress;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Reads the words of the trade in requests to the API.
final class Words {
  private static final int LAST_ASCII = 0x7e;

  private Words() {}

  /// A name in presentation form (RFC 1035 §5.1), with or without the dot at its end.
  static Name name(String text) throws UnusableRequest {
    if (text.chars().anyMatch(c -> c < ' ' || c > LAST_ASCII)) {
      throw UnusableRequest.because(
          "name: not printable ASCII; write its labels in their xn-- form, other octets as \\DDD");
    }
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      throw UnusableRequest.because("name: " + e.getMessage());
    }
  }

  /// A record type, as `AAAA` or `TYPE65`.
  static int type(String text) throws UnusableRequest {
    int type = Type.value(text);
    if (type < 0) {
      throw UnusableRequest.because(
          "type: \"" + text + "\" is no record type; TYPE and a number name any");
    }
    return type;
  }

  static InetAddress address(String text) throws UnusableRequest {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException _) {
      throw UnusableRequest.because("client: \"" + text + "\" is no IP address");
    }
  }
}
