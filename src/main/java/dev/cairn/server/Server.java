package dev.cairn.server;

import dev.cairn.admin.AdminServer;
import dev.cairn.admin.AdminView;
import dev.cairn.admin.Health;
import dev.cairn.config.Cache.Lifetimes;
import dev.cairn.config.Config;
import dev.cairn.config.ConfigError;
import dev.cairn.config.ConfigReader;
import dev.cairn.config.ConfigResult;
import dev.cairn.config.Forward;
import dev.cairn.config.Server.Tcp;
import dev.cairn.consul.ConsulServer;
import dev.cairn.forward.Forwarder;
import dev.cairn.responder.ServerIdentity;
import dev.cairn.server.FileWatch.Change;
import dev.cairn.transport.AddressUnavailable;
import dev.cairn.transport.DnsListener;
import dev.cairn.transport.LocalAddresses;
import dev.cairn.transport.TcpLimits;
import dev.cairn.transport.UdpEngine;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/// A running server: starts, takes what has changed, stops.
///
/// ```
/// wanted ── zones load ──► in force      a configuration is wanted as soon as it is without errors and its addresses are open,
///                                        and in force when the zones that are new in it have been read
/// ```
public final class Server implements AdminView, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final Duration DRAIN = Duration.ofSeconds(3);

  /// How long after a publication the next one follows while zones are loaded, at least; and how
  /// many times as long as one takes.
  private static final Duration PUBLISHED = Duration.ofMillis(200);

  private static final int PUBLISHING_COST = 20;

  private final ServerOptions options;
  private final House house;
  private final Watcher watcher;
  private final FileWatch configWatch;
  private final FileWatch resolvConfWatch;
  private final NetworkWatch networkWatch;
  private final long started = System.nanoTime();
  private final ReentrantLock publishing = new ReentrantLock();
  private final AtomicBoolean isStale = new AtomicBoolean();
  private volatile Config wanted;
  private volatile Config inForce;
  private volatile TcpLimits tcpLimits;
  private volatile UdpEngine udpEngine;
  private volatile List<ConfigError> configErrors = List.of();
  private volatile String configRefusal = "";
  private volatile ForwardOwners.Made forwards = new ForwardOwners.Made(List.of(), Map.of());
  private volatile @Nullable RegistryHouse registry;
  private volatile boolean isStarted;
  private volatile boolean isReady;
  private volatile CompletableFuture<Void> taking =
      new CompletableFuture<>(); // first of all, the start

  /// @param config what dns.toml says now
  public Server(ServerOptions options, Config config) {
    this(options, config, new NetworkWatch(LocalAddresses::ofThisMachine, System::nanoTime));
  }

  Server(ServerOptions options, Config config, NetworkWatch networkWatch) {
    this.networkWatch = networkWatch;
    this.options = options;
    this.wanted = config;
    this.inForce = config;
    this.tcpLimits = limitsOf(config.server().tcp());
    this.udpEngine = engineOf(config);
    this.house = Wiring.of(options, config, this);
    this.configWatch = watchOf(options.configFile(), options.configSeen());
    this.resolvConfWatch = watchOf(options.resolvConf(), FileStamp.of(options.resolvConf()));
    this.watcher = new Watcher(this::look, this::folders);
  }

  /// Opens the sockets and loads the zones. From the moment that the sockets are open, zones that
  /// are loaded are served, and names of the others get SERVFAIL; returns when all have been read.
  ///
  /// @throws AddressUnavailable if a socket cannot be opened; then nothing is served
  public void start() throws AddressUnavailable {
    house.loopWatch().start();
    house.cacheFile().restore();
    if (wanted.registry().enabled()) {
      registry =
          RegistryHouse.open(RegistryTerms.of(wanted, options), house.events(), new SecureRandom());
    }
    var loaded = house.zones().adopt(ZoneSources.of(wanted), Duration.ZERO);
    publish(wanted); // nothing is loaded yet, but what will be is known
    var dns = house.dns().change(wanted.server().listen());
    try {
      openHttp(wanted);
    } catch (AddressUnavailable e) {
      dns.undo();
      throw e;
    }
    dns.commit();
    watcher.start();
    publishUntil(loaded);
    house.zones().started();
    isStarted = true;
    publish(wanted);
    isReady = true;
    taking.complete(null);
    tellReady();
  }

  /// All or none.
  private void openHttp(Config config) throws AddressUnavailable {
    var admin = house.admin().change(config.admin().listen());
    RegistryHouse services = registry;
    if (services != null) {
      try {
        services.http().change(config.registry().http().listen()).commit();
      } catch (AddressUnavailable e) {
        admin.undo();
        throw e;
      }
    }
    admin.commit();
  }

  /// Publishes what has been loaded now and then, and not with each zone: there may be a great
  /// many.
  private void publishUntil(CompletableFuture<Void> loaded) {
    long pause = PUBLISHED.toNanos();
    while (!loaded.isDone()) {
      try {
        loaded.get(pause, TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        long start = System.nanoTime();
        republishIfStale();
        pause = Math.max(PUBLISHED.toNanos(), (System.nanoTime() - start) * PUBLISHING_COST);
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException("loading zones was interrupted", e);
      }
    }
  }

  private void republishIfStale() {
    publishing.lock();
    try {
      publishZones();
    } finally {
      publishing.unlock();
    }
  }

  /// Where DNS is served, with real ports.
  public List<InetSocketAddress> addresses() {
    return house.dns().all().stream().map(DnsListener::address).toList();
  }

  /// Where HTTP is served for the operator, with real ports.
  public List<InetSocketAddress> adminAddresses() {
    return house.admin().all().stream().map(AdminServer::address).toList();
  }

  /// Where the registry is served over HTTP, with real ports.
  public List<InetSocketAddress> registryAddresses() {
    RegistryHouse services = registry;
    return services == null
        ? List.of()
        : services.http().all().stream().map(ConsulServer::address).toList();
  }

  /// Empty as long as there is none.
  Optional<RegistryHouse> registry() {
    return Optional.ofNullable(registry);
  }

  /// What this server calls itself.
  String nodeName() {
    return RegistryTerms.of(inForce, options).node();
  }

  /// Takes everything that has changed, at once: what SIGHUP does.
  public void reload() {
    LOG.info("asked to reload: taking all changed files now");
    watcher.force();
  }

  /// Not ready any more; what is under way is finished, for at most three seconds, and everything
  /// closed.
  @Override
  public void close() {
    isReady = false;
    watcher.close();
    house.dns().all().forEach(DnsListener::drain);
    long deadline = System.nanoTime() + DRAIN.toNanos();
    try {
      while (house.waitingRoom().waiting() > 0 && System.nanoTime() < deadline) {
        Thread.sleep(10);
      }
      Thread.sleep(50); // the last answers are on their way through the event loops
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    int unfinished = house.waitingRoom().waiting();
    house.close();
    RegistryHouse services = registry;
    if (services != null) {
      services.close();
    }
    house.cacheFile().save(longestStale(wanted));
    LOG.info("stopped; {} queries were still under way", unfinished);
  }

  /// For how long the most patient of all rules may serve what does not hold any more.
  private static Duration longestStale(Config config) {
    if (!config.cache().serveStale()) {
      return Duration.ZERO;
    }
    return Stream.concat(
            Stream.of(config.cache().lifetimes()),
            config.forward().rules().stream().map(Forward.Rule::lifetimes))
        .map(Lifetimes::staleMax)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  @Override
  public String metrics() {
    return house.meters().scrape();
  }

  @Override
  public Health health() {
    Duration uptime = Duration.ofNanos(System.nanoTime() - started);
    return HealthReport.of(
        options,
        isReady,
        uptime,
        house.zones(),
        new HealthReport.ConfigState(configErrors, configRefusal),
        registry());
  }

  @Override
  public boolean isReady() {
    return isReady;
  }

  /// What is in force now.
  Config config() {
    return inForce;
  }

  /// Those who ask upstreams, by the suffix of their rule.
  Map<Name, Forwarder> forwarders() {
    return forwards.forwarders();
  }

  /// What TCP clients may take, as of now.
  TcpLimits tcpLimits() {
    return tcpLimits;
  }

  /// What is to drive UDP sockets that are opened now.
  UdpEngine udpEngine() {
    return udpEngine;
  }

  /// Publishes the zones as they are now, with what else is in force. One at a time, so that no
  /// older state is published after a newer one; many changes at once are published together.
  void zonesChanged() {
    isStale.set(true);
    publishStale();
  }

  private void publishStale() {
    while (isStarted && isStale.get() && publishing.tryLock()) {
      try {
        publishZones();
      } finally {
        publishing.unlock();
      }
    }
  }

  private void publishZones() {
    if (isStale.getAndSet(false)) {
      house
          .publisher()
          .publish(
              inForce,
              identity(inForce),
              house.zones().served(),
              registry().map(RegistryHouse::domains).orElse(ServiceDomains.NONE),
              forwards.owners());
    }
  }

  /// Puts what is in force in force again, with the system's upstreams as they are now.
  private void republish() {
    publishing.lock();
    try {
      publish(inForce);
    } finally {
      publishing.unlock();
    }
  }

  private void publish(Config config) {
    publishing.lock();
    try {
      inForce = config;
      tcpLimits = limitsOf(config.server().tcp());
      forwards = house.forwardOwners().of(config, listening(config));
      house.cache().maximum(config.cache().size());
      isStale.set(true);
      publishZones();
    } finally {
      publishing.unlock();
    }
    publishStale(); // what has changed meanwhile
  }

  private static UdpEngine engineOf(Config config) {
    return switch (config.server().udpEngine()) {
      case AUTO -> UdpEngine.AUTO;
      case NETTY -> UdpEngine.NETTY;
      case BATCH -> UdpEngine.BATCH;
    };
  }

  /// Two engines cannot have an address at a time, and giving one up for the other would lose
  /// queries.
  private void tellOfEngine(Config next) {
    if (next.server().udpEngine() != wanted.server().udpEngine()) {
      LOG.warn(
          "{}: server.udp-engine drives the sockets that are opened from now on; those that are open change with the next start",
          options.configFile());
    }
  }

  private static TcpLimits limitsOf(Tcp tcp) {
    var timeouts = new TcpLimits.Timeouts(tcp.idleTimeout(), tcp.readTimeout(), tcp.lifetime());
    return new TcpLimits(
        tcp.maxConnections(), tcp.maxConnectionsPerClient(), tcp.maxInFlight(), timeouts);
  }

  /// Where this server listens, or is about to.
  private List<InetSocketAddress> listening(Config config) {
    return Stream.concat(addresses().stream(), config.server().listen().stream())
        .distinct()
        .toList();
  }

  /// One look at all files; see [Watcher.Look].
  private boolean look(Duration patience) {
    boolean isForced = patience.isZero();
    if (networkWatch.hasChanged()) {
      house.upstreams().networkChanged();
    }
    boolean isBusy = lookAtConfig(isForced);
    if (hasChanged(resolvConfWatch, isForced)) {
      republish();
    }
    var _ = house.zones().adopt(ZoneSources.of(wanted), patience);
    if (isForced) {
      house.zones().reload();
    }
    RegistryHouse services = registry;
    boolean isSettling = services != null && services.look(isForced) == Change.UNSETTLED;
    return house.zones().look() || isBusy || isSettling;
  }

  /// One configuration after the other: while the zones of one are read, the next is not looked at.
  private boolean lookAtConfig(boolean isForced) {
    if (!taking.isDone()) {
      return true;
    }
    if (hasChanged(configWatch, isForced) || isForced && !configRefusal.isEmpty()) {
      reloadConfig();
    }
    return configWatch.look() != Change.NONE;
  }

  private static boolean hasChanged(FileWatch watch, boolean isForced) {
    Change change = watch.look();
    if (change == Change.SETTLED || isForced && change != Change.NONE) {
      watch.take(watch.seen());
      return true;
    }
    return false;
  }

  private void reloadConfig() {
    switch (ConfigReader.read(options.configFile())) {
      case ConfigResult.Bad(List<ConfigError> errors, _) -> {
        errors.forEach(error -> LOG.error("{}", error));
        LOG.error(
            "{}: not taken, {} errors; the configuration of before stays in force",
            options.configFile(),
            errors.size());
        configErrors = errors;
        configRefusal = "";
        house.stateMeters().configReloadFailures.increment();
      }
      case ConfigResult.Good(Config next) -> take(next);
    }
  }

  private void take(Config next) {
    configErrors = List.of();
    configRefusal = "";
    if (next.equals(wanted)) {
      LOG.debug("{}: says what it said before", options.configFile());
      return;
    }
    udpEngine = engineOf(next);
    try {
      var dns = house.dns().change(next.server().listen());
      try {
        openHttp(next);
      } catch (AddressUnavailable e) {
        dns.undo();
        throw e;
      }
      tellOfEngine(next);
      wanted = next;
      taking =
          house
              .zones()
              .adopt(ZoneSources.of(next), ServerOptions.STILL)
              .thenRun(() -> {
                takeRegistry(next);
                publish(next);
                dns.commit();
                LOG.info("{}: taken, in force from now on", options.configFile());
              });
    } catch (AddressUnavailable e) {
      udpEngine = engineOf(wanted);
      LOG.error(
          "{}: not taken, {}; the configuration of before stays in force",
          options.configFile(),
          e.getMessage());
      configRefusal = String.valueOf(e.getMessage());
      house.stateMeters().configReloadFailures.increment();
    }
  }

  private void takeRegistry(Config next) {
    RegistryHouse services = registry;
    List<String> later =
        services != null
            ? services.take(RegistryTerms.of(next, options))
            : next.registry().enabled() ? List.of("enabled") : List.of();
    if (!later.isEmpty()) {
      LOG.warn(
          "{}: taken at the next start, so a restart is needed: {} of [registry]",
          options.configFile(),
          String.join(", ", later));
    }
  }

  private ServerIdentity identity(Config config) {
    String id =
        config.server().identity().isEmpty() ? options.hostName() : config.server().identity();
    return new ServerIdentity(options.version(), id, config.server().chaos());
  }

  private Set<Path> folders() {
    Set<Path> folders = new HashSet<>(house.zones().folders());
    addFolder(folders, options.configFile());
    registry().map(RegistryHouse::tokensFile).ifPresent(file -> addFolder(folders, file));
    Path directory = wanted.zonesDirectory();
    if (directory != null) {
      folders.add(directory);
      addFolder(folders, directory); // it may itself be a symbolic link that is swapped
    }
    return folders;
  }

  private static void addFolder(Set<Path> folders, Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    if (folder != null) {
      folders.add(folder);
    }
  }

  private static FileWatch watchOf(Path file, FileStamp seen) {
    var watch = new FileWatch(ServerOptions.STILL, InstantSource.system(), System::nanoTime);
    watch.take(Map.of(file, seen));
    return watch;
  }

  private void tellReady() {
    List<ZoneStatus> zones = house.zones().status();
    long served = zones.stream().filter(zone -> zone.zone() != null).count();
    LOG.info(
        "ready: {} of {} zones on {}, HTTP on {}{}, {} ms after the start",
        served,
        zones.size(),
        shown(addresses()),
        shown(adminAddresses()),
        registry().isPresent() ? ", the registry on " + shown(registryAddresses()) : "",
        Duration.ofNanos(System.nanoTime() - started).toMillis());
  }

  private static List<String> shown(List<InetSocketAddress> addresses) {
    return addresses.stream().map(AddressUnavailable::shown).sorted().toList();
  }
}
