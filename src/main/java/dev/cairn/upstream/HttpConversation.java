package dev.cairn.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// DNS over HTTP/2: one stream a question, all on one connection (RFC 8484).
final class HttpConversation extends ChannelInboundHandlerAdapter implements Conversation {
  private static final int MOST_OPEN = 4_096;

  /// How long a stream whose answer nobody awaits any more is left alone: most are answered soon,
  /// and servers take many that are broken off for an attack (CVE-2023-44487).
  private static final long ABANDONED = TimeUnit.SECONDS.toNanos(2);

  private static final int LARGEST_HEADERS = 16 << 10; // octets

  private final Endpoint endpoint;
  private final UpstreamCounters counters;
  private final Observer observer;
  private final Timekeeper time;
  private final Silence silence;
  private final Map<Call, HttpExchange> waiting = new HashMap<>();
  private @Nullable Channel channel;
  private int answers;
  private int most = 1; // until the server says how many it takes
  private boolean isSettled;
  private boolean isEnded;

  HttpConversation(Endpoint endpoint, Means means, UpstreamCounters counters, Observer observer) {
    this.endpoint = endpoint;
    this.counters = counters;
    this.observer = observer;
    this.time = means.time();
    this.silence = new Silence(means.time());
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
            .gracefulShutdownTimeoutMillis(0) // what is closed is closed: nobody waits for it
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
    var exchange = new HttpExchange(endpoint, call, this);
    waiting.put(call, exchange);
    silence.asked();
    counters.sent();
    call.leaves();
    Future<Http2StreamChannel> opening =
        new Http2StreamChannelBootstrap(channel()).handler(exchange).open();
    opening.addListener(_ -> {
      if (opening.isSuccess()) {
        exchange.ask(opening.getNow());
      } else {
        unsent(call);
      }
    });
  }

  @Override
  public void drop(Call call) {
    HttpExchange exchange = waiting.remove(call);
    if (exchange != null) {
      time.in(ABANDONED, channel().eventLoop(), exchange::end);
      observer.eased(this);
    }
  }

  /// Whether somebody still waits for this.
  boolean isOpen(Call call) {
    return waiting.containsKey(call);
  }

  /// Something came, if not the end of it.
  void heard() {
    silence.heard(waiting.size());
  }

  /// @param age seconds that it has been in caches of HTTP
  void answered(Call call, byte[] message, int age) {
    if (waiting.remove(call) != null) {
      answers++;
      heard();
      call.heard(message, age);
      observer.eased(this);
    }
  }

  void failed(Call call, Failure failure) {
    if (waiting.remove(call) != null) {
      heard();
      call.failed(failure);
      observer.eased(this);
    }
  }

  /// Its stream ended without an answer: another one may do.
  void lost(Call call) {
    if (waiting.remove(call) != null) {
      observer.lost(call);
      observer.eased(this);
    }
  }

  /// Its stream was refused: the question may be asked again (RFC 9113 §8.7). What a server refuses
  /// on one connection it mostly refuses there for a while, so that this one is used no more.
  void refused(Call call) {
    if (waiting.remove(call) != null) {
      heard();
      end();
      observer.refused(call);
      observer.eased(this);
    }
  }

  /// No stream could be opened for it: the connection takes none any more.
  void unsent(Call call) {
    if (isOpen(call)) {
      end();
      lost(call);
    }
  }

  @Override
  public boolean isUsable() {
    return !isEnded && channel().isActive() && !silence.isTooLong();
  }

  @Override
  public int most() {
    return most;
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
    return List.copyOf(waiting.keySet());
  }

  private void end() {
    if (!isEnded) {
      isEnded = true;
      observer.ended(this);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    switch (message) {
      // no more streams; those that it still answers end by themselves (RFC 9113 §6.8)
      case Http2GoAwayFrame _ -> end();
      case Http2SettingsFrame frame -> take(frame.settings());
      default -> {}
    }
    ReferenceCountUtil.release(message);
  }

  /// What is not said stays as it was, and in the beginning is without bound (RFC 9113 §6.5.2).
  private void take(Http2Settings settings) {
    Long streams = settings.maxConcurrentStreams();
    if (streams != null) {
      most = (int) Math.min(streams, MOST_OPEN);
    } else if (!isSettled) {
      most = MOST_OPEN;
    }
    isSettled = true;
    observer.widened(this);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
    calls().forEach(this::lost);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // what is open is told by its end
  }
}
