package dev.cairn.consul;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Puts the requests of one connection together, each up to a bound, and all of all connections up
/// to that of the [Ration].
final class Gathering extends SimpleChannelInboundHandler<HttpObject> {
  static final int LONGEST_LINE = 8192;
  static final int LARGEST_HEAD = 16 << 10;
  static final int LARGEST_BODY = 512 << 10;
  private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

  private final Ration ration;
  private @Nullable HttpRequest head;
  private ByteArrayOutputStream body = new ByteArrayOutputStream(0);
  private long taken;
  private boolean isOver;

  Gathering(Ration ration) {
    this.ration = ration;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (isOver) {
      return; // the connection ends, what still comes is nobody's
    }
    if (part.decoderResult().isFailure()) {
      refuseUnread(context, part.decoderResult().cause());
      return;
    }
    if (part instanceof HttpRequest request) {
      begin(context, request);
    }
    if (part instanceof HttpContent content && !isOver) {
      add(context, content.content());
      if (part instanceof LastHttpContent && !isOver) {
        end(context);
      }
    }
  }

  private void begin(ChannelHandlerContext context, HttpRequest request) {
    head = request;
    if (HttpUtil.getContentLength(request, 0L) > LARGEST_BODY) {
      refuse(context, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, tooLarge());
    } else if (HttpUtil.is100ContinueExpected(request)) {
      context.writeAndFlush(Unpooled.copiedBuffer(CONTINUE, StandardCharsets.US_ASCII));
    }
  }

  private void add(ChannelHandlerContext context, ByteBuf content) {
    int size = content.readableBytes();
    if (body.size() + size > LARGEST_BODY) {
      refuse(context, HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, tooLarge());
      return;
    }
    if (!ration.take(size)) {
      refuse(context, HttpResponseStatus.SERVICE_UNAVAILABLE, "too many requests at once");
      return;
    }
    taken += size;
    try {
      content.readBytes(body, size);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
  }

  private void end(ChannelHandlerContext context) {
    HttpRequest request = head;
    if (request == null || !(peer(context.channel()) instanceof InetSocketAddress peer)) {
      context.close(); // gone already
      return;
    }
    var asked =
        new Asked(
            request.method(),
            request.uri(),
            request.headers(),
            body.toByteArray(),
            peer.getAddress());
    var ending = HttpUtil.isKeepAlive(request) ? Arrival.Ending.STAYS : Arrival.Ending.CLOSES;
    giveBack();
    context.fireChannelRead(new Arrival.Whole(asked, ending));
  }

  private static @Nullable Object peer(Channel connection) {
    return connection.remoteAddress();
  }

  private void refuseUnread(ChannelHandlerContext context, Throwable why) {
    switch (why) {
      case TooLongHttpLineException _ ->
          refuse(
              context,
              HttpResponseStatus.REQUEST_URI_TOO_LONG,
              "Request line too long, max size: " + LONGEST_LINE + " bytes");
      case TooLongHttpHeaderException _ ->
          refuse(
              context,
              HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
              "Request headers too large, max size: " + LARGEST_HEAD + " bytes");
      default -> refuse(context, HttpResponseStatus.BAD_REQUEST, "this is not HTTP as we know it");
    }
  }

  private void refuse(ChannelHandlerContext context, HttpResponseStatus status, String text) {
    isOver = true;
    giveBack();
    context.fireChannelRead(new Arrival.Unusable(Page.text(status, text)));
  }

  private void giveBack() {
    ration.give(taken);
    taken = 0;
    head = null;
    body = new ByteArrayOutputStream(0);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    giveBack();
    context.fireChannelInactive();
  }

  private static String tooLarge() {
    return "Request body too large, max size: " + LARGEST_BODY + " bytes";
  }
}
