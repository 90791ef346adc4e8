package dev.cairn.health;

import java.net.InetAddress;

/// Addresses of one family that share their first bits.
///
/// @param base any of them
/// @param prefixLength how many bits they share
public record Range(InetAddress base, int prefixLength) {

  boolean contains(InetAddress address) {
    byte[] mine = base.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefixLength; bit += 8) {
      int differing = (mine[bit / 8] ^ other[bit / 8]) & 0xFF;
      int left = Math.min(prefixLength - bit, 8);
      if (differing >>> (8 - left) != 0) {
        return false;
      }
    }
    return true;
  }

  /// From an address in presentation form.
  static Range of(String base, int prefixLength) {
    return new Range(InetAddress.ofLiteral(base), prefixLength);
  }
}
