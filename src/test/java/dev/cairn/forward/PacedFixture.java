package dev.cairn.forward;

import dev.cairn.cache.AnswerCache;
import dev.cairn.cache.CachePolicy;
import dev.cairn.cache.CacheView;
import dev.cairn.cache.Scope;
import dev.cairn.cache.Told;
import dev.cairn.forward.ForwardSettings.Origin;
import dev.cairn.forward.ForwardSettings.Patience;
import dev.cairn.forward.TestUpstream.Script;
import dev.cairn.message.Outcome;
import dev.cairn.resolve.Trace;
import dev.cairn.upstream.Endpoint;
import dev.cairn.upstream.FakeTime;
import dev.cairn.upstream.HealthCheck;
import dev.cairn.upstream.Upstream;
import dev.cairn.upstream.UpstreamObserver;
import dev.cairn.upstream.UpstreamPool;
import dev.cairn.upstream.UpstreamSettings;
import dev.cairn.upstream.UpstreamSettings.BreakerSettings;
import dev.cairn.upstream.UpstreamStatistics;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/// Upstreams, a cache and clients on real sockets, whose one time passes when a test says so.
final class PacedFixture implements AutoCloseable {
  static final Patience PATIENCE = Patience.DEFAULTS;
  private static final Duration REAL_PATIENCE = Duration.ofSeconds(20);

  final FakeTime time = new FakeTime();
  final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  final UpstreamPool pool =
      new UpstreamPool(
          ForwardFixture.sockets(loops), time, new SecureRandom(), UpstreamObserver.NONE, 65_536);
  final AnswerCache cache = new AnswerCache(1 << 24, time, new SecureRandom(), Runnable::run);
  private final List<TestUpstream> scripted = new CopyOnWriteArrayList<>();
  private volatile List<Upstream> asked = List.of();
  final CacheView view =
      cache.view(
          new Scope(Name.root, List.of(), ""),
          new CachePolicy(Duration.ofDays(1), Duration.ofHours(1), Duration.ofDays(1)),
          () -> asked.stream().mapToLong(Upstream::recoveredAt).max().orElse(0));

  /// Checks as the operator wants them.
  PacedFixture checking(HealthCheck.When when) {
    return settings(check(when), BreakerSettings.DEFAULTS);
  }

  PacedFixture settings(HealthCheck check, BreakerSettings breaker) {
    var before = UpstreamSettings.DEFAULTS;
    pool.settings(
        new UpstreamSettings(before.mostInFlight(), before.integrity(), null, check, breaker));
    return this;
  }

  static HealthCheck check(HealthCheck.When when) {
    var usual = HealthCheck.DEFAULTS;
    return new HealthCheck(
        when, usual.question(), usual.interval(), usual.timeout(), usual.rise(), usual.fall());
  }

  Forwarder forwarder(Selection selection, TestUpstream... upstreams) {
    return forwarder(selection, PATIENCE, Reactions.DEFAULTS, upstreams);
  }

  Forwarder forwarder(
      Selection selection, Patience patience, Reactions reactions, TestUpstream... upstreams) {
    List<Endpoint> endpoints =
        Stream.of(upstreams).map(TestUpstream::address).map(Endpoint::at).toList();
    asked = endpoints.stream().map(pool::upstream).toList();
    scripted.addAll(List.of(upstreams));
    return new Forwarder(
        new ForwardSettings(
            endpoints, Origin.CONFIGURED, selection, patience, reactions, Rebinding.ALLOWED),
        pool,
        view);
  }

  Upstream upstream(TestUpstream upstream) {
    return pool.upstream(Endpoint.at(upstream.address()));
  }

  UpstreamStatistics statisticsOf(TestUpstream upstream) {
    return pool.statistics().stream()
        .filter(one -> one.endpoint().equals(Endpoint.at(upstream.address())))
        .findFirst()
        .orElseThrow();
  }

  /// Asks for an address, first of the cache; what becomes of it.
  CompletableFuture<Outcome> asking(Forwarder forwarder, String name) {
    var query = Told.address(name);
    Outcome known = view.here().resolve(query, Trace.NONE);
    return known instanceof Outcome.NotMine
        ? ForwardFixture.asking(forwarder, query, time.read())
        : CompletableFuture.completedFuture(known);
  }

  List<CompletableFuture<Outcome>> askingMany(Forwarder forwarder, String names, int many) {
    return IntStream.range(0, many).mapToObj(i -> asking(forwarder, names.formatted(i))).toList();
  }

  /// Asks one after the other, each when the one before is answered.
  void askMany(Forwarder forwarder, String names, int many) {
    for (int i = 0; i < many; i++) {
      await(asking(forwarder, names.formatted(i)));
    }
  }

  /// What becomes of it without any time passing.
  static Outcome await(CompletableFuture<Outcome> outcome) {
    return outcome.orTimeout(REAL_PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /// Waits for what happens although no time passes.
  static void until(BooleanSupplier happened) {
    org.awaitility.Awaitility.await()
        .atMost(REAL_PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(happened::getAsBoolean);
  }

  /// Lets time pass in small steps, slowly enough for what is sent to arrive, until something has
  /// happened; how much has passed.
  Duration passUntil(Duration most, BooleanSupplier happened) throws InterruptedException {
    long start = time.read();
    while (!happened.getAsBoolean()) {
      if (time.read() - start > most.toNanos()) {
        throw new AssertionError("has not happened within " + most);
      }
      pass(2);
      Thread.sleep(2);
    }
    return Duration.ofNanos(time.read() - start);
  }

  /// Lets time pass once all that was sent has arrived and all that is under way on the loops has
  /// been done.
  void pass(long millis) {
    for (int i = 0; i < 3; i++) {
      loops.forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
      scripted.forEach(TestUpstream::catchUp);
    }
    loops.forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
    time.pass(Duration.ofMillis(millis));
  }

  /// Lets time pass in small steps, slowly enough for what is sent to arrive.
  void passSlowly(long millis) throws InterruptedException {
    long end = time.read() + Duration.ofMillis(millis).toNanos();
    passUntil(Duration.ofMillis(millis + 10), () -> time.read() - end >= 0);
  }

  /// Does it when so much of this time has passed.
  Script taking(Duration duration, Script then) {
    return (query, transport) -> {
      long end = time.read() + duration.toNanos();
      try {
        while (time.read() - end < 0) {
          Thread.sleep(1);
        }
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return then.repliesTo(query, transport);
    };
  }

  /// Has an upstream be down: nothing is heard of it any more.
  void bringDown(Forwarder forwarder, TestUpstream upstream) throws InterruptedException {
    upstream.nowDoes(Scripts.silence());
    int round = 0;
    while (!upstream(upstream).isDown()) {
      askingMany(forwarder, "down-" + round++ + "-%d.example.com.", 3);
      passSlowly(250);
    }
  }

  @Override
  public void close() {
    pool.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
