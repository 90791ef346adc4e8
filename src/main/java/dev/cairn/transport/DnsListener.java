package dev.cairn.transport;

import dev.cairn.responder.Responder;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.UnixChannelOption;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sockets of one address: TCP, and UDP once for each event loop, between which the kernel
/// shares the queries out (SO_REUSEPORT).
///
/// UDP on a wildcard address also binds each address of the machine, so that an answer comes from
/// the address that was asked; the wildcard socket takes the rest.
public final class DnsListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DnsListener.class);
  private static final int DATAGRAMS_AT_ONCE = 32;
  private static final int RECEIVE_BUFFER = 1 << 20;
  private static final int BACKLOG = 1024;
  private static final int LOOK_MILLIS = 20;
  private static final WriteBufferWaterMark DATAGRAMS_OUT =
      new WriteBufferWaterMark(1 << 20, 2 << 20);
  private static final WriteBufferWaterMark OUT = new WriteBufferWaterMark(64 << 10, 256 << 10);

  private final Sockets sockets;
  private InetSocketAddress address;
  private final ChannelGroup listening = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicInteger underWay = new AtomicInteger();

  /// What all listeners of a server share.
  public static final class Sockets {
    private final EventLoops loops;
    private final Responder responder;
    private final Supplier<TcpLimits> limits;
    private final TransportObserver observer;
    private final ConnectionLimits connectionLimits = new ConnectionLimits();
    private final FastThreadLocal<TcpScratch> scratch =
        new FastThreadLocal<>() {
          @Override
          protected TcpScratch initialValue() {
            return new TcpScratch();
          }
        };

    /// @param limits asked anew for each connection
    public Sockets(
        EventLoops loops,
        Responder responder,
        Supplier<TcpLimits> limits,
        TransportObserver observer) {
      this.loops = loops;
      this.responder = responder;
      this.limits = limits;
      this.observer = observer;
    }

    /// How many TCP connections there are now.
    public int connections() {
      return connectionLimits.total();
    }
  }

  private DnsListener(InetSocketAddress address, Sockets sockets) {
    this.address = address;
    this.sockets = sockets;
  }

  /// Opens all sockets of an address, or none. Port 0 stands for one that is free for both.
  ///
  /// @throws AddressUnavailable if one cannot be opened
  public static DnsListener open(InetSocketAddress wanted, Sockets sockets)
      throws AddressUnavailable {
    for (int attemptsLeft = wanted.getPort() == 0 ? 20 : 1; ; attemptsLeft--) {
      var listener = new DnsListener(wanted, sockets);
      try {
        listener.openTcp(wanted);
        listener.openUdp();
        return listener;
      } catch (AddressUnavailable e) {
        listener.close();
        if (attemptsLeft == 1) {
          throw e;
        }
      }
    }
  }

  /// The address with its real port.
  public InetSocketAddress address() {
    return address;
  }

  /// Takes no more queries and connections; what is under way is still answered.
  public void drain() {
    for (Channel channel : listening) {
      if (channel instanceof DatagramChannel) {
        channel.config().setAutoRead(false); // answers still have to leave by it
      } else {
        channel.close();
      }
    }
    connections.forEach(
        connection -> connection.pipeline().fireUserEventTriggered(TcpConnection.Drain.NOW));
  }

  /// Takes no more queries, and closes everything when what is under way is answered, or has had
  /// this long for it.
  public void retire(Duration grace) {
    drain();
    closeWhenAnswered(System.nanoTime() + grace.toNanos());
  }

  private void closeWhenAnswered(long deadline) {
    boolean isOver = System.nanoTime() - deadline >= 0;
    if (isOver || underWay.get() == 0 && connections.isEmpty()) {
      listening.close();
      connections.close();
    } else {
      sockets
          .loops
          .group()
          .schedule(() -> closeWhenAnswered(deadline), LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  /// Closes everything at once.
  @Override
  public void close() {
    listening.close().awaitUninterruptibly(1000);
    connections.close().awaitUninterruptibly(1000);
  }

  private void openTcp(InetSocketAddress wanted) throws AddressUnavailable {
    Channel tcp = bound(wanted, "TCP", serverBootstrap().bind(wanted));
    listening.add(tcp);
    address =
        new InetSocketAddress(
            wanted.getAddress(), ((InetSocketAddress) tcp.localAddress()).getPort());
  }

  private void openUdp() throws AddressUnavailable {
    for (InetAddress local : LocalAddresses.toBind(address.getAddress())) {
      var each = new InetSocketAddress(local, address.getPort());
      boolean shares = sockets.loops.engine() == EventLoops.Engine.EPOLL;
      if (shares
          && local.equals(
              address
                  .getAddress())) { // with SO_REUSEPORT a second server would quietly take half of
        // the queries
        bound(each, "UDP", udpBootstrap(local, false).bind(each)).close().awaitUninterruptibly();
      }
      try {
        for (int i = 0; i < (shares ? sockets.loops.count() : 1); i++) {
          listening.add(bound(each, "UDP", udpBootstrap(local, shares).bind(each)));
        }
      } catch (AddressUnavailable e) {
        if (local.equals(address.getAddress())) {
          throw e;
        }
        LOG.warn("{}; the wildcard socket serves it", e.getMessage()); // on its way in or out
      }
    }
  }

  private Bootstrap udpBootstrap(InetAddress local, boolean sharesPort) {
    var bootstrap =
        new Bootstrap()
            .group(sockets.loops.group())
            .channelFactory(() -> sockets.loops.newDatagramChannel(local))
            .option(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER)
            .option(ChannelOption.WRITE_BUFFER_WATER_MARK, DATAGRAMS_OUT)
            .handler(new UdpHandler(sockets.responder, sockets.observer, underWay));
    if (sharesPort) {
      bootstrap
          .option(UnixChannelOption.SO_REUSEPORT, true)
          .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, UdpHandler.LARGEST_QUERY)
          .option(
              ChannelOption.RECVBUF_ALLOCATOR,
              new FixedRecvByteBufAllocator(UdpHandler.LARGEST_QUERY * DATAGRAMS_AT_ONCE));
    } else {
      bootstrap.option(
          ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(UdpHandler.LARGEST_QUERY));
    }
    return bootstrap;
  }

  private ServerBootstrap serverBootstrap() {
    return new ServerBootstrap()
        .group(sockets.loops.group())
        .channelFactory(() -> sockets.loops.newServerChannel(address.getAddress()))
        .option(ChannelOption.SO_REUSEADDR, true)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, OUT)
        .childHandler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel connection) {
                take(connection);
              }
            });
  }

  /// Takes a connection if there is room for it, on its own event loop.
  private void take(SocketChannel connection) {
    InetAddress client = connection.remoteAddress().getAddress();
    TransportObserver.Closing why = sockets.connectionLimits.take(client, sockets.limits.get());
    if (why != null) {
      sockets.observer.closing(why);
      connection.close();
      return;
    }
    sockets.observer.opened();
    connection
        .closeFuture()
        .addListener(_ -> {
          sockets.connectionLimits.give(client);
          sockets.observer.closed();
        });
    connections.add(connection);
    connection
        .pipeline()
        .addLast(
            new TcpConnection(
                sockets.responder, sockets.limits, sockets.scratch.get(), sockets.observer));
  }

  private static Channel bound(InetSocketAddress address, String protocol, ChannelFuture future)
      throws AddressUnavailable {
    future.awaitUninterruptibly();
    if (!future.isSuccess()) {
      throw AddressUnavailable.of(address, protocol, future.cause());
    }
    return future.channel();
  }
}
