package dev.cairn.transport;

import dev.cairn.responder.Responder;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sockets of one address: TCP, and UDP once for each event loop, between which the kernel
/// shares the queries out (SO_REUSEPORT).
///
/// UDP on a wildcard address also binds each address of the machine, so that an answer comes from
/// the address that was asked; the wildcard socket takes the rest.
public final class DnsListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DnsListener.class);
  private static final int BACKLOG = 1024;
  private static final int LOOK_MILLIS = 20;
  private static final WriteBufferWaterMark OUT = new WriteBufferWaterMark(64 << 10, 256 << 10);

  private final Sockets sockets;
  private InetSocketAddress address;
  private @Nullable Channel tcp;
  private final List<UdpSocket> udp = new ArrayList<>();
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicInteger underWay = new AtomicInteger();

  /// What all listeners of a server share.
  public static final class Sockets {
    private final EventLoops loops;
    private final Responder responder;
    private final Supplier<TcpLimits> limits;
    private final TransportObserver observer;
    private final UdpEngines engines;
    private final Supplier<UdpEngine> engine;
    private final ConnectionLimits connectionLimits = new ConnectionLimits();
    private final FastThreadLocal<TcpScratch> scratch =
        new FastThreadLocal<>() {
          @Override
          protected TcpScratch initialValue() {
            return new TcpScratch();
          }
        };

    /// @param limits asked anew for each connection
    /// @param engine asked anew for each listener
    public Sockets(
        EventLoops loops,
        Responder responder,
        Supplier<TcpLimits> limits,
        TransportObserver observer,
        Supplier<UdpEngine> engine) {
      this.loops = loops;
      this.responder = responder;
      this.limits = limits;
      this.observer = observer;
      this.engines = new UdpEngines(loops, responder, observer);
      this.engine = engine;
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

  /// Datagrams that its UDP sockets have lost, as they came quicker than they were read; 0 where
  /// the system does not count them.
  public long overflow() {
    return udp.stream().mapToLong(UdpSocket::overflow).sum();
  }

  /// Takes no more queries and connections; what is under way is still answered.
  public void drain() {
    if (tcp != null) {
      tcp.close();
    }
    udp.forEach(UdpSocket::drain);
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
      closeAll();
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
    closeAll().forEach(closed -> closed.awaitUninterruptibly(1000));
  }

  private List<Future<?>> closeAll() {
    List<Future<?>> closing = new ArrayList<>();
    if (tcp != null) {
      closing.add(tcp.close());
    }
    udp.forEach(socket -> closing.add(socket.end()));
    closing.add(connections.close());
    return closing;
  }

  private void openTcp(InetSocketAddress wanted) throws AddressUnavailable {
    var bound = serverBootstrap().bind(wanted).awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw AddressUnavailable.of(wanted, "TCP", bound.cause());
    }
    tcp = bound.channel();
    int port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
    address = new InetSocketAddress(wanted.getAddress(), port);
  }

  private void openUdp() throws AddressUnavailable {
    UdpOpener engine = sockets.engines.opener(sockets.engine.get(), address);
    engine.claim(address);
    for (InetAddress local : LocalAddresses.toBind(address.getAddress())) {
      try {
        engine.open(new InetSocketAddress(local, address.getPort()), underWay, udp::add);
      } catch (AddressUnavailable e) {
        if (local.equals(address.getAddress())) {
          throw e;
        }
        LOG.warn("{}; the wildcard socket serves it", e.getMessage()); // on its way in or out
      }
    }
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
}
