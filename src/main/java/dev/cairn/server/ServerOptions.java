package dev.cairn.server;

import java.nio.file.Path;
import java.time.Duration;

/// What a server is started with, besides its configuration.
///
/// @param configFile dns.toml
/// @param resolvConf where `"system"` upstreams are read from
/// @param version what the software calls itself
/// @param hostName what this machine calls itself
public record ServerOptions(Path configFile, Path resolvConf, String version, String hostName) {
  /// How long a file must have been left alone before it is read.
  static final Duration STILL = Duration.ofMillis(500);
}
