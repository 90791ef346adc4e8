package dev.cairn.health;

import dev.cairn.health.Timing.Alarm;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Opens one connection, by the first of some addresses that is through, its handshake included:
/// the next one is tried when the one before failed, or is not through after a quarter of a second
/// (RFC 8305 §5). It waits as long as it is let. Belongs to one loop.
final class Dialling {
  private static final long NEXT_AFTER = TimeUnit.MILLISECONDS.toNanos(250);

  private final Reach reach;
  private final List<InetSocketAddress> addresses;
  private final Opening opening;
  private final Outcome outcome;
  private final Set<Channel> channels = new HashSet<>();
  private Alarm next = Alarm.NONE;
  private int dialled;
  private int failed;
  private boolean isOver;

  /// How a connection begins, before it is there.
  @FunctionalInterface
  interface Opening {
    Opening IN_THE_CLEAR = _ -> {};

    /// Adds what shakes hands, if anything.
    void begin(Channel channel);
  }

  /// What comes of it: one of the two, once.
  interface Outcome {
    void connected(Channel channel);

    void failed(Throwable cause);
  }

  Dialling(Reach reach, List<InetSocketAddress> addresses, Opening opening, Outcome outcome) {
    this.reach = reach;
    this.addresses = addresses;
    this.opening = opening;
    this.outcome = outcome;
  }

  void dial() {
    ChannelFuture connecting = bootstrap().connect(addresses.get(dialled++));
    channels.add(connecting.channel());
    connecting.addListener(_ ->
        reach.onLoop(() -> {
          if (connecting.isSuccess()) {
            shakeHands(connecting.channel());
          } else {
            lost(connecting.channel(), connecting.cause());
          }
        }));
    if (dialled < addresses.size()) {
      next = reach.timing().in(NEXT_AFTER, reach.loop(), this::dial);
    }
  }

  private Bootstrap bootstrap() {
    return new Bootstrap()
        .group(reach.loop())
        .channelFactory(reach.sockets().streamChannels())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // the check's own time is enough
        .option(ChannelOption.AUTO_READ, false) // until there is somebody who reads
        .handler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                opening.begin(channel);
                channel.pipeline().addLast(new Quiet());
              }
            });
  }

  private void shakeHands(Channel channel) {
    SslHandler handshake = channel.pipeline().get(SslHandler.class);
    if (handshake == null) {
      won(channel);
      return;
    }
    handshake
        .handshakeFuture()
        .addListener(shaken -> {
          if (shaken.isSuccess()) {
            won(channel);
          } else {
            lost(channel, shaken.cause());
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
    if (failed == addresses.size()) {
      end();
      outcome.failed(cause);
    } else if (dialled < addresses.size()) {
      next.cancel();
      dial();
    }
  }

  private void won(Channel channel) {
    if (isOver) {
      close(channel);
      return;
    }
    channels.remove(channel);
    end();
    outcome.connected(channel);
  }

  /// Gives up; nothing comes of it any more.
  void end() {
    isOver = true;
    next.cancel();
    List.copyOf(channels).forEach(Dialling::close);
    channels.clear();
  }

  /// One that was never open belongs to no loop, and cannot be closed.
  static void close(Channel channel) {
    if (channel.isOpen()) {
      channel.close();
    }
  }

  /// What goes wrong before somebody reads is told by the handshake, or by nobody: what is checked
  /// must not fill the log.
  private static final class Quiet extends ChannelInboundHandlerAdapter {
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      if (!equals(context.pipeline().last())) {
        context.fireExceptionCaught(cause);
      }
    }
  }
}
