package dev.cairn.forward;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.cairn.cache.AnswerCache;
import dev.cairn.cache.CachePolicy;
import dev.cairn.cache.CacheView;
import dev.cairn.cache.FakeTicker;
import dev.cairn.cache.Scope;
import dev.cairn.cache.Told;
import dev.cairn.forward.ForwardSettings.Origin;
import dev.cairn.message.Outcome;
import dev.cairn.resolve.Trace;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/// A pool of upstreams and a cache, as the server wires them. The cache's time passes when a test
/// says so.
final class ForwardFixture implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMillis(300);

  final FakeTicker cacheTime = new FakeTicker();
  final AnswerCache cache = new AnswerCache(1 << 20, cacheTime, new SecureRandom(), Runnable::run);
  final EventLoopGroup loops;
  final UpstreamPool pool;
  CacheView view = view();

  ForwardFixture() {
    this(Ticker.systemTicker(), 1_000);
  }

  ForwardFixture(Ticker ticker, int mostQuestions) {
    loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    pool = pool(new Sockets(loops, NioDatagramChannel::new), ticker, mostQuestions);
  }

  ForwardFixture(Sockets sockets) {
    loops = sockets.loops();
    pool = pool(sockets, Ticker.systemTicker(), 1_000);
  }

  private static UpstreamPool pool(Sockets sockets, Ticker ticker, int mostQuestions) {
    return new UpstreamPool(
        sockets, ticker, new SecureRandom(), UpstreamObserver.NONE, mostQuestions);
  }

  private CacheView view() {
    var policy = new CachePolicy(Duration.ofDays(1), Duration.ofHours(1), Duration.ofDays(1));
    return cache.view(new Scope(Name.root, List.of()), policy);
  }

  Forwarder forwarder(TestUpstream... upstreams) {
    return forwarder(
        Stream.of(upstreams).map(TestUpstream::address).toArray(InetSocketAddress[]::new));
  }

  /// Asks each upstream at most twice.
  Forwarder forwarder(InetSocketAddress... upstreams) {
    return forwarder(
        new ForwardSettings(
            List.of(upstreams),
            Origin.CONFIGURED,
            PATIENCE,
            Duration.ofSeconds(5),
            2 * upstreams.length));
  }

  Forwarder forwarder(ForwardSettings settings) {
    return new Forwarder(settings, pool, view);
  }

  UpstreamStatistics statisticsOf(TestUpstream upstream) {
    return pool.statistics().stream()
        .filter(one -> one.address().equals(upstream.address()))
        .findFirst()
        .orElseThrow();
  }

  static Outcome ask(Forwarder forwarder, String name) {
    return forwarder.resolve(Told.address(name), Trace.NONE);
  }

  @Override
  public void close() {
    pool.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
