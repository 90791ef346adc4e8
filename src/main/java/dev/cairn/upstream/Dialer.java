package dev.cairn.upstream;

import dev.cairn.upstream.Timekeeper.Alarm;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Opens one connection to an upstream, by the first of its addresses that is through, its
/// handshake included: the next one is tried when the one before failed, or is not through after a
/// quarter of a second (Happy Eyeballs, RFC 8305 §5), and all of them again every second, as what
/// hangs may have been answered by a server that is gone. It fails when as many have failed as
/// there are addresses. One dialling; belongs to one loop.
final class Dialer {
  private static final long NEXT_AFTER = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long AGAIN_AFTER = TimeUnit.SECONDS.toNanos(1);
  private static final int CONNECT_MILLIS = 2_000;

  private final List<InetSocketAddress> order;
  private final Means means;
  private final EventLoop loop;
  private final @Nullable TlsClient tls;
  private final Outcome outcome;
  private final Set<Channel> channels = new HashSet<>();
  private Alarm next = Alarm.NONE;
  private int dialled;
  private int failed;
  private boolean isOver;

  /// What comes of it: it is connected or has failed, once.
  interface Outcome {
    /// All addresses have been dialled, and are from now on once more.
    void dialsAgain();

    /// Makes what is to be spoken.
    Conversation conversation();

    void connected(Conversation conversation, InetSocketAddress address);

    void failed(Throwable cause);
  }

  /// @param order addresses, the one to begin with first
  /// @param tls null to speak in the clear
  Dialer(
      List<InetSocketAddress> order,
      Means means,
      EventLoop loop,
      @Nullable TlsClient tls,
      Outcome outcome) {
    this.order = List.copyOf(order);
    this.means = means;
    this.loop = loop;
    this.tls = tls;
    this.outcome = outcome;
  }

  void dial() {
    if (dialled > 0 && dialled % order.size() == 0) {
      outcome.dialsAgain();
    }
    InetSocketAddress address = order.get(dialled++ % order.size());
    Conversation conversation = outcome.conversation();
    ChannelFuture connecting = bootstrap(conversation, address).connect(address);
    channels.add(connecting.channel());
    connecting.addListener(_ ->
        onLoop(() -> {
          if (!connecting.isSuccess()) {
            lost(connecting.channel(), connecting.cause());
          } else {
            shakeHands(conversation, address);
          }
        }));
    next = means.time().in(pause(), loop, this::dial);
  }

  private long pause() {
    return dialled % order.size() == 0 ? AGAIN_AFTER : NEXT_AFTER;
  }

  /// A socket that could not even be made is told of on a thread of its own.
  private void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  private Bootstrap bootstrap(Conversation conversation, InetSocketAddress address) {
    return new Bootstrap()
        .group(loop)
        .channelFactory(means.sockets().streamChannels())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                if (tls != null) {
                  channel.pipeline().addLast(tls.handler(channel, address));
                }
                conversation.join(channel.pipeline());
              }
            });
  }

  private void shakeHands(Conversation conversation, InetSocketAddress address) {
    Channel channel = conversation.channel();
    SslHandler handshake = channel.pipeline().get(SslHandler.class);
    if (tls == null || handshake == null) {
      won(conversation, address);
      return;
    }
    handshake
        .handshakeFuture()
        .addListener(shaken -> {
          Throwable distrust = shaken.isSuccess() ? tls.distrust(handshake) : shaken.cause();
          if (distrust == null) {
            won(conversation, address);
          } else {
            lost(channel, distrust);
          }
        });
  }

  private void lost(Channel channel, Throwable cause) {
    channels.remove(channel);
    close(channel);
    failed++;
    if (isOver) {
      return;
    }
    if (failed >= order.size()) {
      end();
      outcome.failed(cause);
    } else if (dialled < order.size()) {
      next.cancel();
      dial();
    }
  }

  private void won(Conversation conversation, InetSocketAddress address) {
    if (isOver) {
      close(conversation.channel());
      return;
    }
    channels.remove(conversation.channel());
    end();
    outcome.connected(conversation, address);
  }

  /// Gives up; nothing comes of it any more.
  void end() {
    isOver = true;
    next.cancel();
    List.copyOf(channels).forEach(Dialer::close);
    channels.clear();
  }

  /// One that was never open belongs to no loop, and cannot be closed.
  private static void close(Channel channel) {
    if (channel.isOpen()) {
      channel.close();
    }
  }
}
