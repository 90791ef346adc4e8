package dev.cairn.consul;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Ends a connection whose client takes too long: to say a request, from its first octet to its
/// last, or to come with the next one. How long we take to answer does not count.
final class Patience extends ChannelInboundHandlerAdapter {
  static final int SECONDS_TO_ASK = 30;
  static final int SECONDS_BETWEEN = 600;

  private @Nullable Future<?> deadline;
  private boolean isAsking;

  @Override
  public void channelActive(ChannelHandlerContext context) {
    closeIn(context, SECONDS_TO_ASK);
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object octets) {
    if (!isAsking) {
      isAsking = true;
      closeIn(context, SECONDS_TO_ASK);
    }
    context.fireChannelRead(octets);
  }

  /// A whole request is there, and will be answered.
  void asked() {
    isAsking = false;
    stop();
  }

  /// Nothing is left to be answered.
  void answered(ChannelHandlerContext context) {
    if (!isAsking) {
      closeIn(context, SECONDS_BETWEEN);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stop();
    context.fireChannelInactive();
  }

  private void closeIn(ChannelHandlerContext context, int seconds) {
    stop();
    deadline = context.executor().schedule(() -> context.close(), seconds, TimeUnit.SECONDS);
  }

  private void stop() {
    Future<?> former = deadline;
    if (former != null) {
      former.cancel(false);
      deadline = null;
    }
  }
}
