package dev.cairn.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One question and its answer on one stream of HTTP/2, as a POST (RFC 8484 §4.1).
final class HttpExchange extends ChannelInboundHandlerAdapter {
  /// Octets of the largest DNS message; a larger body is cut off.
  static final int LARGEST = 65_535;

  private static final String DNS_MESSAGE = "application/dns-message";
  private static final String OK = "200";
  private static final int LONGEST_AGE = 9; // digits

  private final Endpoint endpoint;
  private final Call call;
  private final HttpConversation conversation;
  private final ByteBuf body = Unpooled.buffer(512, LARGEST);
  private @Nullable Http2StreamChannel stream;
  private @Nullable CharSequence status;
  private @Nullable CharSequence type;
  private int age;
  private boolean isRefused;

  HttpExchange(Endpoint endpoint, Call call, HttpConversation conversation) {
    this.endpoint = endpoint;
    this.call = call;
    this.conversation = conversation;
  }

  /// Sends the question on a stream that was opened for it.
  void ask(Http2StreamChannel opened) {
    stream = opened;
    if (!conversation.isOpen(call)) {
      end();
      return;
    }
    byte[] message = call.inquiry().paddedMessage(0);
    opened.write(new DefaultHttp2HeadersFrame(headers(message.length)));
    opened
        .writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(message), true))
        .addListener(sent -> {
          if (!sent.isSuccess()) {
            conversation.unsent(call);
          }
        });
  }

  /// Nobody waits for it any more: its stream, if still open, is broken off, or a server that never
  /// answers it would have one less to give.
  void end() {
    if (stream != null) {
      stream.close();
    }
  }

  private Http2Headers headers(int length) {
    int port = endpoint.address().getPort();
    String host = endpoint.peer().contains(":") ? "[" + endpoint.peer() + "]" : endpoint.peer();
    return new DefaultHttp2Headers()
        .method("POST")
        .scheme("https")
        .authority(port == Protocol.HTTPS.port() ? host : host + ":" + port)
        .path(endpoint.path())
        .add(HttpHeaderNames.ACCEPT, DNS_MESSAGE)
        .add(HttpHeaderNames.CONTENT_TYPE, DNS_MESSAGE)
        .addInt(HttpHeaderNames.CONTENT_LENGTH, length);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object frame) {
    try {
      switch (frame) {
        case Http2HeadersFrame headers -> takeHeaders(context, headers);
        case Http2DataFrame data -> takeData(context, data);
        default -> {} // a frame that says nothing of the answer
      }
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  /// Only a stream that was refused was surely not looked at (RFC 9113 §8.7); that is told when it
  /// has ended, as until then it takes the place of another.
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Http2ResetFrame reset) {
      isRefused = reset.errorCode() == Http2Error.REFUSED_STREAM.code();
      if (!isRefused) {
        conversation.failed(call, Failure.BROKEN_OFF);
      }
    }
    ReferenceCountUtil.release(event);
  }

  private void takeHeaders(ChannelHandlerContext context, Http2HeadersFrame frame) {
    conversation.heard();
    if (frame.headers().status() != null) {
      status = frame.headers().status();
      type = frame.headers().get(HttpHeaderNames.CONTENT_TYPE);
      age = seconds(frame.headers().get(HttpHeaderNames.AGE));
    }
    if (frame.isEndStream()) {
      end(context);
    }
  }

  private void takeData(ChannelHandlerContext context, Http2DataFrame frame) {
    if (frame.content().readableBytes() > LARGEST - body.readableBytes()) {
      conversation.failed(call, Failure.MALFORMED);
      context.close();
      return;
    }
    body.writeBytes(frame.content());
    if (frame.isEndStream()) {
      end(context);
    }
  }

  private void end(ChannelHandlerContext context) {
    byte[] message = ByteBufUtil.getBytes(body);
    if (!OK.contentEquals(Objects.requireNonNullElse(status, ""))) {
      conversation.failed(
          call, new Failure(Fault.HTTP_STATUS, "answered with HTTP status " + shown(status)));
    } else if (!isMessage(type)) {
      conversation.failed(call, new Failure(Fault.MALFORMED, "answered what is no DNS message"));
    } else if (!call.inquiry().isRepliedBy(message, 0)) {
      conversation.failed(call, Failure.MALFORMED);
    } else {
      conversation.answered(call, message, age);
    }
    context.close();
  }

  /// Media types are written in any case, and may have parameters (RFC 9110 §8.3.1).
  private static boolean isMessage(@Nullable CharSequence type) {
    String whole = String.valueOf(type);
    int end = whole.indexOf(';');
    return (end < 0 ? whole : whole.substring(0, end)).strip().equalsIgnoreCase(DNS_MESSAGE);
  }

  /// What a cache on the way says; 0 if that is none (RFC 9111 §5.1, §1.2.2).
  private static int seconds(@Nullable CharSequence age) {
    if (age == null) {
      return 0;
    }
    String text = age.toString().strip();
    if (!text.matches("\\d+")) {
      return 0;
    }
    return text.length() > LONGEST_AGE ? Integer.MAX_VALUE : Integer.parseInt(text);
  }

  /// It may be any octets.
  private static String shown(@Nullable CharSequence status) {
    return status != null && status.toString().matches("\\d{3}") ? status.toString() : "unknown";
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (isRefused) {
      conversation.refused(call);
    } else {
      conversation.lost(call);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
