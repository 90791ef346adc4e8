package dev.cairn.config;

import static dev.cairn.config.Measure.durations;
import static dev.cairn.config.Measure.sizes;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// Which tables and keys there are, and what they may hold. Made for one reading.
final class Schema {
  private final PathForms paths;

  /// A socket belongs to one listener.
  private final Claims<InetSocketAddress> listeners;

  /// A name has one owner.
  private final Claims<Name> owners;

  /// @param folder where relative paths begin
  Schema(Path folder, Problems problems) {
    this.paths = new PathForms(folder);
    this.listeners = new Claims<>(problems);
    this.owners = new Claims<>(problems);
  }

  Config config(TableReader root) {
    return new Config(
        root.table("server", this::server),
        root.optionalTable("zones", this::zonesDirectory),
        root.tables("zone", this::zone),
        root.table("forward", this::forward),
        root.table("cache", this::cache),
        root.table("access", this::access),
        root.table("admin", this::admin));
  }

  private Server server(TableReader table) {
    var defaults = Server.DEFAULTS;
    return new Server(
        table.values("listen", AddressForms.LISTENER, defaults.listen(), listeners),
        table.bool("chaos", defaults.chaos()),
        table.value("identity", Forms.IDENTITY, defaults.identity()),
        table.value("any", Forms.ANY, defaults.any()),
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

  private Forward forward(TableReader table) {
    var defaults = Forward.DEFAULTS;
    var forward =
        new Forward(
            table.values("upstreams", UpstreamForms.UPSTREAM, defaults.upstreams()),
            table.value("timeout", durations("10ms", "30s"), defaults.timeout()),
            table.value("deadline", durations("50ms", "60s"), defaults.deadline()),
            table.integer("attempts", 1, 10, defaults.attempts()),
            table.integer("max-in-flight", 1, 1_000_000, defaults.maxInFlight()),
            table.tables("rule", this::rule));
    if (table.areRight("timeout", "deadline")) {
      judgeDeadline(forward, table);
    }
    return forward;
  }

  private static void judgeDeadline(Forward forward, TableReader table) {
    var timeout = forward.timeout();
    var deadline = forward.deadline();
    if (deadline.compareTo(timeout) < 0) {
      table.complain(
          table.isWritten("deadline") ? "deadline" : "timeout",
          "deadline (%s) is shorter than timeout (%s); allowed: as long or longer"
              .formatted(
                  Measure.DURATION.written(deadline.toMillis()),
                  Measure.DURATION.written(timeout.toMillis())));
    }
  }

  private Forward.@Nullable Rule rule(TableReader table) {
    var suffix = table.required("suffix", Forms.SUFFIX, owners);
    var upstreams = table.requiredValues("upstreams", UpstreamForms.UPSTREAM);
    return suffix == null || upstreams == null ? null : new Forward.Rule(suffix, upstreams);
  }

  private Cache cache(TableReader table) {
    var defaults = Cache.DEFAULTS;
    return new Cache(
        table.value("size", sizes("64KiB", "1TiB"), defaults.size()),
        table.value("max-ttl", durations("1s", "7d"), defaults.maxTtl()),
        table.value("negative-max-ttl", durations("1s", "7d"), defaults.negativeMaxTtl()),
        table.bool("serve-stale", defaults.serveStale()),
        table.value("stale-max", durations("1s", "30d"), defaults.staleMax()),
        table.bool("prefetch", defaults.prefetch()));
  }

  private Access access(TableReader table) {
    var defaults = Access.DEFAULTS;
    return new Access(
        networks(table, "query", defaults.query()), networks(table, "forward", defaults.forward()));
  }

  private static List<Network> networks(TableReader table, String key, List<Network> fallback) {
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
