package dev.cairn.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

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

  private final Engine engine;
  private final int count;
  private final EventLoopGroup group;

  public EventLoops(Engine engine, int count) {
    this.engine = engine;
    this.count = count;
    var factory = engine == Engine.EPOLL ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("loop", true), factory);
  }

  public EventLoopGroup group() {
    return group;
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

  /// A new, unbound UDP socket for addresses of a family.
  public DatagramChannel newDatagramChannel(SocketProtocolFamily family) {
    return switch (engine) {
      case EPOLL -> new EpollDatagramChannel(family);
      case NIO -> new NioDatagramChannel(family);
    };
  }

  /// A new, unbound TCP socket to listen with.
  public ServerSocketChannel newServerChannel() {
    return switch (engine) {
      case EPOLL -> new EpollServerSocketChannel();
      case NIO -> new NioServerSocketChannel();
    };
  }

  /// Ends the threads; waits at most two seconds for it.
  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
