package dev.cairn.config;

import java.net.InetSocketAddress;
import java.util.List;

/// The table `[admin]`: where metrics, health, API and console are served over HTTP.
///
/// @param listen no address twice, none that `[server]` has; empty opens no socket
public record Admin(List<InetSocketAddress> listen) {

  public static final Admin DEFAULTS = new Admin(List.of(Addresses.at("127.0.0.1", 8053)));

  public Admin {
    listen = List.copyOf(listen);
  }
}
