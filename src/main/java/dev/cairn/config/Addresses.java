package dev.cairn.config;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// IP addresses and ports as text and back. Never asks anybody for a name.
final class Addresses {
  private static final Pattern IPV4 = Pattern.compile("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");
  private static final Pattern ZEROS = Pattern.compile("(^|:)0(:0)+(:|$)");

  private Addresses() {}

  /// The address that a text is, or null. Four numbers without leading zeros, or IPv6 (RFC 4291
  /// §2.2); IPv4 in the clothes of IPv6 is none, for no client would ever have it.
  static @Nullable InetAddress address(String text) {
    try {
      if (IPV4.matcher(text).matches()) {
        return Inet4Address.ofLiteral(text);
      }
      var address =
          text.contains(":") && IPV6.matcher(text).matches() ? Inet6Address.ofLiteral(text) : null;
      return address instanceof Inet6Address ? address : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  /// The first address with the same prefix.
  static InetAddress masked(InetAddress address, int prefixLength) {
    byte[] octets = address.getAddress();
    for (int i = 0; i < octets.length; i++) {
      int kept = Math.clamp(prefixLength - i * Byte.SIZE, 0, Byte.SIZE);
      octets[i] &= (byte) (0xFF00 >> kept);
    }
    try {
      return InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 octets", e);
    }
  }

  static String written(InetSocketAddress address) {
    var host = written(address.getAddress());
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }

  /// IPv6 with its longest run of zeros left out (RFC 5952 §4).
  static String written(InetAddress address) {
    var full = address.getHostAddress();
    var run = ZEROS.matcher(full);
    int start = 0;
    int end = 0;
    for (int from = 0; run.find(from); from = run.end() - 1) {
      if ((run.end() - run.start()) / 2 > (end - start) / 2) { // the first of equals
        start = run.start();
        end = run.end();
      }
      if (run.end() == full.length()) {
        break;
      }
    }
    return end == 0 ? full : full.substring(0, start) + "::" + full.substring(end);
  }
}
