package dev.cairn.transport;

import io.netty.util.concurrent.Future;

/// One open UDP socket of a listener.
interface UdpSocket {

  /// Reads no more queries; answers to those that were read still leave by it.
  void drain();

  /// Ends it; done when the address is free again.
  Future<?> end();
}
