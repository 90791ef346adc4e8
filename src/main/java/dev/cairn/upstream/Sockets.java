package dev.cairn.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// The event loops for sockets to upstreams, and the kinds of channel that fit them (epoll, NIO).
/// They belong to whoever made them.
public final class Sockets {
  private final EventLoopGroup loops;
  private final ChannelFactory<? extends DatagramChannel> datagramChannels;
  private final ChannelFactory<? extends SocketChannel> streamChannels;
  private final FastThreadLocal<@Nullable EventLoop> ofThisThread = new FastThreadLocal<>();
  private final FastThreadLocal<ByteBuffer> rooms =
      new FastThreadLocal<>() {
        @Override
        protected ByteBuffer initialValue() {
          return ByteBuffer.allocateDirect(LaneSocket.LARGEST_DATAGRAM);
        }
      };

  public Sockets(
      EventLoopGroup loops,
      ChannelFactory<? extends DatagramChannel> datagramChannels,
      ChannelFactory<? extends SocketChannel> streamChannels) {
    this.loops = loops;
    this.datagramChannels = datagramChannels;
    this.streamChannels = streamChannels;
  }

  /// The loop of this thread, or any for a thread without one. What begins and ends on one loop
  /// wakes nobody.
  public EventLoop home() {
    EventLoop known = ofThisThread.get();
    if (known != null) {
      return known;
    }
    for (EventExecutor executor : loops) {
      if (executor.inEventLoop() && executor instanceof EventLoop loop) {
        ofThisThread.set(loop);
        return loop;
      }
    }
    return loops.next();
  }

  /// The next loop in turn.
  EventLoop any() {
    return loops.next();
  }

  /// Opens a UDP socket to an upstream; on its loop. One that cannot be opened is told so later,
  /// when the listener knows its socket.
  LaneSocket connect(InetSocketAddress upstream, EventLoop loop, LaneSocket.Listener listener) {
    if (!(loop instanceof IoEventLoop watching) || !watching.isCompatible(EpollIoHandle.class)) {
      return new NettyLaneSocket(upstream, loop, datagramChannels, listener);
    }
    try {
      return EpollLaneSocket.open(upstream, watching, rooms.get(), listener);
    } catch (IOException | RuntimeException e) { // unchecked, if the system has no more sockets
      later(loop, () -> listener.failed(e));
      return LaneSocket.CLOSED;
    }
  }

  private static void later(EventLoop loop, Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException _) {
      return; // the server stops, and nobody waits any more
    }
  }

  ChannelFactory<? extends Channel> streamChannels() {
    return streamChannels;
  }
}
