package dev.cairn.health;

import java.net.InetAddress;
import java.util.List;

/// What no check dials, whoever asked for it.
final class ClosedDoors {
  private static final Range THIS_NETWORK = Range.of("0.0.0.0", 8); // RFC 1122 §3.2.1.3
  private static final InetAddress BROADCAST = InetAddress.ofLiteral("255.255.255.255");

  /// Where clouds tell a machine its secrets, besides those addresses that are link-local.
  private static final List<InetAddress> METADATA =
      List.of(
          InetAddress.ofLiteral("fd00:ec2::254"), // AWS
          InetAddress.ofLiteral("fd20:ce::254"), // Google
          InetAddress.ofLiteral("100.100.100.200"), // Alibaba
          InetAddress.ofLiteral("168.63.129.16"), // Azure
          InetAddress.ofLiteral("192.0.0.192")); // Oracle

  private ClosedDoors() {}

  /// Why an address is never dialled, as what it is; empty if it may be.
  static String reason(InetAddress address) {
    if (address.isAnyLocalAddress() || THIS_NETWORK.contains(address)) {
      return "no address of a host";
    }
    if (address.isLinkLocalAddress()) {
      return "link-local";
    }
    if (address.isMulticastAddress()) {
      return "multicast";
    }
    if (address.equals(BROADCAST)) {
      return "broadcast";
    }
    return METADATA.contains(address) ? "a metadata service" : "";
  }
}
