package dev.cairn.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// DNS over HTTP/2: one stream a question, all on one connection (RFC 8484).
final class HttpConversation extends ChannelInboundHandlerAdapter implements Conversation {
  private static final int MOST_OPEN = 4_096;
  private static final int LARGEST_HEADERS = 16 << 10; // octets

  private final Endpoint endpoint;
  private final UpstreamCounters counters;
  private final Observer observer;
  private final Set<Call> waiting = new HashSet<>();
  private @Nullable Channel channel;
  private boolean hasAnswered;
  private boolean isEnded;

  HttpConversation(Endpoint endpoint, UpstreamCounters counters, Observer observer) {
    this.endpoint = endpoint;
    this.counters = counters;
    this.observer = observer;
  }

  /// Pushed streams are refused, and what a peer could make grow is bounded.
  @Override
  public void join(ChannelPipeline pipeline) {
    channel = pipeline.channel();
    var settings =
        Http2Settings.defaultSettings()
            .pushEnabled(false)
            .maxConcurrentStreams(0)
            .initialWindowSize(HttpExchange.LARGEST)
            .maxHeaderListSize(LARGEST_HEADERS);
    var codec =
        Http2FrameCodecBuilder.forClient()
            .initialSettings(settings)
            .encoderEnforceMaxConcurrentStreams(true) // those beyond what it takes wait here
            .build();
    pipeline.addLast(codec, new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()), this);
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
    call.id = 0; // so that HTTP caches find it (RFC 8484 §4.1)
    call.sentBy = this;
    waiting.add(call);
    counters.sent();
    var exchange = new HttpExchange(endpoint, call, this);
    Future<Http2StreamChannel> opening =
        new Http2StreamChannelBootstrap(channel()).handler(exchange).open();
    opening.addListener(_ -> {
      if (opening.isSuccess()) {
        exchange.ask(opening.getNow());
      } else {
        lost(call);
      }
    });
  }

  @Override
  public void drop(Call call) {
    if (waiting.remove(call)) {
      tellIfIdle();
    }
  }

  /// Whether somebody still waits for this.
  boolean isOpen(Call call) {
    return waiting.contains(call);
  }

  void answered(Call call, byte[] message) {
    hasAnswered = true;
    if (waiting.remove(call)) {
      call.heard(message);
      tellIfIdle();
    }
  }

  void failed(Call call, Failure failure) {
    if (waiting.remove(call)) {
      call.failed(failure);
      tellIfIdle();
    }
  }

  /// Its stream ended without an answer: another one may do.
  void lost(Call call) {
    if (waiting.remove(call)) {
      observer.lost(call);
      tellIfIdle();
    }
  }

  @Override
  public boolean takesMore() {
    return !isEnded && channel().isActive() && waiting.size() < MOST_OPEN;
  }

  @Override
  public boolean hasAnswered() {
    return hasAnswered;
  }

  @Override
  public int open() {
    return waiting.size();
  }

  private void tellIfIdle() {
    if (waiting.isEmpty()) {
      observer.idle(this);
    }
  }

  private void end() {
    if (!isEnded) {
      isEnded = true;
      observer.ended(this);
    }
  }

  /// It takes no more streams; those that it still answers end by themselves (RFC 9113 §6.8).
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Http2GoAwayFrame) {
      end();
    }
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
    List.copyOf(waiting).forEach(this::lost);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // what is open is told by its end
  }
}
