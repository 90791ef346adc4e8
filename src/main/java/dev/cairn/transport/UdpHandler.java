package dev.cairn.transport;

import dev.cairn.message.Edns;
import dev.cairn.message.Transport;
import dev.cairn.responder.Exchange;
import dev.cairn.responder.Responder;
import dev.cairn.wire.ResponseBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// The queries of one UDP socket. Answers of one batch of datagrams leave together, when the batch
/// has been read.
final class UdpHandler extends ChannelInboundHandlerAdapter {
  /// Octets of a datagram that are read; no query is longer, and what is cut off is malformed.
  static final int LARGEST_QUERY = 2048;

  /// Octets that the kernel is asked to keep for a socket, each way.
  static final int SOCKET_BUFFER = 1 << 20;

  private final Responder responder;
  private final TransportObserver observer;
  private final AtomicInteger underWay;
  private final Datagram datagram = new Datagram();

  /// @param underWay counts the queries that wait for others
  UdpHandler(Responder responder, TransportObserver observer, AtomicInteger underWay) {
    this.responder = responder;
    this.observer = observer;
    this.underWay = underWay;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var packet = (DatagramPacket) message;
    try {
      datagram.take(context, packet);
    } finally {
      packet.release(); // at once: a batch of datagrams shares one buffer
    }
    responder.respond(datagram);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    observer.unsent(cause);
  }

  /// Whether there is room in what waits to be sent: a network that is slower than we are must not
  /// fill the memory.
  private static boolean mayWrite(Channel channel, TransportObserver observer) {
    boolean mayWrite = channel.isWritable();
    if (!mayWrite) {
      observer.dropped();
    }
    return mayWrite;
  }

  private static DatagramPacket packet(
      Channel channel, ResponseBuffer response, InetSocketAddress client) {
    ByteBuf content = channel.alloc().directBuffer(response.length());
    content.writeBytes(response.bytes(), 0, response.length());
    return new DatagramPacket(content, client);
  }

  /// The query just read, in room that is used again for the next.
  private final class Datagram implements Exchange {
    private final byte[] query = new byte[LARGEST_QUERY];
    private final ResponseBuffer response = new ResponseBuffer(Edns.OUR_UDP_SIZE);
    private int length;
    private InetSocketAddress client = new InetSocketAddress(0);
    private ChannelHandlerContext context;

    @SuppressWarnings("NullAway.Init") // take() comes before everything else
    Datagram() {}

    void take(ChannelHandlerContext from, DatagramPacket packet) {
      context = from;
      client = packet.sender();
      length = Math.min(packet.content().readableBytes(), LARGEST_QUERY);
      packet.content().readBytes(query, 0, length);
    }

    @Override
    public byte[] query() {
      return query;
    }

    @Override
    public int queryLength() {
      return length;
    }

    @Override
    public Transport transport() {
      return Transport.UDP;
    }

    @Override
    public InetSocketAddress client() {
      return client;
    }

    @Override
    public ResponseBuffer response() {
      return response;
    }

    @Override
    public void send() {
      if (mayWrite(context.channel(), observer)) {
        context.write(packet(context.channel(), response, client), context.voidPromise());
      }
    }

    @Override
    public void ignore() {}

    @Override
    public Exchange detached() {
      underWay.incrementAndGet();
      return new Kept(
          UdpHandler.this,
          context.channel(),
          client,
          Arrays.copyOf(query, length),
          new ResponseBuffer(Edns.OUR_UDP_SIZE));
    }
  }

  /// A query that waits for others.
  private record Kept(
      UdpHandler handler,
      Channel channel,
      InetSocketAddress client,
      byte[] query,
      ResponseBuffer response)
      implements Exchange {

    @Override
    public int queryLength() {
      return query.length;
    }

    @Override
    public Transport transport() {
      return Transport.UDP;
    }

    @Override
    public void send() {
      if (mayWrite(channel, handler.observer)) {
        channel
            .writeAndFlush(packet(channel, response, client))
            .addListener(sent -> {
              handler.underWay.decrementAndGet();
              if (!sent.isSuccess()) {
                handler.observer.unsent(sent.cause());
              }
            });
      } else {
        ignore();
      }
    }

    @Override
    public void ignore() {
      handler.underWay.decrementAndGet();
    }

    @Override
    public Exchange detached() {
      return this;
    }
  }
}
