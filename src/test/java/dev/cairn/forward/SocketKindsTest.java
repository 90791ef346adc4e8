package dev.cairn.forward;

import static dev.cairn.forward.ForwardFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.upstream.Sockets;
import io.netty.channel.ChannelFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The same with every kind of channel that this system has.
class SocketKindsTest {

  static Stream<Kind> kinds() {
    var nio = new Kind(NioIoHandler.newFactory(), NioDatagramChannel::new, NioSocketChannel::new);
    return Epoll.isAvailable()
        ? Stream.of(
            nio,
            new Kind(
                EpollIoHandler.newFactory(), EpollDatagramChannel::new, EpollSocketChannel::new))
        : Stream.of(nio);
  }

  record Kind(
      IoHandlerFactory handlers,
      ChannelFactory<DatagramChannel> datagrams,
      ChannelFactory<SocketChannel> streams) {
    ForwardFixture fixture() {
      var loops = new MultiThreadIoEventLoopGroup(1, handlers);
      return new ForwardFixture(loops, new Sockets(loops, datagrams, streams));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void an_answer_comes_in(Kind kind) throws IOException {
    try (var fixture = kind.fixture();
        var upstream = TestUpstream.answering("www.example.com. 300 IN A 192.0.2.1")) {
      assertThat(ask(fixture.forwarder(upstream), "www.example.com.")).isInstanceOf(Answer.class);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_closed_port_is_seen_as_such_and_the_lane_lives_on(Kind kind) throws IOException {
    InetSocketAddress closed = TestUpstream.closedPort();
    try (var fixture = kind.fixture()) {
      var forwarder = fixture.forwarder(closed);
      for (int i = 0; i < 100; i++) {
        var failed = (Failed) ask(forwarder, "h" + i + ".example.com.");
        assertThat(failed.why().text()).endsWith("refused the connection");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void an_unreachable_network_is_seen_as_such(Kind kind) {
    var nowhere = new InetSocketAddress("255.255.255.255", 53);
    try (var fixture = kind.fixture()) {
      var failed = (Failed) ask(fixture.forwarder(nowhere), "www.example.com.");
      assertThat(failed.why().text()).contains("could not be reached");
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void what_is_too_large_comes_over_a_stream(Kind kind) throws IOException {
    var script =
        Scripts.byTransport(
            Scripts.truncation(), Scripts.answer("www.example.com. 300 IN A 192.0.2.1"));
    try (var fixture = kind.fixture();
        var upstream = TestUpstream.doing(script)) {
      assertThat(ask(fixture.forwarder(upstream), "www.example.com.")).isInstanceOf(Answer.class);
    }
  }
}
