package dev.cairn.forward;

import dev.cairn.forward.Verdict.Failure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.PortUnreachableException;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Matches what arrives on one lane with what was asked there. The socket is connected, so address
/// and port are right already; ID and question are looked at here, and what does not match is
/// ignored while the waiting goes on.
final class Replies extends SimpleChannelInboundHandler<DatagramPacket> {
  private static final int HEADER = 12;

  private final Map<Integer, Waiting> waiting = new ConcurrentHashMap<>();
  private final UpstreamCounters counters;

  Replies(UpstreamCounters counters) {
    this.counters = counters;
  }

  /// Expects a reply under a random ID that no other open question of this lane has.
  Waiting expect(Inquiry inquiry, RandomGenerator random) {
    while (true) { // ends soon: a lane has few places and 65,536 IDs
      var one = new Waiting(inquiry, random.nextInt(1 << 16));
      if (waiting.putIfAbsent(one.id(), one) == null) {
        return one;
      }
    }
  }

  void forget(Waiting one) {
    waiting.remove(one.id(), one);
  }

  /// Ends the waiting of this lane's questions.
  void failAll(Throwable cause) {
    Failure failure =
        cause instanceof PortUnreachableException
            ? Failure.REFUSED_CONNECTION
            : Failure.network(cause);
    waiting.values().forEach(one -> one.failed(failure));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    ByteBuf content = packet.content();
    Waiting one =
        content.readableBytes() < HEADER
            ? null
            : waiting.get(content.getUnsignedShort(content.readerIndex()));
    if (one == null) {
      counters.ignored();
      return;
    }
    byte[] message = ByteBufUtil.getBytes(content);
    if (!one.isRepliedBy(message) || !waiting.remove(one.id(), one)) {
      counters.ignored();
      return;
    }
    one.heard(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    failAll(new ClosedChannelException());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    failAll(cause);
  }
}
