package dev.cairn.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.util.collection.IntObjectHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages with their length in front, over TCP or TLS (RFC 7766 §6.2.1, §8; RFC 7858 §3.3).
final class StreamConversation extends SimpleChannelInboundHandler<ByteBuf>
    implements Conversation {
  private static final int LENGTH = 2;
  private static final int LARGEST = 65_535;
  private static final int HEADER = 12;
  private static final int MOST_OPEN = 16_384; // of 65,536 IDs

  private final IntObjectHashMap<Call> waiting = new IntObjectHashMap<>();
  private final Protocol protocol;
  private final Unforeseeable random;
  private final UpstreamCounters counters;
  private final Silence silence;
  private final Observer observer;
  private @Nullable Channel channel;
  private int answers;
  private boolean isEnded;

  StreamConversation(Protocol protocol, Means means, UpstreamCounters counters, Observer observer) {
    this.protocol = protocol;
    this.random = new Unforeseeable(means.random());
    this.counters = counters;
    this.silence = new Silence(means.time());
    this.observer = observer;
  }

  @Override
  public void join(ChannelPipeline pipeline) {
    channel = pipeline.channel();
    pipeline.addLast(
        new LengthFieldBasedFrameDecoder(LENGTH + LARGEST, 0, LENGTH, 0, LENGTH), this);
  }

  @Override
  public Channel channel() {
    if (channel == null) {
      throw new IllegalStateException("has not joined a channel");
    }
    return channel;
  }

  @Override
  public void send(Call call) {
    int id = random.next16();
    while (waiting.containsKey(id)) { // ends soon: at most a quarter of them are taken
      id = random.next16();
    }
    call.id = id;
    call.sentBy = this;
    waiting.put(id, call);
    silence.asked();
    counters.sent();
    call.leaves();
    Inquiry inquiry = call.inquiry();
    byte[] message = protocol.isEncrypted() ? inquiry.paddedMessage(id) : inquiry.message(id);
    channel().writeAndFlush(framed(message), channel().voidPromise());
  }

  /// In one piece (RFC 7766 §8).
  private static ByteBuf framed(byte[] message) {
    return Unpooled.buffer(LENGTH + message.length).writeShort(message.length).writeBytes(message);
  }

  @Override
  public void drop(Call call) {
    if (waiting.get(call.id) != call) {
      return; // answered
    }
    waiting.remove(call.id);
    observer.eased(this);
  }

  @Override
  public boolean isUsable() {
    return !isEnded && channel().isActive() && !silence.isTooLong();
  }

  @Override
  public int most() {
    return MOST_OPEN;
  }

  @Override
  public int answers() {
    return answers;
  }

  @Override
  public int open() {
    return waiting.size();
  }

  @Override
  public List<Call> calls() {
    return List.copyOf(waiting.values());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf message) {
    Call call = message.readableBytes() < HEADER ? null : waiting.get(message.getUnsignedShort(0));
    byte[] octets = new byte[message.readableBytes()];
    message.getBytes(message.readerIndex(), octets);
    if (call == null || !call.inquiry().isRepliedBy(octets, call.id)) {
      silence.heard(waiting.size());
      counters.ignored();
      return;
    }
    waiting.remove(call.id);
    silence.heard(waiting.size());
    answers++;
    call.heard(octets);
    observer.eased(this);
  }

  private void end() {
    if (!isEnded) {
      isEnded = true;
      observer.ended(this);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
    List<Call> lost = calls();
    waiting.clear();
    lost.forEach(observer::lost);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // what is open is told by its end
  }
}
