package dev.cairn.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The threads that read packets, one for each processor, and what kind of sockets they drive:
/// epoll on Linux, NIO elsewhere.
public final class EventLoops implements AutoCloseable {

  /// How sockets are driven.
  public enum Engine {
    EPOLL,
    NIO;

    /// The best one that this machine has.
    public static Engine best() {
      return Epoll.isAvailable() ? EPOLL : NIO;
    }
  }

  /// `IPPROTO_IPV6` and `IPV6_V6ONLY` as Linux numbers them.
  private static final ChannelOption<Integer> IPV6_ONLY =
      new IntegerUnixChannelOption("IPV6_V6ONLY", 41, 26);

  private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);
  private static final String SELECTORS = SelectorProvider.class.getName();
  private static final String SELECTORS_OF_LINUX = "sun.nio.ch.EPollSelectorProvider";

  private final Engine engine;
  private final int count;
  private final EventLoopGroup group;

  public EventLoops(Engine engine, int count) {
    this.engine = engine;
    this.count = count;
    var factory = engine == Engine.EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("loop", true), factory);
  }

  /// Has what sockets need found and linked, which takes a tenth of a second once: for a start that
  /// has other things to do meanwhile.
  public static void prepare() {
    nameSelectors();
    BatchUdp.obstacle(Engine.best());
  }

  /// Java opens every jar to see whether one brings selectors, which Netty has it make one of, and
  /// takes its own then. Where they are named, it takes those at once.
  private static void nameSelectors() {
    if (System.getProperty(SELECTORS) == null) {
      try {
        System.setProperty(SELECTORS, Class.forName(SELECTORS_OF_LINUX).getName());
      } catch (ClassNotFoundException _) {
        LOG.debug("no {} in this Java: its selectors are looked for", SELECTORS_OF_LINUX);
      }
    }
  }

  public EventLoopGroup group() {
    return group;
  }

  /// The loops one by one.
  List<IoEventLoop> each() {
    List<IoEventLoop> each = new ArrayList<>();
    group.forEach(loop -> each.add((IoEventLoop) loop));
    return each;
  }

  public Engine engine() {
    return engine;
  }

  /// How many threads.
  public int count() {
    return count;
  }

  /// A new, unbound UDP socket for addresses of any family that this machine has.
  public DatagramChannel newDatagramChannel() {
    return switch (engine) {
      case EPOLL -> new EpollDatagramChannel();
      case NIO -> new NioDatagramChannel();
    };
  }

  /// A new, unconnected TCP socket.
  public SocketChannel newStreamChannel() {
    return switch (engine) {
      case EPOLL -> new EpollSocketChannel();
      case NIO -> new NioSocketChannel();
    };
  }

  /// A new UDP socket, to be bound to this address.
  public DatagramChannel newDatagramChannel(InetAddress local) {
    return switch (engine) {
      case EPOLL -> ofOneFamily(new EpollDatagramChannel(family(local)), local);
      case NIO -> new NioDatagramChannel(family(local));
    };
  }

  /// A new TCP socket, to listen with on this address.
  public ServerSocketChannel newServerChannel(InetAddress local) {
    return switch (engine) {
      case EPOLL -> ofOneFamily(new EpollServerSocketChannel(family(local)), local);
      case NIO -> new NioServerSocketChannel();
    };
  }

  /// An IPv6 socket takes no IPv4, so that `[::]` and `0.0.0.0` stand side by side (RFC 3493 §5.3).
  /// NIO has no such option.
  private static <C extends Channel> C ofOneFamily(C channel, InetAddress local) {
    if (local instanceof Inet6Address) {
      channel.config().setOption(IPV6_ONLY, 1);
    }
    return channel;
  }

  private static SocketProtocolFamily family(InetAddress local) {
    return local instanceof Inet6Address ? SocketProtocolFamily.INET6 : SocketProtocolFamily.INET;
  }

  /// Ends the threads; waits at most two seconds for it.
  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
