package dev.cairn.forward;

import static dev.cairn.forward.ForwardFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The same with every kind of channel that this system has.
class SocketKindsTest {

  static Stream<Sockets> kinds() {
    var nio = new Sockets(loops(NioIoHandler.newFactory()), NioDatagramChannel::new);
    return Epoll.isAvailable()
        ? Stream.of(nio, new Sockets(loops(EpollIoHandler.newFactory()), EpollDatagramChannel::new))
        : Stream.of(nio);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void an_answer_comes_in(Sockets sockets) throws IOException {
    try (var fixture = new ForwardFixture(sockets);
        var upstream = TestUpstream.answering("www.example.com. 300 IN A 192.0.2.1")) {
      assertThat(ask(fixture.forwarder(upstream), "www.example.com.")).isInstanceOf(Answer.class);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_closed_port_is_seen_as_such_and_the_lane_lives_on(Sockets sockets) throws IOException {
    InetSocketAddress closed = TestUpstream.closedPort();
    try (var fixture = new ForwardFixture(sockets)) {
      var forwarder = fixture.forwarder(closed);
      for (int i = 0; i < 100; i++) {
        var failed = (Failed) ask(forwarder, "h" + i + ".example.com.");
        assertThat(failed.why().text()).endsWith("refused the connection");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void an_unreachable_network_is_seen_as_such(Sockets sockets) {
    var nowhere = new InetSocketAddress("255.255.255.255", 53);
    try (var fixture = new ForwardFixture(sockets)) {
      var failed = (Failed) ask(fixture.forwarder(nowhere), "www.example.com.");
      assertThat(failed.why().text()).contains("could not be reached");
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void when_the_event_loops_are_gone_it_fails_in_time(Sockets sockets) throws IOException {
    try (var fixture = new ForwardFixture(sockets);
        var upstream = TestUpstream.answering("www.example.com. 300 IN A 192.0.2.1")) {
      fixture.loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      assertThat(ask(fixture.forwarder(upstream), "www.example.com.")).isInstanceOf(Failed.class);
    }
  }

  private static MultiThreadIoEventLoopGroup loops(IoHandlerFactory factory) {
    return new MultiThreadIoEventLoopGroup(1, factory);
  }
}
