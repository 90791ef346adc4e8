package dev.cairn.config;

import static dev.cairn.config.Measure.durations;

import dev.cairn.config.Registry.Agents;
import dev.cairn.config.Registry.Answers;
import dev.cairn.config.Registry.CheckTarget;
import dev.cairn.config.Registry.Checking;
import dev.cairn.config.Registry.Empty;
import dev.cairn.config.Registry.Http;
import dev.cairn.config.Registry.Limits;
import dev.cairn.config.Registry.Naming;
import dev.cairn.config.Registry.Restore;
import dev.cairn.config.Registry.Staleness;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// Which keys `[registry]` and the tables in it have.
final class RegistrySchema {
  private static final Form<Empty> EMPTY = Words.of(Empty.class);
  private static final Form<Restore> RESTORE = Words.of(Restore.class);
  private static final Form<Duration> TTL = durations("0s", "7d");
  private static final int MOST_RECORDS = 1000;
  private static final int MOST_OF_ALL = 100_000_000;
  private static final int MOST_CHECKS_EACH = 100_000;

  private final PathForms paths;
  private final Problems problems;
  private final Claims<InetSocketAddress> listeners;

  /// @param listeners whose sockets are taken
  RegistrySchema(PathForms paths, Problems problems, Claims<InetSocketAddress> listeners) {
    this.paths = paths;
    this.problems = problems;
    this.listeners = listeners;
  }

  Registry registry(TableReader table) {
    var defaults = Registry.DEFAULTS.at(paths.folder());
    boolean enabled = table.bool("enabled", defaults.enabled());
    var naming = naming(table);
    // sockets of what is switched off are in nobody's way
    var sockets = enabled ? listeners : new Claims<InetSocketAddress>(problems);
    var sources = new SourceSchema(paths, new Claims<>(problems));
    return new Registry(
        enabled,
        naming,
        table.value("data", paths.folderToBe(), defaults.data()),
        answers(table),
        agents(table),
        limits(table),
        checking(table),
        staleness(table),
        table.table("http", inner -> http(inner, sockets)),
        table.tables("check-targets", RegistrySchema::checkTarget),
        table.tables("source", sources::source));
  }

  private static Naming naming(TableReader table) {
    var defaults = Naming.DEFAULTS;
    var domain = table.value("domain", RegistryForms.DOMAIN, defaults.domain());
    Optional<Name> alternative =
        table.value("alt-domain", RegistryForms.DOMAIN_OR_NONE, Optional.empty());
    if (alternative.isPresent() && alternative.get().equals(domain)) {
      table.complain("alt-domain", "is the domain itself; allowed: another one, or \"\"");
    }
    return new Naming(
        domain,
        alternative.orElse(null),
        table.value("datacenter", RegistryForms.DATACENTER, defaults.datacenter()),
        table.value("node", RegistryForms.NODE, defaults.node()),
        table.value("address", RegistryForms.ADDRESS_OR_NONE, Optional.empty()).orElse(null));
  }

  private static Answers answers(TableReader table) {
    var defaults = Answers.DEFAULTS;
    return new Answers(
        table.bool("only-passing", defaults.onlyPassing()),
        table.map("service-ttl", RegistryForms.SERVICE_PATTERN, TTL, defaults.serviceTtl()),
        table.value("node-ttl", TTL, defaults.nodeTtl()),
        table.value("negative-ttl", durations("0s", "1h"), defaults.negativeTtl()),
        table.bool("weighted-answers", defaults.weightedAnswers()),
        table.value("empty", EMPTY, defaults.empty()),
        table.integer("a-record-limit", 0, MOST_RECORDS, defaults.aRecordLimit()),
        table.integer("udp-answer-limit", 0, MOST_RECORDS, defaults.udpAnswerLimit()),
        table.bool("node-meta-txt", defaults.nodeMetaTxt()),
        table.bool("service-txt", defaults.serviceTxt()));
  }

  private static Agents agents(TableReader table) {
    var defaults = Agents.DEFAULTS;
    return new Agents(
        table.bool("virtual-agents", defaults.virtualAgents()),
        table.bool("legacy-get", defaults.legacyGet()));
  }

  private static Limits limits(TableReader table) {
    var defaults = Limits.DEFAULTS;
    return new Limits(
        table.integer("max-instances", 1, MOST_OF_ALL, defaults.maxInstances()),
        table.integer("max-keys", 1, MOST_OF_ALL, defaults.maxKeys()),
        table.integer("max-nodes", 1, MOST_OF_ALL, defaults.maxNodes()),
        table.integer("max-checks", 1, MOST_OF_ALL, defaults.maxChecks()),
        table.integer(
            "max-checks-per-service", 1, MOST_CHECKS_EACH, defaults.maxChecksPerService()));
  }

  private static Checking checking(TableReader table) {
    var defaults = Checking.DEFAULTS;
    return new Checking(
        table.bool("allow-scripts", defaults.allowScripts()),
        table.value("reap-min", durations("0s", "30d"), defaults.reapMin()),
        table.value("reap-interval", durations("100ms", "1h"), defaults.reapInterval()),
        table.value("restore", RESTORE, defaults.restore()),
        table.integer("preserve-ratio", 0, 100, defaults.preserveRatio()),
        table.value("preserve-window", durations("1s", "1h"), defaults.preserveWindow()));
  }

  private static Staleness staleness(TableReader table) {
    var defaults = Staleness.DEFAULTS;
    return new Staleness(
        table.value("max-stale", RegistryForms.MAX_STALE, defaults.maxStale()),
        table.value("stale-ttl", TTL, defaults.staleTtl()),
        table.value("guard-hold", durations("0s", "1d"), defaults.guardHold()));
  }

  private Http http(TableReader table, Claims<InetSocketAddress> sockets) {
    var defaults = Http.DEFAULTS;
    return new Http(
        table.values("listen", AddressForms.LISTENER, defaults.listen(), sockets),
        Schema.networks(table, "read-from", defaults.readFrom()),
        Schema.networks(table, "trusted-proxies", defaults.trustedProxies()),
        table.integer("max-watchers-per-client", 1, 100_000, defaults.maxWatchersPerClient()),
        table.integer("max-connections", 1, 1_000_000, defaults.maxConnections()),
        table.value("version", RegistryForms.VERSION, defaults.version()),
        table.value("tokens-file", paths.existingFileOrNone(), Optional.empty()).orElse(null));
  }

  private static @Nullable CheckTarget checkTarget(TableReader table) {
    List<Network> within = Schema.networks(table, "except", List.of());
    var cidr = table.required("cidr", AddressForms.NETWORK);
    return cidr == null ? null : new CheckTarget(cidr, within);
  }
}
