package dev.cairn.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.ReadTimeoutHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// The operator's HTTP socket on one address. Bounded: connections, the size of a request, and how
/// long one may take.
public final class AdminServer implements AutoCloseable {
  private static final int MOST_CONNECTIONS = 100;
  private static final int LARGEST_REQUEST = 64 << 10;
  private static final int SECONDS_TO_ASK = 30;

  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final EventStreams streams;
  private final Channel listening;

  /// What all admin sockets share.
  ///
  /// @param workers for what takes longer than a thread that reads packets may be kept
  public record Sockets(
      EventLoopGroup loops,
      Function<InetAddress, ServerSocketChannel> channels,
      AdminView view,
      AdminApi api,
      Executor workers) {}

  private AdminServer(InetSocketAddress address, Sockets sockets) throws IOException {
    streams = new EventStreams(sockets.api().events());
    var bound =
        new ServerBootstrap()
            .group(sockets.loops())
            .channelFactory(() -> sockets.channels().apply(address.getAddress()))
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel connection) {
                    take(connection, sockets);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(String.valueOf(bound.cause().getMessage()), bound.cause());
    }
    listening = bound.channel();
  }

  /// Opens the socket.
  ///
  /// @throws IOException if the address cannot be had; the message is the system's
  public static AdminServer open(InetSocketAddress address, Sockets sockets) throws IOException {
    return new AdminServer(address, sockets);
  }

  /// The address with its real port.
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  @Override
  public void close() {
    listening.close().awaitUninterruptibly(1000);
    connections.close().awaitUninterruptibly(1000);
  }

  private void take(SocketChannel connection, Sockets sockets) {
    if (connections.size() >= MOST_CONNECTIONS) {
      connection.close();
      return;
    }
    connections.add(connection);
    connection
        .pipeline()
        .addLast(
            new ReadTimeoutHandler(SECONDS_TO_ASK),
            new HttpServerCodec(),
            new HttpObjectAggregator(LARGEST_REQUEST))
        .addLast(
            new AdminHandler(
                new Router(sockets.view(), sockets.api()), sockets.workers(), streams));
  }
}
