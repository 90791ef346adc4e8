package dev.cairn.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// conf/dns.toml as a value: a record for each table, a component for each key. Immutable; every
/// value is within its bounds, every path absolute, every address resolved.
///
/// @param zonesDirectory the folder whose every NAME.zone is served; null if there is none
/// @param zones the zones that are named one by one, no name twice
/// @param signingKeys that messages may be signed with, no name twice
public record Config(
    Server server,
    @Nullable Path zonesDirectory,
    List<ZoneEntry> zones,
    Forward forward,
    Cache cache,
    Access access,
    List<SigningKey> signingKeys,
    Transfer transfer,
    Admin admin,
    Registry registry) {

  /// What an empty file says.
  public static final Config DEFAULTS =
      new Config(
          Server.DEFAULTS,
          null,
          List.of(),
          Forward.DEFAULTS,
          Cache.DEFAULTS,
          Access.DEFAULTS,
          List.of(),
          Transfer.DEFAULTS,
          Admin.DEFAULTS,
          Registry.DEFAULTS);

  public Config {
    zones = List.copyOf(zones);
    signingKeys = List.copyOf(signingKeys);
  }

  /// The same with a data folder that is where that of a file in this place would be.
  Config at(Path file) {
    var folder = ConfigReader.folderOf(file);
    return new Config(
        server,
        zonesDirectory,
        zones,
        forward,
        cache,
        access,
        signingKeys,
        transfer,
        admin,
        registry.at(folder));
  }

  /// The same on whatever ports of the loopback address are free, and without a socket for the
  /// operator.
  public Config onAnyPort() {
    var free = List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    return new Config(
        server.on(free),
        zonesDirectory,
        zones,
        forward,
        cache,
        access,
        signingKeys,
        transfer,
        new Admin(List.of()),
        registry.on(free));
  }
}
