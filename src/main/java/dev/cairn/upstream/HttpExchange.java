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

  private final Endpoint endpoint;
  private final Call call;
  private final HttpConversation conversation;
  private final ByteBuf body = Unpooled.buffer(512, LARGEST);
  private @Nullable CharSequence status;
  private @Nullable CharSequence type;

  HttpExchange(Endpoint endpoint, Call call, HttpConversation conversation) {
    this.endpoint = endpoint;
    this.call = call;
    this.conversation = conversation;
  }

  /// Sends the question on a stream that was opened for it.
  void ask(Http2StreamChannel stream) {
    if (!conversation.isOpen(call)) {
      stream.close();
      return;
    }
    byte[] message = call.inquiry().paddedMessage(0);
    stream.write(new DefaultHttp2HeadersFrame(headers(message.length)));
    stream
        .writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(message), true))
        .addListener(sent -> {
          if (!sent.isSuccess()) {
            conversation.lost(call);
          }
        });
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
        case Http2ResetFrame _ -> conversation.lost(call);
        default -> {} // a frame that says nothing of the answer
      }
    } finally {
      ReferenceCountUtil.release(frame);
    }
  }

  private void takeHeaders(ChannelHandlerContext context, Http2HeadersFrame frame) {
    if (frame.headers().status() != null) {
      status = frame.headers().status();
      type = frame.headers().get(HttpHeaderNames.CONTENT_TYPE);
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
          call, new Failure(Fault.NETWORK, "answered with HTTP status " + shown(status)));
    } else if (!DNS_MESSAGE.contentEquals(Objects.requireNonNullElse(type, ""))) {
      conversation.failed(call, new Failure(Fault.MALFORMED, "answered what is no DNS message"));
    } else if (!call.inquiry().isRepliedBy(message, 0)) {
      conversation.failed(call, Failure.MALFORMED);
    } else {
      conversation.answered(call, message);
    }
    context.close();
  }

  /// It may be any octets.
  private static String shown(@Nullable CharSequence status) {
    return status != null && status.toString().matches("\\d{3}") ? status.toString() : "unknown";
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    conversation.lost(call);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
