package dev.cairn.consul;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.TimeUnit;

/// Ends a connection whose client takes too long: to say a request, from its first octet to its
/// last, or to come with the next one. How long we take to answer does not count.
final class Patience extends ChannelInboundHandlerAdapter {
  static final int SECONDS_TO_ASK = 30;
  static final int SECONDS_BETWEEN = 600;

  private final Deadline deadline;
  private boolean isAsking;
  private boolean isTimed;

  /// @param end ends the connection
  Patience(Runnable end) {
    deadline = new Deadline(end);
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    closeIn(context, SECONDS_TO_ASK);
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object octets) {
    if (!isAsking) {
      isAsking = true;
      isTimed = false;
    }
    context.fireChannelRead(octets);
  }

  /// What is asked within one read, as usual, needs no time.
  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (isAsking && !isTimed) {
      isTimed = true;
      closeIn(context, SECONDS_TO_ASK);
    }
    context.fireChannelReadComplete();
  }

  /// A whole request is there, and will be answered.
  void asked() {
    isAsking = false;
    deadline.none();
  }

  /// Nothing is left to be answered.
  void answered(ChannelHandlerContext context) {
    if (!isAsking) {
      closeIn(context, SECONDS_BETWEEN);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    deadline.stop();
    context.fireChannelInactive();
  }

  private void closeIn(ChannelHandlerContext context, int seconds) {
    deadline.in(TimeUnit.SECONDS.toNanos(seconds), context.executor());
  }
}
