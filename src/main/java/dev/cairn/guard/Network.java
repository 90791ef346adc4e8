package dev.cairn.guard;

import java.net.InetAddress;

/// A range of addresses of one family: those that share the first bits with one of them (RFC 4632
/// §3.1).
public final class Network {
  private final byte[] base;
  private final int prefixLength;

  /// @param base an address in it
  /// @param prefixLength how many bits its addresses share
  public Network(InetAddress base, int prefixLength) {
    this.base = base.getAddress();
    this.prefixLength = prefixLength;
  }

  public boolean contains(InetAddress address) {
    return contains(address.getAddress());
  }

  boolean contains(byte[] address) {
    if (address.length != base.length) {
      return false;
    }
    int whole = prefixLength / 8;
    for (int i = 0; i < whole; i++) {
      if (address[i] != base[i]) {
        return false;
      }
    }
    int rest = prefixLength % 8;
    return rest == 0 || ((address[whole] ^ base[whole]) & 0xFF) >>> (8 - rest) == 0;
  }
}
