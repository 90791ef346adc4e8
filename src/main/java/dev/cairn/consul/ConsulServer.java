package dev.cairn.consul;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.function.Function;

/// The registry's HTTP socket on one address, bounded: connections, the size of a request, how long
/// one may take, and how many wait.
public final class ConsulServer implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ConsulApi api;
  private final Channel listening;

  /// Where connections live.
  ///
  /// @param loops not those that answer DNS
  public record Sockets(
      EventLoopGroup loops, Function<InetAddress, ServerSocketChannel> channels) {}

  private ConsulServer(InetSocketAddress address, Sockets sockets, ConsulApi api)
      throws IOException {
    this.api = api;
    var bound =
        new ServerBootstrap()
            .group(sockets.loops())
            .channelFactory(() -> sockets.channels().apply(address.getAddress()))
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel connection) {
                    take(connection);
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
  public static ConsulServer open(InetSocketAddress address, Sockets sockets, ConsulApi api)
      throws IOException {
    return new ConsulServer(address, sockets, api);
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

  private void take(SocketChannel connection) {
    InetSocketAddress peer = connection.remoteAddress();
    Crowding.Place place = peer == null ? null : api.admit(peer.getAddress());
    if (place == null) {
      api.sources().observer().bounded(HttpObserver.Bound.CONNECTIONS);
      connection.close();
      return;
    }
    connection.closeFuture().addListener(_ -> place.leave());
    connections.add(connection);
    var patience = new Patience(connection::close);
    connection
        .pipeline()
        .addLast(
            patience,
            new HttpRequestDecoder(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(Gathering.LONGEST_LINE)
                    .setMaxHeaderSize(Gathering.LARGEST_HEAD)),
            new Gathering(api.ration()),
            new Connection(api.sources(), patience, connection::close));
  }
}
