package dev.cairn.server;

import dev.cairn.config.Config;
import dev.cairn.config.Server.Tcp;
import dev.cairn.forward.Forwarder;
import dev.cairn.responder.ServerIdentity;
import dev.cairn.transport.TcpLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/// What is in force: the configuration, and the zones and services that are published with it. It
/// publishes one state after the other, so that no older one follows a newer one.
final class InForce {
  private static final Logger LOG = LoggerFactory.getLogger(InForce.class);

  /// How long after a publication the next one follows while zones are loaded, at least; and how
  /// many times as long as one takes.
  private static final Duration PUBLISHED = Duration.ofMillis(200);

  private static final int PUBLISHING_COST = 20;

  private final ServerOptions options;
  private final House house;
  private final Doors doors;
  private final Supplier<Optional<RegistryHouse>> registry;
  private final ReentrantLock publishing = new ReentrantLock();
  private final AtomicBoolean isStale = new AtomicBoolean();
  private volatile Config config;
  private volatile TcpLimits tcpLimits;
  private volatile ForwardOwners.Made forwards = new ForwardOwners.Made(List.of(), Map.of());
  private volatile boolean isStarted;

  /// @param config what dns.toml says now; nothing is published yet
  InForce(
      ServerOptions options,
      Config config,
      House house,
      Doors doors,
      Supplier<Optional<RegistryHouse>> registry) {
    this.options = options;
    this.house = house;
    this.doors = doors;
    this.registry = registry;
    this.config = config;
    this.tcpLimits = limitsOf(config.server().tcp());
  }

  Config config() {
    return config;
  }

  /// Those who ask upstreams, by the suffix of their rule.
  Map<Name, Forwarder> forwarders() {
    return forwards.forwarders();
  }

  /// What TCP clients may take.
  TcpLimits tcpLimits() {
    return tcpLimits;
  }

  /// What this server calls itself.
  String nodeName() {
    return RegistryTerms.of(config, options).node();
  }

  /// Puts a configuration in force.
  void publish(Config next) {
    publish(() -> next);
  }

  private void publish(Supplier<Config> next) {
    publishing.lock();
    try {
      take(next.get());
    } finally {
      publishing.unlock();
    }
    shortenAnswers();
    publishStale(); // what has changed meanwhile
  }

  private void take(Config next) {
    config = next;
    tcpLimits = limitsOf(next.server().tcp());
    forwards = house.forwardOwners().of(next, doors.ofDnsWith(next));
    house.cache().maximum(next.cache().size());
    isStale.set(true);
    publishZones();
  }

  private void shortenAnswers() {
    int shortened = house.cache().shorten();
    if (shortened > 0) {
      LOG.info(
          "cache: {} answers hold for less time now, as the configuration allows no more",
          shortened);
    }
  }

  /// Puts what is in force in force again, with the system's upstreams as they are now.
  void republish() {
    publish(() -> config);
  }

  /// Publishes what has been loaded now and then, and not with each zone: there may be a great
  /// many. Returns when all is.
  void publishUntil(CompletableFuture<Void> loaded) {
    long pause = PUBLISHED.toNanos();
    while (!loaded.isDone()) {
      try {
        loaded.get(pause, TimeUnit.NANOSECONDS);
      } catch (TimeoutException _) {
        long start = System.nanoTime();
        publishLoaded();
        pause = Math.max(PUBLISHED.toNanos(), (System.nanoTime() - start) * PUBLISHING_COST);
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException("loading zones was interrupted", e);
      }
    }
  }

  private void publishLoaded() {
    publishing.lock();
    try {
      publishZones();
    } finally {
      publishing.unlock();
    }
  }

  /// All zones of the start have been read: from now on each change is published at once.
  void started() {
    isStarted = true;
    publish(config);
  }

  /// Publishes the zones as they are now, with what else is in force. Many changes at once are
  /// published together.
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
              config,
              identity(),
              house.zones().served(),
              registry.get().map(RegistryHouse::domains).orElse(ServiceDomains.NONE),
              forwards.owners());
    }
  }

  private ServerIdentity identity() {
    String said = config.server().identity();
    String id = said.isEmpty() ? options.hostName() : said;
    return new ServerIdentity(options.version(), id, config.server().chaos());
  }

  private static TcpLimits limitsOf(Tcp tcp) {
    var timeouts = new TcpLimits.Timeouts(tcp.idleTimeout(), tcp.readTimeout(), tcp.lifetime());
    return new TcpLimits(
        tcp.maxConnections(), tcp.maxConnectionsPerClient(), tcp.maxInFlight(), timeouts);
  }
}
