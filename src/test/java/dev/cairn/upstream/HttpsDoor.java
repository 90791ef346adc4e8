package dev.cairn.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2PingFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Receives one connection as the server's entrance says, and has HTTP/2 behind it.
final class HttpsDoor extends ChannelInboundHandlerAdapter {
  private static final byte[] PLAIN = "HTTP/1.0 400 Bad Request\r\n\r\n".getBytes(US_ASCII);

  private final TestHttpsUpstream server;
  private final Entrance entrance;
  private final long began = System.currentTimeMillis();
  private final AtomicInteger requests = new AtomicInteger();
  private @Nullable SslHandler tls;

  HttpsDoor(TestHttpsUpstream server, Entrance entrance) {
    this.server = server;
    this.entrance = entrance;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    switch (entrance.opening()) {
      case STALLING, NOT_TLS, ENDING -> {}
      case ORDERLY, MUTE, GARBAGE -> {
        tls = new SslHandler(server.handshakes().engine(entrance));
        ctx.pipeline().addFirst(tls);
      }
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent done) {
      if (done.isSuccess()) {
        server.handshakes().finished(tls.engine(), began);
        enter(ctx);
      } else {
        server.handshakes().fail();
        ctx.close();
      }
    }
  }

  private void enter(ChannelHandlerContext ctx) {
    switch (entrance.opening()) {
      case MUTE -> ctx.channel().config().setAutoRead(false);
      case GARBAGE -> ctx.writeAndFlush(Unpooled.wrappedBuffer(PLAIN));
      default -> {
        if (tls.engine().getApplicationProtocol().equals("h2")) {
          speak(ctx);
        } else {
          ctx.close();
        }
      }
    }
  }

  /// What is read passes by this handler, so what it is read by stands behind.
  private void speak(ChannelHandlerContext ctx) {
    var codec =
        Http2FrameCodecBuilder.forServer()
            .initialSettings(new Http2Settings().maxConcurrentStreams(server.allowed()))
            .decoupleCloseAndGoAway(true) // an end without GOAWAY
            .gracefulShutdownTimeoutMillis(0)
            .build();
    var streams =
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel stream) {
            stream.pipeline().addLast(new HttpsStream(server, requests.incrementAndGet()));
          }
        };
    ctx.pipeline().addLast(codec, new Http2MultiplexHandler(streams), new Pings());
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object read) {
    switch (entrance.opening()) {
      case ORDERLY -> ctx.fireChannelRead(read);
      case NOT_TLS -> {
        ReferenceCountUtil.release(read);
        ctx.writeAndFlush(Unpooled.wrappedBuffer(PLAIN));
      }
      case ENDING -> {
        ReferenceCountUtil.release(read);
        ctx.close();
      }
      case STALLING, MUTE, GARBAGE -> ReferenceCountUtil.release(read);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    ctx.close();
  }

  /// Counts PING frames, which the codec answers, and lets go of what else concerns no stream.
  private final class Pings extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
      if (frame instanceof Http2PingFrame ping && !ping.ack()) {
        server.pinged();
      }
      ReferenceCountUtil.release(frame);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
      ctx.close();
    }
  }
}
