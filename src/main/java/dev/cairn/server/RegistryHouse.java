package dev.cairn.server;

import dev.cairn.consul.ConsulApi;
import dev.cairn.consul.ConsulServer;
import dev.cairn.consul.HttpSettings;
import dev.cairn.feed.Destination;
import dev.cairn.feed.Feeds;
import dev.cairn.feed.SkyNames;
import dev.cairn.feed.SourceReport;
import dev.cairn.health.CheckEngine;
import dev.cairn.health.CheckTls;
import dev.cairn.health.Names;
import dev.cairn.health.Sockets;
import dev.cairn.health.Timing;
import dev.cairn.registry.Check;
import dev.cairn.registry.CheckListener;
import dev.cairn.registry.FileJournal;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Journal;
import dev.cairn.registry.Lapses.Lapse;
import dev.cairn.registry.NameSettings;
import dev.cairn.registry.Node;
import dev.cairn.registry.Registry;
import dev.cairn.registry.ServiceDirectory;
import dev.cairn.registry.ServiceNames;
import dev.cairn.resolve.Owner;
import dev.cairn.server.FileWatch.Change;
import dev.cairn.telemetry.EventLog;
import dev.cairn.telemetry.EventType;
import dev.cairn.telemetry.Happening;
import dev.cairn.transport.EventLoops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/// The registry put together: opened before there are sockets, closed after them.
///
/// ```
/// journal ─► directory ─► checks ─► sources ─► HTTP sockets          (the other way round at the end)
/// ```
final class RegistryHouse implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryHouse.class);
  private static final long LONGEST_JOURNAL = 16 << 20; // about 100,000 registrations
  private static final int LOOPS = 2;
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final InstantSource clock = InstantSource.system();
  private final EventLoops loops = new EventLoops(EventLoops.Engine.best(), LOOPS);
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("registry").factory());
  private final EventLog events;
  private final SourceEvents sourceEvents;
  private final HttpMeters httpMeters = new HttpMeters();
  private final FileJournal journal;
  private final CheckEngine engine;
  private final Realm own;
  private final Map<Name, Realm> others = new ConcurrentHashMap<>(); // kept in memory only
  private final Map<Name, SkyNames> sky = new ConcurrentHashMap<>();
  private final Feeds feeds;
  private final ConsulApi api;
  private final Sites<ConsulServer> http;
  private final TokensFile tokens = new TokensFile();
  private final RegistryTerms opened;
  private final Node node;
  private volatile RegistryTerms terms;

  private RegistryHouse(RegistryTerms terms, EventLog events, SecureRandom random)
      throws IOException {
    this.terms = terms;
    this.opened = terms;
    tokens.follow(terms.said().http().tokensFile());
    this.events = events;
    this.sourceEvents = new SourceEvents(events);
    var directory = new ServiceDirectory(1);
    journal = FileJournal.open(terms.said().data(), directory, LONGEST_JOURNAL);
    engine =
        new CheckEngine(
            new Sockets(loops.group(), loops::newDatagramChannel, loops::newStreamChannel),
            Timing.SYSTEM,
            random,
            Names.SYSTEM,
            new CheckTls(null));
    engine.hold(); // what they ask of this server itself is not there yet
    var registry = new Registry(directory, journal, clock, () -> this.terms.most());
    HttpSettings settings = terms.http(tokens.tokens());
    node = ConsulApi.ownNode(settings.identity());
    registry.enrollOwn(node);
    own = Realm.begin(registry, shared());
    feeds = new Feeds(terms.feeds(random), sourceEvents, this::destination);
    feeds.follow(terms.sources());
    api =
        new ConsulApi(
            registry,
            settings,
            new ConsulApi.Means(
                Thread::startVirtualThread,
                (node, instance, asker) -> this.terms.checks().rules().of(node, instance, asker),
                this::lapses,
                httpMeters));
    http = Sites.registry(new ConsulServer.Sockets(loops.group(), loops::newServerChannel), api);
    watch.scheduleWithFixedDelay(
        this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Restores what was there, and begins to look after it.
  ///
  /// @throws UncheckedIOException if the folder cannot be had, with a sentence for the operator
  static RegistryHouse open(RegistryTerms terms, EventLog events, SecureRandom random) {
    long start = System.nanoTime();
    try {
      var house = new RegistryHouse(terms, events, random);
      LOG.info(
          "registry {}: {} services on {} nodes, {} ms",
          terms.said().naming().domain(),
          house.own.directory().services().size(),
          house.own.directory().nodes().size(),
          Duration.ofNanos(System.nanoTime() - start).toMillis());
      return house;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the registry cannot be kept in %s: %s"
              .formatted(terms.said().data(), DiskTrouble.why(e)),
          e);
    }
  }

  private Realm.Shared shared() {
    return new Realm.Shared(engine, () -> terms.checks(), clock, events, new Listener());
  }

  /// This server is ready, which checks may ask: they are made from now on.
  void ready() {
    engine.release();
  }

  /// Takes what can be taken without a restart: how checks are made, which sources there are, and
  /// who may do what over HTTP.
  ///
  /// @return the keys that are taken at the next start
  List<String> take(RegistryTerms next) {
    if (!next.said().enabled()) {
      return next.atNextStart(opened); // until then it is kept, and guarded, as it was
    }
    terms = next;
    tokens.follow(next.said().http().tokensFile());
    letIn();
    feeds.follow(next.sources());
    return next.atNextStart(opened);
  }

  /// Looks at the file of tokens.
  ///
  /// @param isForced whether it may have changed just now
  Change look(boolean isForced) {
    Change change = tokens.look(isForced);
    if (change == Change.SETTLED) {
      letIn();
    }
    return change;
  }

  /// One at a time, so that no older state follows a newer one.
  private synchronized void letIn() {
    api.take(terms.http(tokens.tokens()));
  }

  /// Null if there is none.
  @Nullable Path tokensFile() {
    return tokens.file();
  }

  /// Why the tokens are not those of their file, as a sentence; empty if they are.
  String tokensTrouble() {
    return tokens.trouble();
  }

  /// The folder that it is kept in, whatever has been written since.
  Path data() {
    return opened.said().data();
  }

  private Destination destination(Feeds.Place place) {
    return switch (place.kind()) {
      case SERVICES -> realm(place.domain()).mirroring()::mirror;
      case SKYDNS -> sky(place.domain());
    };
  }

  private SkyNames sky(@Nullable Name domain) {
    Name name = domain == null ? terms.said().naming().domain() : domain;
    return sky.computeIfAbsent(
        name,
        _ ->
            new SkyNames(
                new SkyNames.Terms(
                    name,
                    terms.said().answers().negativeTtl(),
                    terms.said().staleness().staleTtl(),
                    List.copyOf(terms.names().sourcesOf(domain))),
                () -> feeds.lapses(),
                clock));
  }

  private Realm realm(@Nullable Name domain) {
    return domain == null || domain.equals(terms.said().naming().domain())
        ? own
        : others.computeIfAbsent(
            domain,
            _ -> Realm.begin(new Registry(new ServiceDirectory(1), Journal.NONE, clock), shared()));
  }

  private void look() {
    try {
      own.look();
      others.values().forEach(Realm::look);
    } catch (RuntimeException e) {
      LOG.error("bringing services back failed because of a bug in Cairn; others go on", e);
    }
  }

  /// This machine's node.
  Node node() {
    return node;
  }

  /// What is known under the registry's own domain.
  Realm own() {
    return own;
  }

  /// What is known under the domains that sources have of their own.
  Map<Name, Realm> others() {
    return Map.copyOf(others);
  }

  /// The domains that are answered now.
  ServiceDomains domains() {
    NameTerms names = terms.names();
    NameSettings mine = names.own();
    Name alternative = terms.said().naming().altDomain();
    List<ServiceDomains.Domain> domains = new ArrayList<>();
    domains.add(new ServiceDomains.Domain(mine, ground(own)));
    if (alternative != null) {
      domains.add(new ServiceDomains.Domain(mine.in(alternative), ground(own)));
    }
    others.forEach((domain, realm) -> {
      boolean isAsked = !names.sourcesOf(domain).isEmpty();
      if (isAsked && domains.stream().noneMatch(one -> one.name().equals(domain))) {
        domains.add(new ServiceDomains.Domain(names.of(domain), ground(realm)));
      }
    });
    List<Owner> skies =
        sky.entrySet().stream()
            .filter(one -> !names.sourcesOf(one.getKey()).isEmpty())
            .map(one -> Owner.services(one.getKey(), one.getValue()))
            .toList();
    return new ServiceDomains(domains, skies);
  }

  private ServiceNames.Ground ground(Realm realm) {
    return new ServiceNames.Ground(realm.directory(), feeds, ThreadLocalRandom::current);
  }

  List<SourceReport> sources() {
    return feeds.reports();
  }

  Feeds.Acceptance accept(String source) {
    return feeds.accept(source);
  }

  CheckEngine engine() {
    return engine;
  }

  ConsulApi api() {
    return api;
  }

  HttpMeters httpMeters() {
    return httpMeters;
  }

  SourceEvents sourceEvents() {
    return sourceEvents;
  }

  Sites<ConsulServer> http() {
    return http;
  }

  /// Why changes are not kept at present, as a sentence; empty if they are.
  String trouble() {
    return journal.trouble();
  }

  /// What is amiss with the sources of our own domain.
  private Map<String, Lapse> lapses() {
    Map<String, Lapse> all = feeds.lapses().bySource();
    if (all.isEmpty()) {
      return all;
    }
    Map<String, Lapse> ours = new HashMap<>(all);
    ours.keySet().retainAll(terms.names().own().sources());
    return ours;
  }

  @Override
  public void close() {
    http.closeAll();
    watch.shutdownNow();
    feeds.close();
    others.values().forEach(Realm::close);
    own.close(); // and with it the journal
    engine.close();
    loops.close();
  }

  private final class Listener implements CheckListener {
    @Override
    public void reaped(Instance instance, Check check) {
      events.publish(
          Happening.of(EventType.SERVICE_REAPED, RegistryEvents.subject(instance))
              .because("%s was critical for too long".formatted(check.key().id())));
    }
  }
}
