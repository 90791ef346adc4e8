package dev.cairn.guard;

import java.net.InetAddress;

/// A range of addresses of one family: those that share the first `prefixLength` bits with `base`
/// (RFC 4632 §3.1).
public record Network(InetAddress base, int prefixLength) {

  boolean contains(byte[] address) {
    byte[] mine = base.getAddress();
    if (address.length != mine.length) {
      return false;
    }
    int whole = prefixLength / 8;
    for (int i = 0; i < whole; i++) {
      if (address[i] != mine[i]) {
        return false;
      }
    }
    int rest = prefixLength % 8;
    return rest == 0 || ((address[whole] ^ mine[whole]) & 0xFF) >>> (8 - rest) == 0;
  }
}
