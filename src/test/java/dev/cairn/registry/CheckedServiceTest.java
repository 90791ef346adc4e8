package dev.cairn.registry;

import static dev.cairn.registry.Samples.instance;
import static dev.cairn.registry.Samples.node;
import static dev.cairn.registry.Samples.registration;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.health.CheckEngine;
import dev.cairn.health.CheckTls;
import dev.cairn.health.Names;
import dev.cairn.health.Probe;
import dev.cairn.health.Sockets;
import dev.cairn.health.Status;
import dev.cairn.health.Timing;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.CheckSpec.Thresholds;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// An instance, a real port that is open or not, and all that lies between them.
class CheckedServiceTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  private final Registry registry =
      new Registry(new ServiceDirectory(1), Journal.NONE, InstantSource.system());

  private Status status() {
    return registry.instances("db").getFirst().status();
  }

  private void register(int port) {
    var probe = new Probe.Tcp("localhost", port, null);
    var means = new Means.Probed(probe, Duration.ofMillis(200), Duration.ofSeconds(5));
    var spec = new CheckSpec(means, Thresholds.AT_ONCE, Duration.ZERO, "");
    registry.register(
        registration(
            node("here", "127.0.0.1"),
            instance("here", "db-1", "db", "", port),
            RunnerFixture.check("here", "service:db-1", "db-1", spec)));
  }

  @Test
  void an_instance_is_given_out_while_its_port_is_open() throws Exception {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    var sockets = new Sockets(loops, NioDatagramChannel::new, NioSocketChannel::new);
    var open = new ServerSocket(0, 50, LOOPBACK);
    try (var engine =
            new CheckEngine(
                sockets, Timing.SYSTEM, new Random(3), Names.SYSTEM, new CheckTls(null));
        var runner =
            new CheckRunner(
                registry,
                engine,
                () -> RunnerFixture.USUAL,
                InstantSource.system(),
                CheckListener.NONE)) {
      runner.begin();
      register(open.getLocalPort());
      assertThat(status()).isEqualTo(Status.CRITICAL);
      Awaitility.await().until(() -> status() == Status.PASSING);
      open.close();
      Awaitility.await().until(() -> status() == Status.CRITICAL);
      try (var again = new ServerSocket(open.getLocalPort(), 50, LOOPBACK)) {
        Awaitility.await().until(() -> status() == Status.PASSING);
        assertThat(again.isBound()).isTrue();
      }
    } finally {
      open.close();
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
  }
}
