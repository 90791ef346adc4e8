package dev.cairn.server;

import dev.cairn.admin.AdminView;
import dev.cairn.admin.Health;
import dev.cairn.config.Cache.Lifetimes;
import dev.cairn.config.Config;
import dev.cairn.config.Forward;
import dev.cairn.server.FileWatch.Change;
import dev.cairn.transport.AddressUnavailable;
import dev.cairn.transport.LocalAddresses;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running server: starts, looks for what has changed, stops.
///
/// ```
/// Watcher ──► look ─┬─► ConfigKeeper ─┬─► InForce ──► Publisher
///                   └─► ZoneKeeper ───┘
/// ```
public final class Server implements AdminView, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final Duration DRAIN = Duration.ofSeconds(3);

  private final ServerOptions options;
  private final House house;
  private final Doors doors;
  private final InForce inForce;
  private final ConfigKeeper configs;
  private final Watcher watcher;
  private final FileWatch resolvConfWatch;
  private final NetworkWatch networkWatch;
  private final long started = System.nanoTime();
  private volatile @Nullable RegistryHouse registry;
  private volatile boolean isReady;

  /// @param config what dns.toml says now
  public Server(ServerOptions options, Config config) {
    this(options, config, new NetworkWatch(LocalAddresses::ofThisMachine, System::nanoTime));
  }

  Server(ServerOptions options, Config config, NetworkWatch networkWatch) {
    this.networkWatch = networkWatch;
    this.options = options;
    this.house = Wiring.of(options, config, this);
    this.doors = new Doors(house.dns(), house.admin(), this::registry);
    this.inForce = new InForce(options, config, house, doors, this::registry);
    this.configs = new ConfigKeeper(options, house, doors, inForce, this::registry);
    this.resolvConfWatch = FileWatch.of(options.resolvConf(), FileStamp.of(options.resolvConf()));
    this.watcher = new Watcher(this::look, this::folders);
  }

  /// Opens the sockets and loads the zones. From the moment that the sockets are open, zones that
  /// are loaded are served, and names of the others get SERVFAIL; returns when all have been read.
  ///
  /// @throws AddressUnavailable if a socket cannot be opened; then nothing is served
  public void start() throws AddressUnavailable {
    Config config = configs.wanted();
    house.loopWatch().start();
    house.cacheFile().restore();
    if (config.registry().enabled()) {
      registry =
          RegistryHouse.open(RegistryTerms.of(config, options), house.events(), new SecureRandom());
    }
    var loaded = house.zones().adopt(ZoneSources.of(config), Duration.ZERO);
    inForce.publish(config); // nothing is loaded yet, but what will be is known
    doors.open(config).commit();
    var watched =
        CompletableFuture.runAsync(house.meters()::watchProcess, Thread::startVirtualThread);
    watcher.start();
    inForce.publishUntil(loaded);
    house.zones().started();
    inForce.started();
    isReady = true;
    registry().ifPresent(RegistryHouse::ready);
    configs.started();
    tellReady();
    awaitMeters(watched);
  }

  private static void awaitMeters(CompletableFuture<Void> watched) {
    try {
      watched.join();
    } catch (CompletionException e) {
      LOG.error("metrics: those of this process are missing because of a bug in Cairn", e);
    }
  }

  /// Where DNS is served, with real ports.
  public List<InetSocketAddress> addresses() {
    return doors.ofDns();
  }

  /// Where HTTP is served for the operator, with real ports.
  public List<InetSocketAddress> adminAddresses() {
    return doors.ofAdmin();
  }

  /// Where the registry is served over HTTP, with real ports.
  public List<InetSocketAddress> registryAddresses() {
    return doors.ofRegistry();
  }

  /// Empty as long as there is none.
  Optional<RegistryHouse> registry() {
    return Optional.ofNullable(registry);
  }

  InForce inForce() {
    return inForce;
  }

  ConfigKeeper configs() {
    return configs;
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
    doors.drain();
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
    house.cacheFile().save(longestStale(configs.wanted()));
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
    return HealthReport.of(options, isReady, uptime, house.zones(), configs.state(), registry());
  }

  @Override
  public boolean isReady() {
    return isReady;
  }

  /// One look at all files; see [Watcher.Look].
  private boolean look(Duration patience) {
    boolean isForced = patience.isZero();
    if (networkWatch.hasChanged()) {
      house.upstreams().networkChanged();
    }
    boolean isBusy = configs.look(isForced);
    if (resolvConfWatch.takesChange(isForced)) {
      inForce.republish();
    }
    var _ = house.zones().adopt(ZoneSources.of(configs.wanted()), patience);
    if (isForced) {
      house.zones().reload();
    }
    RegistryHouse services = registry;
    boolean isSettling = services != null && services.look(isForced) == Change.UNSETTLED;
    return house.zones().look() || isBusy || isSettling;
  }

  private Set<Path> folders() {
    Set<Path> folders = new HashSet<>(house.zones().folders());
    addFolder(folders, options.configFile());
    registry().map(RegistryHouse::tokensFile).ifPresent(file -> addFolder(folders, file));
    Path directory = configs.wanted().zonesDirectory();
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
