package dev.cairn.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Answers the requests of one connection, one after the other.
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final int MOST_UNDER_WAY = 16;

  private final Router router;
  private final Executor workers;
  private final EventStreams streams;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile @Nullable ChannelFuture written;
  private CompletableFuture<Void> last =
      CompletableFuture.completedFuture(null); // answers leave in the order of requests

  AdminHandler(Router router, Executor workers, EventStreams streams) {
    this.router = router;
    this.workers = workers;
    this.streams = streams;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    boolean isGone = !(context.channel().remoteAddress() instanceof InetSocketAddress);
    if (isGone || underWay.incrementAndGet() > MOST_UNDER_WAY) {
      context.close();
      return;
    }
    boolean isWhole = request.decoderResult().isSuccess();
    boolean keepAlive = isWhole && HttpUtil.isKeepAlive(request);
    Asked asked = copyOf(request, context.channel());
    last =
        last.thenRunAsync(
            () -> {
              Page page = isWhole ? router.page(asked) : unreadable();
              EventStream.Wanted events = page.events();
              if (events != null && asked.method().equals(HttpMethod.GET)) {
                stream(context, events);
              } else {
                written = send(context, page, asked.method(), keepAlive);
              }
              underWay.decrementAndGet();
            },
            workers);
  }

  /// From now on this connection is told events, and nothing else.
  private void stream(ChannelHandlerContext context, EventStream.Wanted wanted) {
    if (!streams.admit()) {
      written =
          send(
              context,
              Page.error(HttpResponseStatus.TOO_MANY_REQUESTS, "too many follow events already"),
              HttpMethod.GET,
              false);
      return;
    }
    context
        .executor()
        .execute(() -> {
          if (context.isRemoved() || !context.channel().isActive()) {
            streams.leave();
            return;
          }
          context.pipeline().remove(ReadTimeoutHandler.class);
          context.pipeline().replace(this, "events", new EventStream(streams, wanted));
        });
  }

  private static Asked copyOf(FullHttpRequest request, Channel connection) {
    return new Asked(
        request.method(),
        request.uri(),
        request.headers(),
        ByteBufUtil.getBytes(request.content()),
        new Asked.Ends(
            (InetSocketAddress) connection.remoteAddress(),
            (InetSocketAddress) connection.localAddress()));
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) { // asked all it wants, and still listens
      last = last.thenRun(() -> endWith(context, written));
    }
  }

  private static void endWith(ChannelHandlerContext context, @Nullable ChannelFuture answer) {
    if (answer == null) {
      context.close();
    } else {
      answer.addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // too slow, or gone
  }

  private static Page unreadable() {
    return Page.error(HttpResponseStatus.BAD_REQUEST, "this is not HTTP as we know it");
  }

  private static ChannelFuture send(
      ChannelHandlerContext context, Page page, HttpMethod method, boolean keepAlive) {
    ByteBuf content = ByteBufUtil.writeUtf8(context.alloc(), page.text());
    int length = content.readableBytes();
    if (method.equals(HttpMethod.HEAD)) {
      content.clear();
    }
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, page.status(), content);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, page.type())
        .setInt(HttpHeaderNames.CONTENT_LENGTH, length);
    response.headers().set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    response.headers().set("X-Content-Type-Options", "nosniff");
    if (!page.allowed().isEmpty()) {
      response.headers().set(HttpHeaderNames.ALLOW, page.allowed());
    }
    HttpUtil.setKeepAlive(response, keepAlive);
    var sent = context.writeAndFlush(response);
    return keepAlive ? sent : sent.addListener(ChannelFutureListener.CLOSE);
  }
}
