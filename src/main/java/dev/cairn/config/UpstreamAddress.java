package dev.cairn.config;

import java.net.InetSocketAddress;

/// Who may be asked.
public sealed interface UpstreamAddress {
  OfSystem SYSTEM = new OfSystem();
  int DEFAULT_PORT = 53;

  /// The servers that resolv.conf names, as they are when it is read.
  record OfSystem() implements UpstreamAddress {
    @Override
    public String toString() {
      return "system";
    }
  }

  /// A server by its address, which is resolved.
  record At(InetSocketAddress address) implements UpstreamAddress {
    @Override
    public String toString() {
      return Addresses.written(address);
    }
  }
}
