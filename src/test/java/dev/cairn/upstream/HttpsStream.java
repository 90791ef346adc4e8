package dev.cairn.upstream;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// Reads one request from its stream and hands it to the server when it is whole.
final class HttpsStream extends SimpleChannelInboundHandler<Http2StreamFrame> {
  private final TestHttpsUpstream server;
  private final int number;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private @Nullable Http2Headers headers;

  /// @param number which stream of its connection it is, from 1
  HttpsStream(TestHttpsUpstream server, int number) {
    this.server = server;
    this.number = number;
  }

  @Override
  public void channelActive(ChannelHandlerContext ctx) {
    server.streams().begin();
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    server.streams().end();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext ctx, Http2StreamFrame frame) {
    switch (frame) {
      case Http2HeadersFrame head -> {
        headers = head.headers();
        endIf(head.isEndStream(), ctx);
      }
      case Http2DataFrame part -> {
        body.writeBytes(ByteBufUtil.getBytes(part.content()));
        endIf(part.isEndStream(), ctx);
      }
      default -> {}
    }
  }

  private void endIf(boolean isWhole, ChannelHandlerContext ctx) {
    if (isWhole) {
      server.take(request(ctx), (Http2StreamChannel) ctx.channel(), number);
    }
  }

  private HttpsRequest request(ChannelHandlerContext ctx) {
    var fields =
        new HttpsRequest.Headers(
            text(headers.scheme()),
            text(headers.authority()),
            text(headers.get("content-type")),
            text(headers.get("accept")));
    return new HttpsRequest(
        (InetSocketAddress) ctx.channel().parent().remoteAddress(),
        text(headers.method()),
        text(headers.path()),
        fields,
        body.toByteArray());
  }

  private static String text(@Nullable CharSequence value) {
    return value == null ? "" : value.toString();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof Http2ResetFrame) {
      server.streams().breakOff();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }
}
