package dev.cairn.forward;

import dev.cairn.cache.AnswerCache;
import dev.cairn.cache.CachePolicy;
import dev.cairn.cache.CacheView;
import dev.cairn.cache.FakeTicker;
import dev.cairn.cache.Scope;
import dev.cairn.cache.Told;
import dev.cairn.forward.ForwardSettings.Origin;
import dev.cairn.forward.ForwardSettings.Patience;
import dev.cairn.message.Outcome;
import dev.cairn.message.Query;
import dev.cairn.resolve.Asker;
import dev.cairn.resolve.Trace;
import dev.cairn.upstream.Endpoint;
import dev.cairn.upstream.Sockets;
import dev.cairn.upstream.Timekeeper;
import dev.cairn.upstream.UpstreamObserver;
import dev.cairn.upstream.UpstreamPool;
import dev.cairn.upstream.UpstreamStatistics;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/// A pool of upstreams and a cache, as the server wires them. The cache's time passes when a test
/// says so.
final class ForwardFixture implements AutoCloseable {
  /// Of real time, so longer than a busy machine needs for an answer that is there.
  static final Duration PATIENCE = Duration.ofMillis(1_500);

  static final Duration DEADLINE = Duration.ofSeconds(15);
  static final Duration STALE_AFTER = Duration.ofMillis(1_800);

  final FakeTicker cacheTime = new FakeTicker();
  final AnswerCache cache = new AnswerCache(1 << 20, cacheTime, new SecureRandom(), Runnable::run);
  final EventLoopGroup loops;
  final UpstreamPool pool;
  CacheView view = view();

  ForwardFixture() {
    this(Timekeeper.SYSTEM, 1_000);
  }

  ForwardFixture(Timekeeper time, int mostQuestions) {
    loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    pool = pool(sockets(loops), time, mostQuestions);
  }

  /// With so many event loops.
  ForwardFixture(Timekeeper time, int mostQuestions, int threads) {
    loops = new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
    pool = pool(sockets(loops), time, mostQuestions);
  }

  ForwardFixture(EventLoopGroup loops, Sockets sockets) {
    this.loops = loops;
    pool = pool(sockets, Timekeeper.SYSTEM, 1_000);
  }

  static Sockets sockets(EventLoopGroup loops) {
    return new Sockets(loops, NioDatagramChannel::new, NioSocketChannel::new);
  }

  private static UpstreamPool pool(Sockets sockets, Timekeeper time, int mostQuestions) {
    return new UpstreamPool(
        sockets, time, new SecureRandom(), UpstreamObserver.NONE, mostQuestions);
  }

  private CacheView view() {
    var policy = new CachePolicy(Duration.ofDays(1), Duration.ofHours(1), Duration.ofDays(1));
    return cache.view(new Scope(Name.root, List.of(), ""), policy);
  }

  Forwarder forwarder(TestUpstream... upstreams) {
    return forwarder(
        Stream.of(upstreams).map(TestUpstream::address).toArray(InetSocketAddress[]::new));
  }

  /// Asks each upstream at most twice.
  Forwarder forwarder(InetSocketAddress... upstreams) {
    return forwarder(settings(PATIENCE, DEADLINE, 2 * upstreams.length, upstreams));
  }

  static ForwardSettings settings(
      Duration timeout, Duration deadline, int attempts, InetSocketAddress... upstreams) {
    return settings(new Patience(timeout, deadline, attempts, STALE_AFTER), upstreams);
  }

  static ForwardSettings settings(Patience patience, InetSocketAddress... upstreams) {
    return settings(patience, Stream.of(upstreams).map(Endpoint::at).toArray(Endpoint[]::new));
  }

  static ForwardSettings settings(Patience patience, Endpoint... upstreams) {
    return new ForwardSettings(
        List.of(upstreams),
        Origin.CONFIGURED,
        Selection.ORDERED,
        patience,
        Reactions.DEFAULTS,
        Rebinding.ALLOWED);
  }

  Forwarder forwarder(ForwardSettings settings) {
    return new Forwarder(settings, pool, view);
  }

  UpstreamStatistics statisticsOf(TestUpstream upstream) {
    return statisticsOf(Endpoint.at(upstream.address()));
  }

  UpstreamStatistics statisticsOf(Endpoint endpoint) {
    return pool.statistics().stream()
        .filter(one -> one.endpoint().equals(endpoint))
        .findFirst()
        .orElseThrow();
  }

  static Outcome ask(Forwarder forwarder, String name) {
    return asking(forwarder, Told.address(name)).join();
  }

  /// What becomes of a query, when it is known and kept, for which clients do not wait.
  static CompletableFuture<Outcome> asking(Forwarder forwarder, Query query) {
    return asking(forwarder, query, Trace.NONE);
  }

  static CompletableFuture<Outcome> asking(Forwarder forwarder, Query query, Trace trace) {
    return asking(forwarder, query, trace, System.nanoTime());
  }

  /// @param since when the query came, on the clock of the forwarder
  static CompletableFuture<Outcome> asking(Forwarder forwarder, Query query, long since) {
    return asking(forwarder, query, Trace.NONE, since);
  }

  private static CompletableFuture<Outcome> asking(
      Forwarder forwarder, Query query, Trace trace, long since) {
    var outcome = new CompletableFuture<Outcome>();
    var asker = new Asker(InetAddress.getLoopbackAddress(), since);
    forwarder.resolve(
        query,
        asker,
        trace,
        told -> {
          EventLoop loop = forwarder.home();
          loop.execute(() -> loop.execute(() -> outcome.complete(told))); // behind the keeping
        });
    return outcome;
  }

  @Override
  public void close() {
    pool.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
