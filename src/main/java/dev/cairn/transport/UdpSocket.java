package dev.cairn.transport;

import io.netty.util.concurrent.Future;

/// One open UDP socket of a listener.
interface UdpSocket {

  /// Reads no more queries; answers to those that were read still leave by it.
  void drain();

  /// Datagrams that were lost since it was opened, as they came quicker than they were read; 0
  /// where the system does not count them. From any thread.
  long overflow();

  /// Ends it; done when the address is free again.
  Future<?> end();
}
