package dev.cairn.message;

/// How a query came, and so how its response goes.
public enum Transport {
  UDP,
  TCP;

  /// Octets of the largest response to a client that said this of itself (RFC 1035 §4.2.1, RFC 6891
  /// §6.2.5).
  public int responseLimit(Edns edns) {
    return responseLimit(edns.udpSize());
  }

  /// The same for a client that takes datagrams of so many octets, 0 if it did not say.
  public int responseLimit(int udpSize) {
    return switch (this) {
      case UDP -> Math.clamp(udpSize, 512, Edns.OUR_UDP_SIZE);
      case TCP -> 65_535;
    };
  }
}
