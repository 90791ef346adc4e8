package dev.cairn.config;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The addresses that share a prefix (RFC 4632 §3.1, RFC 4291 §2.3). An IPv4 network holds IPv4
/// addresses only, an IPv6 network IPv6 addresses only.
///
/// @param base its first address: every bit behind the prefix is zero
/// @param prefixLength in bits, 0 to 32 or 0 to 128
public record Network(InetAddress base, int prefixLength) {
  /// Everybody.
  public static final List<Network> ANY = networks("0.0.0.0/0", "::/0");

  /// This machine.
  public static final List<Network> LOOPBACK = networks("127.0.0.0/8", "::1/128");

  /// Networks of one's own: RFC 1918, RFC 6598, RFC 4193 and what is link-local.
  public static final List<Network> PRIVATE =
      networks(
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "100.64.0.0/10",
          "169.254.0.0/16",
          "fc00::/7",
          "fe80::/10");

  /// @throws IllegalArgumentException if the prefix is too long or bits are set behind it
  public Network {
    if (prefixLength < 0 || prefixLength > bits(base)) {
      throw new IllegalArgumentException("prefix of " + prefixLength + " bits");
    }
    if (!base.equals(Addresses.masked(base, prefixLength))) {
      throw new IllegalArgumentException(base + " has bits behind its prefix, " + prefixLength);
    }
  }

  /// The network of that length which an address is in.
  static Network around(InetAddress address, int prefixLength) {
    return new Network(Addresses.masked(address, prefixLength), prefixLength);
  }

  /// How many bits an address of this family has.
  static int bits(InetAddress address) {
    return address.getAddress().length * Byte.SIZE;
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::network).toList();
  }

  private static Network network(String text) {
    int slash = text.indexOf('/');
    return new Network(
        InetAddress.ofLiteral(text.substring(0, slash)),
        Integer.parseInt(text.substring(slash + 1)));
  }

  /// As Java would make it, but it makes that when it runs, and every start pays for it.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Network network
        && base.equals(network.base)
        && prefixLength == network.prefixLength;
  }

  @Override
  public int hashCode() {
    return 31 * base.hashCode() + prefixLength;
  }

  @Override
  public String toString() {
    return Addresses.written(base) + "/" + prefixLength;
  }
}
