package dev.cairn.config;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// The table `[registry]`: services that run now, and their names in DNS.
///
/// @param data the folder that all of it is kept in, absolute; only that of `DEFAULTS` is relative
///   to the folder of dns.toml
/// @param sources no name twice
public record Registry(
    boolean enabled,
    Naming naming,
    Path data,
    Answers answers,
    Agents agents,
    Limits limits,
    Checking checking,
    Staleness staleness,
    Http http,
    List<CheckTarget> checkTargets,
    List<Source> sources) {

  /// Longer than anything else.
  public static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

  public static final Registry DEFAULTS =
      new Registry(
          false,
          Naming.DEFAULTS,
          Path.of("..", "data", "registry"),
          Answers.DEFAULTS,
          Agents.DEFAULTS,
          Limits.DEFAULTS,
          Checking.DEFAULTS,
          Staleness.DEFAULTS,
          Http.DEFAULTS,
          List.of(),
          List.of());

  public Registry {
    checkTargets = List.copyOf(checkTargets);
    sources = List.copyOf(sources);
  }

  /// The same, with a relative data folder beginning there.
  Registry at(Path folder) {
    return new Registry(
        enabled,
        naming,
        folder.resolve(data).normalize(),
        answers,
        agents,
        limits,
        checking,
        staleness,
        http,
        checkTargets,
        sources);
  }

  /// The same with its API elsewhere.
  Registry on(List<InetSocketAddress> addresses) {
    return new Registry(
        enabled,
        naming,
        data,
        answers,
        agents,
        limits,
        checking,
        staleness,
        http.on(addresses),
        checkTargets,
        sources);
  }

  /// What it is called.
  ///
  /// @param domain absolute, never the root
  /// @param altDomain another one with the same names; null for none
  /// @param datacenter one label in lower case
  /// @param node what this machine is called among nodes, one label; empty means the first label of
  ///   the host's name
  /// @param address where it is; null means one that the machine has
  public record Naming(
      Name domain,
      @Nullable Name altDomain,
      String datacenter,
      String node,
      @Nullable InetAddress address) {
    public static final Naming DEFAULTS =
        new Naming(Name.fromConstantString("consul."), null, "dc1", "", null);
  }

  /// How names are answered.
  ///
  /// @param onlyPassing whether instances with a warning are left out
  /// @param serviceTtl by a service's name in lower case, by the beginning of one with a `*`, and
  ///   by `*` for the rest; in the order of the file
  /// @param negativeTtl of what does not exist: the TTL and the minimum of the SOA record
  /// @param aRecordLimit addresses in one answer at most; 0 for no limit
  /// @param udpAnswerLimit records over UDP without EDNS at most; 0 for no limit
  /// @param nodeMetaTxt whether what is known of a node is told with its address
  /// @param serviceTxt whether a service has TXT records of what is known of its instances
  public record Answers(
      boolean onlyPassing,
      Map<String, Duration> serviceTtl,
      Duration nodeTtl,
      Duration negativeTtl,
      boolean weightedAnswers,
      Empty empty,
      int aRecordLimit,
      int udpAnswerLimit,
      boolean nodeMetaTxt,
      boolean serviceTxt) {

    public static final Answers DEFAULTS =
        new Answers(
            false,
            Map.of("*", Duration.ZERO),
            Duration.ZERO,
            Duration.ZERO,
            false,
            Empty.NXDOMAIN,
            0,
            0,
            true,
            false);
  }

  /// What the name of a service gets that has no instance to give out.
  public enum Empty {
    NXDOMAIN,
    NODATA
  }

  /// How clients are taken for the agents that they think they talk to.
  ///
  /// @param virtualAgents whether each client address is a node of its own
  /// @param legacyGet whether GET is heard where newer agents want PUT
  public record Agents(boolean virtualAgents, boolean legacyGet) {
    public static final Agents DEFAULTS = new Agents(true, false);
  }

  /// How much is taken in; what sources bring counts, but is not refused.
  ///
  /// @param maxInstances of services, 1 to 100,000,000
  /// @param maxKeys of the key-value store, 1 to 100,000,000
  /// @param maxNodes 1 to 100,000,000
  /// @param maxChecks of all instances and nodes, 1 to 100,000,000
  /// @param maxChecksPerService of one instance, and of one node itself, 1 to 100,000
  public record Limits(
      int maxInstances, int maxKeys, int maxNodes, int maxChecks, int maxChecksPerService) {
    public static final Limits DEFAULTS =
        new Limits(1_000_000, 1_000_000, 1_000_000, 2_000_000, 1024);
  }

  /// How instances are known to be well.
  ///
  /// @param allowScripts whether checks of files may run commands
  /// @param reapMin shortest time that a check is critical before its instance is removed
  /// @param reapInterval how often that is looked at, 100 ms to 1 h
  /// @param preserveRatio percent of instances that may turn critical within the window before that
  ///   is taken for a fault of ours, 0 to 100; 0 never is
  public record Checking(
      boolean allowScripts,
      Duration reapMin,
      Duration reapInterval,
      Restore restore,
      int preserveRatio,
      Duration preserveWindow) {

    public static final Checking DEFAULTS =
        new Checking(
            false,
            Duration.ofMinutes(1),
            Duration.ofSeconds(30),
            Restore.LAST,
            0,
            Duration.ofMinutes(1));
  }

  /// What checks that we make say after a start, until they have been made.
  public enum Restore {
    /// What they said last.
    LAST,
    CRITICAL
  }

  /// What holds of a source that is away.
  ///
  /// @param maxStale how long it is answered for, up to [#FOREVER]
  /// @param staleTtl longest TTL meanwhile
  /// @param guardHold how long an update that removes most of it is held
  public record Staleness(Duration maxStale, Duration staleTtl, Duration guardHold) {
    public static final Staleness DEFAULTS =
        new Staleness(FOREVER, Duration.ofSeconds(30), Duration.ofMinutes(1));
  }

  /// The table `[registry.http]`: where the API is served.
  ///
  /// @param readFrom who may read without a token
  /// @param trustedProxies whose `X-Forwarded-For` is believed
  /// @param maxWatchersPerClient questions of one address that wait for a change, 1 to 100,000
  /// @param maxConnections of all clients, those that wait among them, 1 to 1,000,000
  /// @param version that clients are told, who may want a certain one
  /// @param tokensFile with one token in each line that may write, absolute; null for none
  public record Http(
      List<InetSocketAddress> listen,
      List<Network> readFrom,
      List<Network> trustedProxies,
      int maxWatchersPerClient,
      int maxConnections,
      String version,
      @Nullable Path tokensFile) {

    public static final Http DEFAULTS =
        new Http(
            List.of(Addresses.at("127.0.0.1", 8500)),
            Access.DEFAULTS.forward(),
            List.of(),
            200,
            20_000,
            "1.22.0",
            null);

    public Http {
      listen = List.copyOf(listen);
      readFrom = List.copyOf(readFrom);
      trustedProxies = List.copyOf(trustedProxies);
    }

    Http on(List<InetSocketAddress> addresses) {
      return new Http(
          addresses,
          readFrom,
          trustedProxies,
          maxWatchersPerClient,
          maxConnections,
          version,
          tokensFile);
    }
  }

  /// One `[[registry.check-targets]]`: where checks of strangers may knock.
  ///
  /// @param except networks within that they may not
  public record CheckTarget(Network cidr, List<Network> except) {
    public CheckTarget {
      except = List.copyOf(except);
    }
  }
}
