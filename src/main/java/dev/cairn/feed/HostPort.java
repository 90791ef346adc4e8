package dev.cairn.feed;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `host:port`, `[v6]:port`, `host` or `v6`.
///
/// @param port 0 if there is none
record HostPort(String host, int port) {
  private static final Pattern HOST =
      Pattern.compile(
          "(?=.{1,253}\\.?$)[A-Za-z0-9_]([A-Za-z0-9_-]{0,62})(\\.[A-Za-z0-9_-]{1,63})*\\.?");
  private static final Pattern IPV4 = Pattern.compile("[0-9.]+");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final int MOST_OCTET = 255;
  private static final int MOST_PORT = 65_535;

  /// What a text means, or null.
  static @Nullable HostPort of(String text) {
    String trimmed = text.strip();
    if (trimmed.startsWith("[")) {
      int end = trimmed.indexOf(']');
      String rest = end < 0 ? "?" : trimmed.substring(end + 1);
      return end < 0 ? null : of(trimmed.substring(1, end), rest.isEmpty() ? ":0" : rest);
    }
    int colon = trimmed.indexOf(':');
    if (colon < 0 || trimmed.indexOf(':', colon + 1) >= 0) {
      return of(trimmed, ":0");
    }
    return of(trimmed.substring(0, colon), trimmed.substring(colon));
  }

  private static @Nullable HostPort of(String host, String port) {
    boolean isRight = port.startsWith(":") && PORT.matcher(port.substring(1)).matches();
    int number = isRight ? Integer.parseInt(port.substring(1)) : -1;
    return number < 0 || number > MOST_PORT || !isHost(host) ? null : new HostPort(host, number);
  }

  /// Whether a text is an address or the name of a host.
  static boolean isHost(String text) {
    if (text.indexOf(':') >= 0) {
      return isIpv6(text);
    }
    return IPV4.matcher(text).matches() ? isIpv4(text) : HOST.matcher(text).matches();
  }

  /// Whether a text is an address.
  static boolean isAddress(String text) {
    return text.indexOf(':') >= 0 ? isIpv6(text) : IPV4.matcher(text).matches() && isIpv4(text);
  }

  private static boolean isIpv4(String text) {
    String[] octets = text.split("\\.", -1);
    if (octets.length != 4) {
      return false;
    }
    for (String octet : octets) {
      if (octet.isEmpty() || octet.length() > 3 || Integer.parseInt(octet) > MOST_OCTET) {
        return false;
      }
      if (octet.length() > 1 && octet.startsWith("0")) {
        return false; // octal, say some
      }
    }
    return true;
  }

  private static boolean isIpv6(String text) {
    return IPV6.matcher(text).matches()
        && org.xbill.DNS.Address.toByteArray(text, org.xbill.DNS.Address.IPv6) != null;
  }
}
