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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Opens one connection to an upstream, by the first of its addresses that can be reached: the next
/// one is tried when the one before failed, or is not through after a quarter of a second (Happy
/// Eyeballs, RFC 8305 §5). One dialling; belongs to one loop.
final class Dialer {
  private static final long NEXT_AFTER = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int CONNECT_MILLIS = 2_000;

  private final Endpoint endpoint;
  private final Means means;
  private final EventLoop loop;
  private final @Nullable TlsClient tls;
  private final Supplier<Conversation> conversations;
  private final List<Channel> channels = new ArrayList<>();
  private Alarm next = Alarm.NONE;
  private int dialled;
  private int failed;
  private boolean isOver;

  /// What comes of it.
  interface Outcome {
    void connected(Conversation conversation, InetSocketAddress address);

    void failed(Throwable cause);
  }

  /// @param tls null to speak in the clear
  /// @param conversations makes what is to be spoken
  Dialer(
      Endpoint endpoint,
      Means means,
      EventLoop loop,
      @Nullable TlsClient tls,
      Supplier<Conversation> conversations) {
    this.endpoint = endpoint;
    this.means = means;
    this.loop = loop;
    this.tls = tls;
    this.conversations = conversations;
  }

  /// @param first the address to begin with, one of the endpoint's
  void dial(InetSocketAddress first, Outcome outcome) {
    List<InetSocketAddress> order = new ArrayList<>(endpoint.addresses());
    order.remove(first);
    order.addFirst(first);
    dialNext(order, outcome);
  }

  private void dialNext(List<InetSocketAddress> order, Outcome outcome) {
    next.cancel();
    if (isOver || dialled == order.size()) {
      return;
    }
    InetSocketAddress address = order.get(dialled++);
    Conversation conversation = conversations.get();
    ChannelFuture connecting = bootstrap(conversation).connect(address);
    channels.add(connecting.channel());
    connecting.addListener(_ -> {
      if (!connecting.isSuccess()) {
        lost(connecting.cause(), order, outcome);
      } else if (isOver) {
        connecting.channel().close();
      } else {
        won(conversation, address, outcome);
      }
    });
    if (dialled < order.size() && !isOver) {
      next = means.time().in(NEXT_AFTER, loop, () -> dialNext(order, outcome));
    }
  }

  private Bootstrap bootstrap(Conversation conversation) {
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
                  channel.pipeline().addLast(tls.handler(channel));
                }
                conversation.join(channel.pipeline());
              }
            });
  }

  private void lost(Throwable cause, List<InetSocketAddress> order, Outcome outcome) {
    failed++;
    if (isOver) {
      return;
    }
    if (failed == order.size()) {
      end();
      outcome.failed(cause);
    } else {
      dialNext(order, outcome);
    }
  }

  /// The others are given up; what is left is to trust each other.
  private void won(Conversation conversation, InetSocketAddress address, Outcome outcome) {
    end();
    channels.stream()
        .filter(channel -> !channel.equals(conversation.channel()))
        .forEach(Channel::close);
    SslHandler handshake = conversation.channel().pipeline().get(SslHandler.class);
    if (tls == null || handshake == null) {
      outcome.connected(conversation, address);
      return;
    }
    handshake
        .handshakeFuture()
        .addListener(shaken -> {
          Throwable distrust = shaken.isSuccess() ? tls.distrust(handshake) : shaken.cause();
          if (distrust == null) {
            outcome.connected(conversation, address);
          } else {
            conversation.channel().close();
            outcome.failed(distrust);
          }
        });
  }

  private void end() {
    isOver = true;
    next.cancel();
  }
}
