package dev.cairn.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;

/// One of Netty's channels, for whatever loop: works everywhere.
final class NettyLaneSocket extends SimpleChannelInboundHandler<DatagramPacket>
    implements LaneSocket {
  private final Listener listener;
  private final Channel channel;
  private boolean isConnected;

  /// Begins to open it.
  NettyLaneSocket(
      InetSocketAddress upstream,
      EventLoop loop,
      ChannelFactory<? extends DatagramChannel> channels,
      Listener listener) {
    this.listener = listener;
    ChannelFuture connecting =
        new Bootstrap()
            .group(loop)
            .channelFactory(channels)
            .option(ChannelOption.RECVBUF_ALLOCATOR, room())
            .handler(this)
            .connect(upstream);
    this.channel = connecting.channel();
    connecting.addListener(_ -> { // on a thread of its own if the socket could not even be made
      if (loop.inEventLoop()) {
        opened(connecting);
      } else {
        loop.execute(() -> opened(connecting));
      }
    });
  }

  private static RecvByteBufAllocator room() {
    return new FixedRecvByteBufAllocator(LARGEST_DATAGRAM).maxMessagesPerRead(MOST_AT_ONCE);
  }

  private void opened(ChannelFuture connecting) {
    if (connecting.isSuccess()) {
      isConnected = true;
      listener.ready();
    } else {
      listener.failed(connecting.cause());
    }
  }

  @Override
  public boolean send(byte[] message) {
    if (isConnected) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(message), channel.voidPromise());
    }
    return isConnected;
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  @Override
  public void close() {
    var _ = channel.close();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
    listener.heard(ByteBufUtil.getBytes(packet.content()));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    listener.failed(new ClosedChannelException());
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    listener.failed(cause);
  }
}
