package dev.cairn.transport;

import dev.cairn.responder.Responder;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.UnixChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// UDP by Netty's channels, on every system that Java knows.
final class NettyUdp implements UdpOpener {
  private static final int DATAGRAMS_AT_ONCE = 32;
  private static final WriteBufferWaterMark DATAGRAMS_OUT =
      new WriteBufferWaterMark(1 << 20, 2 << 20);

  private final EventLoops loops;
  private final Responder responder;
  private final TransportObserver observer;

  NettyUdp(EventLoops loops, Responder responder, TransportObserver observer) {
    this.loops = loops;
    this.responder = responder;
    this.observer = observer;
  }

  @Override
  public void claim(InetSocketAddress address) throws AddressUnavailable {
    if (sharesPorts()) {
      var probe = bootstrap(address.getAddress(), new AtomicInteger()).bind(address);
      bound(address, probe).close().awaitUninterruptibly();
    }
  }

  @Override
  public void open(InetSocketAddress address, AtomicInteger underWay, Consumer<UdpSocket> opened)
      throws AddressUnavailable {
    for (int i = 0; i < (sharesPorts() ? loops.count() : 1); i++) {
      var bootstrap = bootstrap(address.getAddress(), underWay);
      if (sharesPorts()) {
        bootstrap.option(UnixChannelOption.SO_REUSEPORT, true);
      }
      opened.accept(new Socket(bound(address, bootstrap.bind(address))));
    }
  }

  private boolean sharesPorts() {
    return loops.engine() == EventLoops.Engine.EPOLL;
  }

  private Bootstrap bootstrap(InetAddress local, AtomicInteger underWay) {
    var bootstrap =
        new Bootstrap()
            .group(loops.group())
            .channelFactory(() -> loops.newDatagramChannel(local))
            .option(ChannelOption.SO_RCVBUF, UdpHandler.SOCKET_BUFFER)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, DATAGRAMS_OUT)
            .handler(new UdpHandler(responder, observer, underWay));
    return switch (loops.engine()) {
      case EPOLL ->
          bootstrap
              .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, UdpHandler.LARGEST_QUERY)
              .option(
                  ChannelOption.RECVBUF_ALLOCATOR,
                  new FixedRecvByteBufAllocator(UdpHandler.LARGEST_QUERY * DATAGRAMS_AT_ONCE));
      case NIO ->
          bootstrap.option(
              ChannelOption.RECVBUF_ALLOCATOR,
              new FixedRecvByteBufAllocator(UdpHandler.LARGEST_QUERY));
    };
  }

  private static Channel bound(InetSocketAddress address, ChannelFuture future)
      throws AddressUnavailable {
    future.awaitUninterruptibly();
    if (!future.isSuccess()) {
      throw AddressUnavailable.of(address, "UDP", future.cause());
    }
    return future.channel();
  }

  private record Socket(Channel channel) implements UdpSocket {
    @Override
    public void drain() {
      channel.config().setAutoRead(false); // answers still have to leave by it
    }

    @Override
    public long overflow() {
      return Overflow.of(channel);
    }

    @Override
    public ChannelFuture end() {
      return channel.close();
    }
  }
}
