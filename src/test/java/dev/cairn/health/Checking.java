package dev.cairn.health;

import dev.cairn.upstream.TestCertificates;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// An engine on a loop of its own, with names as the test says.
final class Checking implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(20);

  final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
  final EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  final CheckEngine engine;

  private Checking(CheckTls tls) {
    engine =
        new CheckEngine(
            new Sockets(loops, NioDatagramChannel::new, NioSocketChannel::new),
            Timing.SYSTEM,
            new Random(7),
            this::look,
            tls);
  }

  static Checking with(Path authorities) {
    return new Checking(new CheckTls(authorities));
  }

  /// One that trusts the authority of the tests.
  static Checking begin() {
    return with(TestCertificates.authorities());
  }

  private List<InetAddress> look(String host) throws UnknownHostException {
    List<InetAddress> found = names.get(host);
    if (found == null) {
      throw new UnknownHostException(host);
    }
    return found;
  }

  void name(String host, String... addresses) {
    names.put(host, List.of(addresses).stream().map(InetAddress::ofLiteral).toList());
  }

  /// What the first run finds.
  Finding once(Probe probe, DialRule rule, Duration timeout) throws Exception {
    var found = new CompletableFuture<Finding>();
    Running running =
        engine.start(
            new Plan(probe, Duration.ofHours(1), timeout, Duration.ZERO, rule), found::complete);
    try {
      return found.get(60, TimeUnit.SECONDS);
    } finally {
      running.stop();
    }
  }

  Finding once(Probe probe) throws Exception {
    return once(probe, DialRules.ours(), LONG);
  }

  static Probe.Http http(String url) {
    return http(url, "GET", Map.of(), "");
  }

  static Probe.Http http(
      String url, String method, Map<String, List<String>> headers, String body) {
    return new Probe.Http(
        URI.create(url), method, headers, body, new Probe.HttpManners("", true, true, 4096));
  }

  static Probe.Http http(String url, Probe.HttpManners manners) {
    return new Probe.Http(URI.create(url), "GET", Map.of(), "", manners);
  }

  @Override
  public void close() {
    engine.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
