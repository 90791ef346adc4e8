package dev.cairn.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.transport.EventLoops;
import dev.cairn.transport.EventLoops.Engine;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Both kinds of sockets to upstreams do the same.
class LaneSocketTest {
  private static final byte[] QUESTION = "a question".getBytes(StandardCharsets.US_ASCII);

  private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
  private final LaneSocket.Listener listener =
      new LaneSocket.Listener() {
        @Override
        public void ready() {
          told.add("ready");
        }

        @Override
        public void heard(byte[] datagram) {
          told.add(new String(datagram, StandardCharsets.US_ASCII));
        }

        @Override
        public boolean isWaiting() {
          return isWaiting;
        }

        @Override
        public void failed(Throwable cause) {
          told.add(cause);
        }
      };
  private volatile boolean isWaiting = true;
  private EventLoops loops;
  private EventLoop loop;
  private LaneSocket socket;

  static Stream<Engine> engines() {
    return Stream.of(Engine.best(), Engine.NIO).distinct();
  }

  private void open(Engine engine, InetSocketAddress upstream) throws Exception {
    loops = new EventLoops(engine, 1);
    loop = loops.group().next();
    var sockets = new Sockets(loops.group(), loops::newDatagramChannel, loops::newStreamChannel);
    socket = loop.submit(() -> sockets.connect(upstream, loop, listener)).get();
  }

  @AfterEach
  void close() throws Exception {
    if (socket != null) {
      loop.submit(socket::close).get();
    }
    loops.close();
  }

  /// As a lane does: once more when it is ready.
  private void send() throws Exception {
    while (!loop.submit(() -> socket.send(QUESTION)).get()) {
      assertThat(told.poll(5, TimeUnit.SECONDS)).isEqualTo("ready");
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void what_the_upstream_sends_is_heard_datagram_by_datagram(Engine engine) throws Exception {
    try (var upstream = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      open(engine, (InetSocketAddress) upstream.getLocalSocketAddress());
      send();
      var question = received(upstream);
      assertThat(question.getLength()).isEqualTo(QUESTION.length);
      for (String part : List.of("one", "", "a longer one", "x".repeat(4_096))) {
        answer(upstream, question, part);
      }
      told.remove("ready");
      assertThat(heard(3)).containsExactly("one", "a longer one", "x".repeat(4_096));
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void what_nobody_awaits_is_heard_too(Engine engine) throws Exception {
    isWaiting = false;
    try (var upstream = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      open(engine, (InetSocketAddress) upstream.getLocalSocketAddress());
      send();
      var question = received(upstream);
      for (int i = 0; i < 5; i++) {
        answer(upstream, question, "late " + i);
      }
      assertThat(heard(5)).containsExactly("late 0", "late 1", "late 2", "late 3", "late 4");
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void what_others_send_is_not_heard(Engine engine) throws Exception {
    try (var upstream = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        var other = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      open(engine, (InetSocketAddress) upstream.getLocalSocketAddress());
      send();
      var question = received(upstream);
      answer(other, question, "forged");
      answer(upstream, question, "true");
      assertThat(heard(1)).containsExactly("true");
    }
  }

  @ParameterizedTest
  @MethodSource("engines")
  void a_port_without_a_server_is_told(Engine engine) throws Exception {
    InetSocketAddress nobody;
    try (var gone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      nobody = (InetSocketAddress) gone.getLocalSocketAddress();
    }
    open(engine, nobody);
    send();
    Object cause = told.poll(5, TimeUnit.SECONDS);
    cause = "ready".equals(cause) ? told.poll(5, TimeUnit.SECONDS) : cause;
    assertThat(cause).isInstanceOf(PortUnreachableException.class);
    assertThat(Failure.of((Throwable) cause)).isEqualTo(Failure.REFUSED_CONNECTION);
  }

  @ParameterizedTest
  @MethodSource("engines")
  void one_that_cannot_be_opened_is_told_and_sends_nothing(Engine engine) throws Exception {
    open(engine, new InetSocketAddress("255.255.255.255", 53)); // the system forbids broadcasting
    assertThat(told.poll(5, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
    assertThat(loop.submit(() -> socket.send(QUESTION)).get()).isFalse();
    assertThat(loop.submit(socket::isOpen).get()).isFalse();
  }

  private static DatagramPacket received(DatagramSocket upstream) throws IOException {
    upstream.setSoTimeout(20_000);
    var packet = new DatagramPacket(new byte[512], 512);
    upstream.receive(packet);
    return packet;
  }

  private static void answer(DatagramSocket from, DatagramPacket question, String text)
      throws IOException {
    byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
    from.send(new DatagramPacket(octets, octets.length, question.getSocketAddress()));
  }

  private List<Object> heard(int count) throws InterruptedException {
    var all = new ArrayList<Object>();
    while (all.size() < count) {
      Object one = told.poll(5, TimeUnit.SECONDS);
      assertThat(one).as("heard so far: " + all).isNotNull();
      if (!"ready".equals(one) && !"".equals(one)) { // empty datagrams may be left out
        all.add(one);
      }
    }
    return all;
  }
}
