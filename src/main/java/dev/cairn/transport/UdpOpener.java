package dev.cairn.transport;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// An engine that drives UDP sockets.
interface UdpOpener {

  /// Makes sure that nobody else has an address whose port our sockets share: with SO_REUSEPORT a
  /// second server would quietly take half of the queries.
  ///
  /// @throws AddressUnavailable if somebody has it
  void claim(InetSocketAddress address) throws AddressUnavailable;

  /// Opens the sockets of an address: one for each event loop where they can share its port.
  ///
  /// @param underWay counts the queries that wait for others
  /// @param opened told of each socket, also of those before one that cannot be opened
  /// @throws AddressUnavailable if one cannot be opened
  void open(InetSocketAddress address, AtomicInteger underWay, Consumer<UdpSocket> opened)
      throws AddressUnavailable;
}
