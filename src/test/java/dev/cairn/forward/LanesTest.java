package dev.cairn.forward;

import static dev.cairn.forward.ForwardFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Told;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.upstream.FakeTime;
import dev.cairn.upstream.Sockets;
import io.netty.channel.ChannelException;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

class LanesTest {
  private final FakeTime time = new FakeTime();
  private final ForwardFixture fixture = new ForwardFixture(time, 1_000);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void questions_leave_from_up_to_eight_random_ports_of_a_loop_with_random_ids()
      throws IOException {
    try (var upstream = nowhere()) {
      askMany(upstream, 0, 200);
      assertThat(upstream.sourcePorts()).hasSizeBetween(7, 8);
      Set<Integer> ids = new HashSet<>();
      for (Message query : upstream.datagrams()) {
        ids.add(query.getHeader().getID());
      }
      assertThat(ids).hasSizeGreaterThan(190);
    }
  }

  @Test
  void after_30_seconds_the_ports_are_others() throws IOException {
    try (var upstream = nowhere()) {
      askMany(upstream, 0, 100);
      Set<Integer> before = Set.copyOf(upstream.sourcePorts());
      upstream.sourcePorts().clear();
      time.pass(Duration.ofSeconds(31));
      askMany(upstream, 100, 200);
      var after = new HashSet<>(upstream.sourcePorts());
      assertThat(after).hasSizeGreaterThan(6);
      after.retainAll(before);
      assertThat(after).hasSizeLessThan(3); // a few may come again by chance
    }
  }

  @Test
  void after_a_thousand_questions_a_port_is_another() throws IOException {
    try (var upstream = nowhere()) {
      askMany(upstream, 0, 9_000);
      assertThat(upstream.sourcePorts()).hasSizeGreaterThan(8);
    }
  }

  @Test
  void where_the_system_has_no_more_sockets_those_that_are_open_are_used() throws IOException {
    var sockets = new AtomicInteger();
    var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    var few =
        new Sockets(
            loops,
            () -> {
              if (sockets.incrementAndGet() > 2) {
                throw new ChannelException("no more sockets");
              }
              return new NioDatagramChannel();
            },
            NioSocketChannel::new);
    try (var upstream = nowhere();
        var poor = new ForwardFixture(loops, few)) {
      var forwarder = poor.forwarder(upstream);
      for (int i = 0; i < 200; i++) {
        assertThat(ask(forwarder, "h" + i + ".example.com.")).isInstanceOf(NxDomain.class);
      }
      assertThat(upstream.sourcePorts()).hasSizeBetween(1, 2);
      assertThat(sockets.get()).isGreaterThan(2);
    }
  }

  private void askMany(TestUpstream upstream, int from, int to) {
    var forwarder = fixture.forwarder(upstream);
    for (int i = from; i < to; i++) {
      ask(forwarder, "h" + i + ".example.com.");
    }
  }

  private static TestUpstream nowhere() throws IOException {
    return TestUpstream.doing(Scripts.say(Rcode.NXDOMAIN, Told.SOA));
  }
}
