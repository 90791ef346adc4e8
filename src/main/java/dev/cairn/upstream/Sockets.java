package dev.cairn.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocal;
import org.jspecify.annotations.Nullable;

/// The event loops for sockets to upstreams, and the kinds of channel that fit them (epoll, NIO).
/// They belong to whoever made them.
public final class Sockets {
  private final EventLoopGroup loops;
  private final ChannelFactory<? extends DatagramChannel> datagramChannels;
  private final ChannelFactory<? extends SocketChannel> streamChannels;
  private final FastThreadLocal<@Nullable EventLoop> ofThisThread = new FastThreadLocal<>();

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

  ChannelFactory<? extends DatagramChannel> datagramChannels() {
    return datagramChannels;
  }

  ChannelFactory<? extends Channel> streamChannels() {
    return streamChannels;
  }
}
