package dev.cairn.server;

import java.nio.file.Path;
import java.time.Duration;

/// What a server is started with, besides its configuration.
///
/// @param configFile dns.toml
/// @param configSeen the state in which dns.toml was before it was read: a change since then is not
///   missed
/// @param resolvConf where `"system"` upstreams are read from
/// @param version what the software calls itself
/// @param hostName what this machine calls itself
public record ServerOptions(
    Path configFile, FileStamp configSeen, Path resolvConf, String version, String hostName) {
  /// How long a file must have been left alone before it is read.
  static final Duration STILL = Duration.ofMillis(500);

  /// Options for a configuration that is read after this.
  public static ServerOptions before(
      Path configFile, Path resolvConf, String version, String hostName) {
    return new ServerOptions(configFile, FileStamp.of(configFile), resolvConf, version, hostName);
  }
}
