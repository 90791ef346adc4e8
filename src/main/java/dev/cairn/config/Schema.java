package dev.cairn.config;

import static dev.cairn.config.Measure.durations;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// Which tables there are, and which keys they may hold. Made for one reading.
final class Schema {
  private final PathForms paths;
  private final Problems problems;

  /// A socket belongs to one listener.
  private final Claims<InetSocketAddress> listeners;

  /// A name has one owner.
  private final Claims<Name> owners;

  private final Claims<Name> keyNames;

  /// @param folder where relative paths begin
  Schema(Path folder, Problems problems) {
    this.paths = new PathForms(folder);
    this.problems = problems;
    this.listeners = new Claims<>(problems);
    this.owners = new Claims<>(problems);
    this.keyNames = new Claims<>(problems);
  }

  Config config(TableReader root) {
    var server = root.table("server", this::server);
    var zonesDirectory = root.optionalTable("zones", this::zonesDirectory);
    var zones = root.tables("zone", this::zone);
    root.announceTable("forward"); // read after [cache], from which its rules inherit
    var cache = root.table("cache", new CacheSchema(paths)::cache);
    var forward = new ForwardSchema(paths, owners, cache.lifetimes());
    var access = root.table("access", this::access);
    var keys = root.tables("key", this::key);
    var transfer = root.table("transfer", table -> transfer(table, keys));
    return new Config(
        server,
        zonesDirectory,
        zones,
        root.table("forward", forward::forward),
        cache,
        access,
        keys,
        transfer,
        root.table("admin", this::admin),
        root.table("registry", new RegistrySchema(paths, problems, listeners)::registry));
  }

  private Server server(TableReader table) {
    var defaults = Server.DEFAULTS;
    return new Server(
        table.values("listen", AddressForms.LISTENER, defaults.listen(), listeners),
        table.bool("chaos", defaults.chaos()),
        table.value("identity", Forms.IDENTITY, defaults.identity()),
        table.value("any", Forms.ANY, defaults.any()),
        table.value("udp-engine", Forms.UDP_ENGINE, defaults.udpEngine()),
        table.table("cookies", this::cookies),
        table.table("tcp", this::tcp));
  }

  private Server.Cookies cookies(TableReader table) {
    var defaults = Server.Cookies.DEFAULTS;
    return new Server.Cookies(
        table.bool("enabled", defaults.enabled()),
        table.values("secrets", Forms.SECRET, defaults.secrets()));
  }

  private Server.Tcp tcp(TableReader table) {
    var defaults = Server.Tcp.DEFAULTS;
    return new Server.Tcp(
        table.integer("max-connections", 1, 100_000, defaults.maxConnections()),
        table.integer("max-connections-per-client", 1, 100_000, defaults.maxConnectionsPerClient()),
        table.integer("max-in-flight", 1, 10_000, defaults.maxInFlight()),
        table.value("idle-timeout", durations("100ms", "1h"), defaults.idleTimeout()),
        table.value("read-timeout", durations("100ms", "1h"), defaults.readTimeout()),
        table.value("lifetime", durations("1s", "7d"), defaults.lifetime()));
  }

  private @Nullable Path zonesDirectory(TableReader table) {
    return table.required("directory", paths.directory());
  }

  private @Nullable ZoneEntry zone(TableReader table) {
    var name = table.required("name", Forms.NAME, owners);
    var file = table.required("file", paths.file());
    var onMiss = table.value("on-miss", Forms.ON_MISS, ZoneEntry.OnMiss.DEFAULT);
    return name == null || file == null ? null : new ZoneEntry(name, file, onMiss);
  }

  private Access access(TableReader table) {
    var defaults = Access.DEFAULTS;
    return new Access(
        networks(table, "query", defaults.query()), networks(table, "forward", defaults.forward()));
  }

  private @Nullable SigningKey key(TableReader table) {
    var name = table.required("name", Forms.NAME, keyNames);
    var algorithm = table.value("algorithm", Forms.ALGORITHM, SigningKey.Algorithm.DEFAULT);
    var secret = table.required("secret", Forms.KEY_SECRET);
    return name == null || secret == null ? null : new SigningKey(name, algorithm, secret);
  }

  private static Transfer transfer(TableReader table, List<SigningKey> known) {
    var defaults = Transfer.DEFAULTS;
    var keys = table.values("keys", Forms.NAME, defaults.keys());
    for (Name name : keys) {
      if (known.stream().noneMatch(key -> key.name().equals(name))) {
        table.complain("keys", "no [[key]] that is right has the name " + Shown.quoted("" + name));
      }
    }
    return new Transfer(
        networks(table, "to", defaults.to()),
        keys,
        table.integer("max-at-once", 1, 1000, defaults.maxAtOnce()));
  }

  static List<Network> networks(TableReader table, String key, List<Network> fallback) {
    return table.values(key, AddressForms.NETWORKS, List.of(fallback)).stream()
        .flatMap(Collection::stream)
        .distinct()
        .toList();
  }

  private Admin admin(TableReader table) {
    return new Admin(
        table.values("listen", AddressForms.LISTENER, Admin.DEFAULTS.listen(), listeners));
  }
}
