package dev.cairn.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.collection.IntObjectHashMap;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One socket connected to an upstream, with a source port of its own that the kernel chose at
/// random, used for a while by several questions at once. Belongs to one loop.
///
/// The socket is connected, so address and port are right already; ID and question are looked at
/// here, and what does not match is ignored while the waiting goes on. A lane that is worn takes no
/// more questions, and closes when the last one is dropped.
final class Lane extends SimpleChannelInboundHandler<DatagramPacket> {
  private static final int MOST_OPEN = 1_024;
  private static final int MOST_QUESTIONS = 1_000;
  private static final long LONGEST_LIFE = TimeUnit.SECONDS.toNanos(30);
  private static final int LARGEST_DATAGRAM = 4_096; // more than the 1,232 that we ask for
  private static final int MOST_AT_ONCE = 256; // replies
  private static final int HEADER = 12;

  private final IntObjectHashMap<Call> open = new IntObjectHashMap<>();
  private final List<Call> early = new ArrayList<>(); // asked before the socket was open
  private final UpstreamCounters counters;
  private final long openedAt;
  private final Channel channel;
  private int questions;
  private boolean isOpen;
  private boolean isRetired;
  private boolean isBroken;

  /// Opens a socket; what is asked meanwhile waits for it.
  Lane(Endpoint endpoint, Means means, UpstreamCounters counters, EventLoop loop) {
    this.counters = counters;
    this.openedAt = means.time().read();
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channelFactory(means.sockets().datagramChannels())
            .option(ChannelOption.RECVBUF_ALLOCATOR, room())
            .handler(this)
            .connect(endpoint.address());
    this.channel = connecting.channel();
    connecting.addListener(_ -> { // on a thread of its own if the socket could not even be made
      if (loop.inEventLoop()) {
        opened(connecting);
      } else {
        loop.execute(() -> opened(connecting));
      }
    });
  }

  /// Replies are read before new questions come in, as many as there may be: else a loop that can
  /// do no more takes in questions and leaves the answers lying.
  private static RecvByteBufAllocator room() {
    return new FixedRecvByteBufAllocator(LARGEST_DATAGRAM).maxMessagesPerRead(MOST_AT_ONCE);
  }

  boolean isWorn(long now) {
    return isBroken || questions >= MOST_QUESTIONS || now - openedAt > LONGEST_LIFE;
  }

  boolean isFull() {
    return open.size() >= MOST_OPEN;
  }

  /// Sends a question under a random ID that no other open question of this lane has.
  void send(Call call, Unforeseeable random) {
    int id = random.next16();
    while (open.containsKey(id)) { // ends soon: there are 65,536
      id = random.next16();
    }
    call.id = id;
    call.sentBy = this;
    open.put(id, call);
    questions++;
    if (isOpen) {
      write(call);
    } else {
      early.add(call);
    }
  }

  void drop(Call call) {
    if (open.get(call.id) == call) {
      open.remove(call.id);
    }
    closeIfDone();
  }

  /// Takes no more questions.
  void retire() {
    isRetired = true;
    closeIfDone();
  }

  private void closeIfDone() {
    if (isRetired && open.isEmpty() && channel.isOpen()) {
      var _ = channel.close();
    }
  }

  private void opened(ChannelFuture connecting) {
    if (!connecting.isSuccess()) {
      failAll(connecting.cause());
      return;
    }
    isOpen = true;
    early.stream().filter(call -> open.get(call.id) == call).forEach(this::write);
    early.clear();
    channel.flush();
  }

  private void write(Call call) {
    counters.sent();
    channel.writeAndFlush(
        Unpooled.wrappedBuffer(call.inquiry().message(call.id)), channel.voidPromise());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    ByteBuf content = packet.content();
    Call call =
        content.readableBytes() < HEADER
            ? null
            : open.get(content.getUnsignedShort(content.readerIndex()));
    if (call == null) {
      counters.ignored();
      return;
    }
    byte[] message = ByteBufUtil.getBytes(content);
    if (call.inquiry().isRepliedBy(message, call.id)) {
      call.heard(message);
    } else {
      counters.ignored();
      call.mismatched();
    }
  }

  /// A port that nobody listens on is told by the next read or write, and then it is true of all.
  private void failAll(Throwable cause) {
    isBroken = true;
    Failure failure = Failure.of(cause);
    List<Call> all = List.copyOf(open.values());
    open.clear();
    all.forEach(call -> call.failed(failure));
    closeIfDone();
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
