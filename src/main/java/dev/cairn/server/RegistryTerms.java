package dev.cairn.server;

import dev.cairn.config.Config;
import dev.cairn.config.Network;
import dev.cairn.config.Registry;
import dev.cairn.config.Source;
import dev.cairn.consul.HttpSettings;
import dev.cairn.feed.FeedTerms;
import dev.cairn.feed.Pace;
import dev.cairn.feed.SourceSettings;
import dev.cairn.health.CheckTarget;
import dev.cairn.health.DialRules;
import dev.cairn.health.Preservation;
import dev.cairn.health.Range;
import dev.cairn.registry.CheckRules;
import dev.cairn.registry.CheckSettings;
import dev.cairn.registry.Limits;
import dev.cairn.transport.LocalAddresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What `[registry]` says, in the words of those who do it.
///
/// @param hostName what this machine calls itself
record RegistryTerms(Registry said, String hostName) {
  private static final int LEAST_CHECKED = 10;
  private static final double HUNDRED = 100;

  static RegistryTerms of(Config config, ServerOptions options) {
    return new RegistryTerms(config.registry(), options.hostName());
  }

  /// The keys of `[registry]` that say something else than those that it was opened with, and are
  /// not taken before it is opened anew.
  List<String> atNextStart(RegistryTerms opened) {
    var naming = said.naming();
    var before = opened.said.naming();
    return Stream.of(
            new Fixed("enabled", said.enabled(), opened.said.enabled()),
            new Fixed("data", said.data(), opened.said.data()),
            new Fixed(
                "virtual-agents",
                said.agents().virtualAgents(),
                opened.said.agents().virtualAgents()),
            new Fixed("max-stale", said.staleness().maxStale(), opened.said.staleness().maxStale()),
            new Fixed(
                "guard-hold", said.staleness().guardHold(), opened.said.staleness().guardHold()),
            new Fixed("datacenter (over HTTP)", naming.datacenter(), before.datacenter()),
            new Fixed("node (over HTTP)", node(), opened.node()),
            new Fixed(
                "address (over HTTP)",
                Optional.ofNullable(naming.address()),
                Optional.ofNullable(before.address())))
        .filter(one -> !one.now().equals(one.opened()))
        .map(Fixed::key)
        .toList();
  }

  private record Fixed(String key, Object now, Object opened) {}

  /// How much is taken in.
  Limits.Most most() {
    var limits = said.limits();
    return new Limits.Most(
        limits.maxInstances(),
        limits.maxKeys(),
        limits.maxNodes(),
        limits.maxChecks(),
        limits.maxChecksPerService());
  }

  /// The name of this machine's node.
  String node() {
    String written = said.naming().node();
    int dot = hostName.indexOf('.');
    return !written.isEmpty() ? written : dot < 0 ? hostName : hostName.substring(0, dot);
  }

  /// The address of this machine's node: as written, or else one that others reach it by.
  String address() {
    InetAddress written = said.naming().address();
    if (written != null) {
      return written.getHostAddress();
    }
    return LocalAddresses.ofThisMachine().stream()
        .filter(one -> one instanceof Inet4Address)
        .filter(one -> !one.isLoopbackAddress() && !one.isLinkLocalAddress())
        .findFirst()
        .map(InetAddress::getHostAddress)
        .orElse("127.0.0.1");
  }

  /// @param tokens that may write
  HttpSettings http(Set<String> tokens) {
    var http = said.http();
    return new HttpSettings(
        new HttpSettings.Identity(said.naming().datacenter(), node(), address(), http.version()),
        new HttpSettings.Access(within(http.readFrom()), within(http.trustedProxies()), tokens),
        new HttpSettings.Bounds(http.maxWatchersPerClient(), http.maxConnections()),
        new HttpSettings.Manners(said.agents().legacyGet(), said.agents().virtualAgents()));
  }

  private static Predicate<InetAddress> within(List<Network> networks) {
    List<dev.cairn.guard.Network> all =
        networks.stream()
            .map(one -> new dev.cairn.guard.Network(one.base(), one.prefixLength()))
            .toList();
    return address -> all.stream().anyMatch(one -> one.contains(address));
  }

  CheckSettings checks() {
    var checking = said.checking();
    List<CheckTarget> targets =
        said.checkTargets().stream()
            .map(one ->
                new CheckTarget(
                    range(one.cidr()), one.except().stream().map(RegistryTerms::range).toList()))
            .toList();
    return new CheckSettings(
        new CheckRules(new DialRules(targets), said.agents().virtualAgents() ? node() : ""),
        checking.allowScripts() ? CheckSettings.Scripts.RUN : CheckSettings.Scripts.REFUSED,
        new CheckSettings.Reaping(checking.reapMin(), checking.reapInterval()),
        switch (checking.restore()) {
          case LAST -> CheckSettings.Restore.LAST;
          case CRITICAL -> CheckSettings.Restore.CRITICAL;
        },
        new Preservation.Settings(
            checking.preserveRatio() / HUNDRED, checking.preserveWindow(), LEAST_CHECKED));
  }

  private static Range range(Network network) {
    return new Range(network.base(), network.prefixLength());
  }

  FeedTerms feeds(SecureRandom random) {
    Duration maxStale = said.staleness().maxStale();
    return new FeedTerms(
        said.data().resolve("sources"),
        new FeedTerms.Tolerance(
            said.staleness().guardHold(), maxStale.equals(Registry.FOREVER) ? null : maxStale),
        Pace.USUAL,
        InstantSource.system(),
        random);
  }

  NameTerms names() {
    return new NameTerms(said, node());
  }

  List<SourceSettings> sources() {
    return said.sources().stream().map(this::source).toList();
  }

  private SourceSettings source(Source source) {
    var mode =
        switch (source.mode()) {
          case UNION -> SourceSettings.Mode.UNION;
          case OVERRIDE -> SourceSettings.Mode.OVERRIDE;
        };
    return new SourceSettings(
        source.name(),
        kind(source.kind()),
        new SourceSettings.Rank(mode, source.priority()),
        source.domain(),
        source.ttl());
  }

  private SourceSettings.Kind kind(Source.Kind kind) {
    return switch (kind) {
      case Source.Kind.Consul(Source.Remote remote, Path token) ->
          new SourceSettings.Kind.Consul(remote(remote), token);
      case Source.Kind.Etcd etcd -> {
        Source.Login login = etcd.login();
        yield new SourceSettings.Kind.Etcd(
            remote(etcd.remote()),
            etcd.prefix(),
            login == null ? null : new SourceSettings.Login(login.user(), login.passwordFile()));
      }
      case Source.Kind.Files(Path directory) ->
          new SourceSettings.Kind.Files(directory, address(), said.checking().allowScripts());
    };
  }

  private static SourceSettings.Remote remote(Source.Remote remote) {
    return new SourceSettings.Remote(remote.endpoints(), remote.ca());
  }
}
