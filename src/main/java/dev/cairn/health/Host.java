package dev.cairn.health;

import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A host as checks name it: an address in any spelling, or a name.
public final class Host {
  private static final String LOCALHOST = "localhost";

  private Host() {}

  /// The address that a host is written as; null if it is a name.
  public static @Nullable InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(bare(host));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /// Without the brackets that an IPv6 address has in a URL.
  static String bare(String host) {
    boolean isBracketed = host.startsWith("[") && host.endsWith("]");
    return isBracketed ? host.substring(1, host.length() - 1) : host;
  }

  /// Whether it means the machine that it is said on (RFC 6761 §6.3).
  static boolean isThisMachine(String host) {
    InetAddress literal = literal(host);
    if (literal != null) {
      return AddressForms.of(literal).stream().anyMatch(InetAddress::isLoopbackAddress);
    }
    String name = withoutDot(host).toLowerCase(Locale.ROOT);
    return name.equals(LOCALHOST) || name.endsWith("." + LOCALHOST);
  }

  /// Whether two name the same.
  static boolean isSame(String one, String other) {
    InetAddress literal = literal(one);
    return literal == null
        ? withoutDot(one).equalsIgnoreCase(withoutDot(other))
        : literal.equals(literal(other));
  }

  /// A host and a port, as in a URL.
  static String withPort(String host, int port) {
    String bare = bare(host);
    return (bare.indexOf(':') >= 0 ? "[" + bare + "]" : bare) + ":" + port;
  }

  private static String withoutDot(String name) {
    return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
  }
}
