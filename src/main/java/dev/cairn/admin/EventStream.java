package dev.cairn.admin;

import dev.cairn.admin.EventApi.Following;
import dev.cairn.admin.EventApi.Passage;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// Tells one connection what happens, for as long as it lasts: server-sent events, as browsers know
/// them.
///
/// ```
/// id: 01J…            a client that comes again says it in Last-Event-ID
/// data: {"v":1,…}
///
/// event: gap          others happened before, and are not known any more: read the state anew
/// data: {"v":1}
/// ```
///
/// As much is taken as the client takes; nothing is kept for it.
final class EventStream extends ChannelInboundHandlerAdapter {
  static final String TYPE = "text/event-stream";

  private static final int AT_ONCE = 256;
  private static final int SECONDS_OF_SILENCE = 15;
  private static final String GAP = "event: gap\ndata: {\"v\":1}\n\n";
  private static final String ALIVE = ": alive\n\n";

  private final Wanted wanted;
  private final EventStreams streams;
  private final AtomicBoolean isWoken = new AtomicBoolean();
  private @Nullable Following following;

  /// @param lastId of the event that is known already; null for none
  /// @param types that are told, or their beginnings up to a dot with a `*`; empty for all
  record Wanted(@Nullable String lastId, Set<String> types) {
    boolean has(String type) {
      return types.isEmpty()
          || types.contains(type)
          || types.contains(type.substring(0, type.indexOf('.') + 1) + "*");
    }
  }

  /// @param streams which has admitted this one
  EventStream(EventStreams streams, Wanted wanted) {
    this.streams = streams;
    this.wanted = wanted;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    var head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    head.headers()
        .set(HttpHeaderNames.CONTENT_TYPE, TYPE)
        .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
        .set("X-Content-Type-Options", "nosniff")
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    context.write(head);
    tell(context, ALIVE);
    following = streams.events().follow(wanted.lastId(), () -> wake(context));
    wake(context);
    keepAlive(context);
  }

  private void keepAlive(ChannelHandlerContext context) {
    var _ =
        context
            .executor()
            .schedule(
                () -> {
                  if (!context.isRemoved() && context.channel().isActive()) {
                    if (context.channel().isWritable()) {
                      tell(context, ALIVE);
                    }
                    keepAlive(context);
                  }
                },
                SECONDS_OF_SILENCE,
                TimeUnit.SECONDS);
  }

  private void wake(ChannelHandlerContext context) {
    if (isWoken.compareAndSet(false, true)) {
      context.executor().execute(() -> drain(context));
    }
  }

  private void drain(ChannelHandlerContext context) {
    isWoken.set(false);
    Following place = following;
    if (place == null || !context.channel().isWritable()) {
      return; // goes on when it is
    }
    Passage passage = place.next(AT_ONCE);
    var text = new StringBuilder(passage.isGapBefore() ? GAP : "");
    for (ShownEvent event : passage.events()) {
      if (wanted.has(event.type())) {
        text.append("id: ").append(event.id()).append("\ndata: ");
        text.append(Json.line(event)).append("\n\n");
      }
    }
    if (!text.isEmpty()) {
      tell(context, text.toString());
    }
    if (!passage.events().isEmpty()) {
      wake(context); // there may be more
    }
  }

  private static void tell(ChannelHandlerContext context, String text) {
    context.writeAndFlush(new DefaultHttpContent(ByteBufUtil.writeUtf8(context.alloc(), text)));
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (context.channel().isWritable()) {
      wake(context);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message); // there is nothing more to ask
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) { // nobody reads on who has closed his end
      context.close();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    leave();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    leave();
  }

  private void leave() {
    Following place = following;
    if (place != null) {
      following = null;
      place.close();
      streams.leave();
    }
  }
}
