package dev.cairn.transport;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/// The kind of addresses that a socket has; one kind, never both.
enum Family {
  IPV4(16),
  IPV6(28);

  private final int nameLength;

  Family(int nameLength) {
    this.nameLength = nameLength;
  }

  static Family of(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address ? IPV6 : IPV4;
  }

  /// Octets of an address as the kernel has it: `sockaddr_in` or `sockaddr_in6`.
  int nameLength() {
    return nameLength;
  }
}
