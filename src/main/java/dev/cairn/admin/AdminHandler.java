package dev.cairn.admin;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
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
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Answers `GET` and `HEAD` of /metrics, /health and /ready.
final class AdminHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private static final int MOST_UNDER_WAY = 16;

  private final AdminView view;
  private final Executor workers;
  private final AtomicInteger underWay = new AtomicInteger();
  private volatile @Nullable ChannelFuture written;
  private CompletableFuture<Void> last =
      CompletableFuture.completedFuture(null); // answers leave in the order of requests

  AdminHandler(AdminView view, Executor workers) {
    this.view = view;
    this.workers = workers;
  }

  private record Page(HttpResponseStatus status, String type, String text) {}

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    HttpMethod method = request.method();
    String path = new QueryStringDecoder(request.uri()).rawPath();
    boolean isWhole = request.decoderResult().isSuccess();
    boolean keepAlive = isWhole && HttpUtil.isKeepAlive(request);
    if (underWay.incrementAndGet() > MOST_UNDER_WAY) {
      context.close();
      return;
    }
    last =
        last.thenRunAsync(
            () -> {
              written =
                  send(context, isWhole ? page(method, path) : unreadable(), method, keepAlive);
              underWay.decrementAndGet();
            },
            workers);
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

  private Page page(HttpMethod method, String path) {
    if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
      return error(HttpResponseStatus.METHOD_NOT_ALLOWED, "only GET and HEAD are known here");
    }
    try {
      return switch (path) {
        case "/metrics" -> new Page(HttpResponseStatus.OK, PROMETHEUS, view.metrics());
        case "/health" ->
            new Page(HttpResponseStatus.OK, JSON, MAPPER.writeValueAsString(view.health()) + "\n");
        case "/ready" -> ready();
        default -> error(HttpResponseStatus.NOT_FOUND, "there are /metrics, /health and /ready");
      };
    } catch (RuntimeException bug) {
      LOG.error(
          "{} {} failed because of a bug in Cairn; DNS is served all the same", method, path, bug);
      return error(HttpResponseStatus.INTERNAL_SERVER_ERROR, "a bug in Cairn, see the log");
    }
  }

  private Page ready() {
    return view.isReady()
        ? new Page(
            HttpResponseStatus.OK, JSON, MAPPER.writeValueAsString(Map.of("ready", true)) + "\n")
        : new Page(
            HttpResponseStatus.SERVICE_UNAVAILABLE,
            JSON,
            MAPPER.writeValueAsString(Map.of("ready", false)) + "\n");
  }

  private static Page unreadable() {
    return error(HttpResponseStatus.BAD_REQUEST, "this is not HTTP as we know it");
  }

  private static Page error(HttpResponseStatus status, String message) {
    return new Page(status, JSON, MAPPER.writeValueAsString(Map.of("error", message)) + "\n");
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
    if (page.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
      response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
    }
    HttpUtil.setKeepAlive(response, keepAlive);
    var sent = context.writeAndFlush(response);
    return keepAlive ? sent : sent.addListener(ChannelFutureListener.CLOSE);
  }
}
