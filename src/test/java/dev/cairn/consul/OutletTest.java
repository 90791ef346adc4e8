package dev.cairn.consul;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.transport.EventLoops;
import dev.cairn.transport.EventLoops.Engine;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A connection that epoll watches, as those of the registry are on Linux.
class OutletTest {
  private static final ByteBuf HELLO =
      ByteBufAllocator.DEFAULT.directBuffer(5).writeBytes("hello".getBytes(ISO_8859_1));
  private static final int LARGE = 64 << 20; // more than the system keeps for a connection

  private final CompletableFuture<Channel> accepted = new CompletableFuture<>();
  private EventLoops loops;
  private Socket client;
  private Channel connection;

  @BeforeEach
  void connect() throws Exception {
    assumeThat(Engine.best()).as("the short way is one of Linux").isEqualTo(Engine.EPOLL);
    loops = new EventLoops(Engine.EPOLL, 1);
    var loopback = InetAddress.ofLiteral("127.0.0.1");
    Channel server =
        new ServerBootstrap()
            .group(loops.group())
            .channelFactory(() -> loops.newServerChannel(loopback))
            .childHandler(
                new ChannelInboundHandlerAdapter() {
                  @Override
                  public void channelActive(ChannelHandlerContext context) {
                    accepted.complete(context.channel());
                  }
                })
            .bind(new InetSocketAddress(loopback, 0))
            .sync()
            .channel();
    client = new Socket(loopback, ((InetSocketAddress) server.localAddress()).getPort());
    client.setSoTimeout(20_000);
    connection = accepted.get(20, TimeUnit.SECONDS);
  }

  @AfterEach
  void close() throws IOException {
    if (loops != null) {
      client.close();
      loops.close();
    }
  }

  private int send(ByteBuf octets) throws Exception {
    return connection.eventLoop().submit(() -> Outlet.send(connection, octets)).get();
  }

  @Test
  void what_is_sent_arrives_and_is_still_there() throws Exception {
    assertThat(send(HELLO)).isEqualTo(5);
    assertThat(send(HELLO)).isEqualTo(5);
    assertThat(client.getInputStream().readNBytes(10)).asString(ISO_8859_1).isEqualTo("hellohello");
    assertThat(HELLO.readableBytes()).isEqualTo(5);
  }

  @Test
  void what_the_socket_has_no_room_for_is_left_and_nothing_overtakes_it() throws Exception {
    ByteBuf large = ByteBufAllocator.DEFAULT.directBuffer(LARGE).writeZero(LARGE);
    int sent = send(large);
    assertThat(sent).isBetween(1, LARGE - 1);
    connection
        .eventLoop()
        .submit(() -> { // in one go, as the loop sends what waits as soon as there is room
          connection.writeAndFlush(large.skipBytes(sent));
          client.getInputStream().skipNBytes(sent);
          assertThat(Outlet.send(connection, HELLO)).as("behind what waits").isZero();
          return null;
        })
        .get();
    client.getInputStream().skipNBytes(LARGE - sent);
    await().until(() -> send(HELLO) == 5);
    assertThat(client.getInputStream().readNBytes(5)).asString(ISO_8859_1).isEqualTo("hello");
  }

  @Test
  void a_connection_that_is_closed_has_no_way_out() throws Exception {
    connection.close().sync();
    assertThat(send(HELLO)).isZero();
  }

  @Test
  void one_that_the_client_has_broken_fails() throws Exception {
    client.setSoLinger(true, 0); // a reset
    connection
        .eventLoop()
        .submit(() -> { // in one go, as the loop closes the connection when it hears of it
          client.close();
          await().pollInSameThread().until(this::isBroken);
          return null;
        })
        .get();
  }

  private boolean isBroken() {
    try {
      Outlet.send(connection, HELLO);
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  @Test
  void other_channels_and_other_memory_take_the_long_way() throws Exception {
    assertThat(Outlet.send(new EmbeddedChannel(), HELLO)).isZero();
    assertThat(send(Unpooled.wrappedBuffer(new byte[5]))).isZero();
  }
}
