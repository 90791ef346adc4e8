package dev.cairn.health;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;

/// Sends one datagram from a socket of its own, connected, so that a closed port is told of and
/// strangers are not heard.
final class Datagrams {

  /// What comes back, on the loop.
  interface Outcome {

    /// @param datagram valid until this returns
    void received(ByteBuf datagram);

    void failed(String sentence);
  }

  private Datagrams() {}

  /// @return the socket, for whoever asked to close
  static Channel send(Reach reach, InetSocketAddress to, ByteBuf datagram, Outcome outcome) {
    ChannelFuture connecting =
        new Bootstrap()
            .group(reach.loop())
            .channelFactory(reach.sockets().datagramChannels())
            .handler(new Receiver(outcome))
            .connect(to);
    connecting.addListener(_ ->
        reach.onLoop(() -> {
          if (connecting.isSuccess()) {
            connecting.channel().writeAndFlush(datagram); // a failure is told by the pipeline
          } else {
            datagram.release();
            outcome.failed(Causes.sentence(connecting.cause()));
          }
        }));
    return connecting.channel();
  }

  private static final class Receiver extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Outcome outcome;

    Receiver(Outcome outcome) {
      this.outcome = outcome;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      outcome.received(packet.content());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      outcome.failed(Causes.sentence(cause));
    }
  }
}
