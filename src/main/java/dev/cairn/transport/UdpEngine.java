package dev.cairn.transport;

/// What is wanted to drive UDP sockets.
public enum UdpEngine {
  /// Batches where they work, Netty elsewhere.
  AUTO,
  NETTY,
  BATCH
}
