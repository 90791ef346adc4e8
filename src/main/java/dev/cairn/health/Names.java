package dev.cairn.health;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Looks host names up, and may wait for it.
@FunctionalInterface
public interface Names {

  /// As this machine does.
  Names SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  /// The addresses of a host, at least one.
  ///
  /// @throws UnknownHostException if it has none
  List<InetAddress> addresses(String host) throws UnknownHostException;
}
