package dev.cairn.transport;

import dev.cairn.message.Transport;
import dev.cairn.responder.Exchange;
import dev.cairn.responder.Responder;
import dev.cairn.transport.TransportObserver.Closing;
import dev.cairn.wire.ResponseBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One TCP connection: messages with their length in front, split anywhere, answered in whatever
/// order the answers come (RFC 7766 §6.2.1, §8).
///
/// What is not yet a whole message waits in `arrived`. Reading stops while as many queries are
/// under way as may be, and while the client does not take what we write: so nothing here grows
/// beyond one message and one read. All of it happens on the connection's event loop.
final class TcpConnection extends ChannelInboundHandlerAdapter {
  private static final int LENGTH = 2;

  /// What a connection is told when the server stops.
  enum Drain {
    NOW
  }

  private final Responder responder;
  private final Supplier<TcpLimits> limits;
  private final TcpScratch scratch;
  private final TransportObserver observer;
  private final ConnectionClock clock;
  private @Nullable ByteBuf arrived;
  private int underWay;
  private int parts; // of answers, that the client has not taken yet
  private boolean isProcessing;
  private boolean isEnding;

  TcpConnection(
      Responder responder,
      Supplier<TcpLimits> limits,
      TcpScratch scratch,
      TransportObserver observer) {
    this.responder = responder;
    this.limits = limits;
    this.scratch = scratch;
    this.observer = observer;
    this.clock = new ConnectionClock(System.nanoTime());
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    watch(context);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (arrived != null) {
      arrived.release();
      arrived = null;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    var more = (ByteBuf) message;
    if (isEnding) {
      more.release();
    } else if (arrived == null) {
      arrived = more;
      process(context);
    } else {
      arrived = append(context, arrived, more);
      process(context);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    context.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    tellWritable(context.channel());
    process(context);
    context.flush();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    // the client has asked all it wants and still listens, or the server stops
    if (event instanceof ChannelInputShutdownEvent || event == Drain.NOW) {
      end(context.channel());
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // reset by the peer, most often; nobody is left to be told
  }

  /// Answers whole messages for as long as it may.
  private void process(ChannelHandlerContext context) {
    if (isProcessing) {
      return; // an answer at once makes room at once; the loop below sees it
    }
    isProcessing = true;
    Channel channel = context.channel();
    while (mayTakeMore(channel) && hasWholeMessage()) {
      takeMessage(context);
    }
    isProcessing = false;
    if (arrived != null && !arrived.isReadable()) {
      arrived.release();
      arrived = null;
    }
    clock.partial(arrived != null && !hasWholeMessage() && mayTakeMore(channel), System.nanoTime());
    if (!isEnding) { // a side that is shut down must not be read again
      channel.config().setAutoRead(mayTakeMore(channel));
    }
    closeIfDone(channel);
  }

  private boolean mayTakeMore(Channel channel) {
    return channel.isActive() && underWay < limits.get().inFlight() && channel.isWritable();
  }

  private boolean hasWholeMessage() {
    return arrived != null
        && arrived.readableBytes() >= LENGTH
        && arrived.readableBytes() >= LENGTH + arrived.getUnsignedShort(arrived.readerIndex());
  }

  private void takeMessage(ChannelHandlerContext context) {
    ByteBuf from = arrived;
    if (from == null) {
      return;
    }
    int length = from.readUnsignedShort();
    from.readBytes(scratch.query, 0, length);
    underWay++;
    clock.taken(System.nanoTime());
    responder.respond(new Message(context, length));
  }

  private static ByteBuf append(ChannelHandlerContext context, ByteBuf arrived, ByteBuf more) {
    ByteBuf all = context.alloc().buffer(arrived.readableBytes() + more.readableBytes());
    all.writeBytes(arrived).writeBytes(more);
    arrived.release();
    more.release();
    return all;
  }

  /// One query is done with; on the event loop.
  private void done(ChannelHandlerContext context) {
    underWay--;
    clock.active(System.nanoTime());
    process(context);
  }

  /// Sends a part, and the next when the client has taken it; until then the connection counts as
  /// stalled.
  private void part(ChannelHandlerContext context, ByteBuf message, Exchange.Rest rest) {
    parts++;
    tellWritable(context.channel());
    context
        .writeAndFlush(message)
        .addListener(written -> {
          parts--;
          clock.writable(true, System.nanoTime()); // it moves
          tellWritable(context.channel());
          if (written.isSuccess()) {
            rest.next();
          } else {
            rest.gone();
            done(context);
          }
        });
  }

  /// A client that leaves parts where they are is as slow as one that leaves much.
  private void tellWritable(Channel channel) {
    clock.writable(parts == 0 && channel.isWritable(), System.nanoTime());
  }

  private void closeFor(Channel channel, Closing why) {
    observer.closing(why);
    channel.close();
  }

  /// Takes no more queries, and closes when the last is answered.
  private void end(Channel channel) {
    isEnding = true;
    closeIfDone(channel);
  }

  private void closeIfDone(Channel channel) {
    if (isEnding && underWay == 0 && !hasWholeMessage()) {
      channel
          .writeAndFlush(channel.alloc().buffer(0))
          .addListener(ChannelFutureListener.CLOSE); // behind all answers
    }
  }

  /// Looks after the timeouts: again whenever the nearest of them may have come.
  private void watch(ChannelHandlerContext context) {
    if (!context.channel().isActive()) {
      return;
    }
    long now = System.nanoTime();
    Closing due = clock.due(now, limits.get().timeouts(), underWay);
    if (due == Closing.LIFETIME && underWay > 0) {
      isEnding = true;
    } else if (due != null) {
      closeFor(context.channel(), due);
      return;
    }
    long wait = clock.nanosToNext(now, limits.get().timeouts());
    context.executor().schedule(() -> watch(context), wait, TimeUnit.NANOSECONDS);
  }

  private static ByteBuf framed(Channel channel, ResponseBuffer response) {
    ByteBuf message = channel.alloc().directBuffer(LENGTH + response.length());
    return message.writeShort(response.length()).writeBytes(response.bytes(), 0, response.length());
  }

  /// The query just read, in room that the whole event loop shares.
  private final class Message implements Exchange {
    private final ChannelHandlerContext context;
    private final int length;

    Message(ChannelHandlerContext context, int length) {
      this.context = context;
      this.length = length;
    }

    @Override
    public byte[] query() {
      return scratch.query;
    }

    @Override
    public int queryLength() {
      return length;
    }

    @Override
    public Transport transport() {
      return Transport.TCP;
    }

    @Override
    public InetSocketAddress client() {
      return (InetSocketAddress) context.channel().remoteAddress();
    }

    @Override
    public ResponseBuffer response() {
      return scratch.response;
    }

    @Override
    public void send() {
      context.write(framed(context.channel(), scratch.response), context.voidPromise());
      done(context);
    }

    @Override
    public void ignore() {
      underWay--;
      context.flush(); // what was asked before is answered
      closeFor(context.channel(), Closing.NO_QUERY);
    }

    @Override
    public Exchange detached() {
      return new Kept(context, client(), Arrays.copyOf(scratch.query, length), TcpConnection.this);
    }
  }

  /// A query that waits for others; its room for the response is made when there is one.
  private static final class Kept implements Exchange {
    private final ChannelHandlerContext context;
    private final InetSocketAddress client;
    private final byte[] query;
    private final TcpConnection connection;
    private @Nullable ResponseBuffer response;

    Kept(
        ChannelHandlerContext context,
        InetSocketAddress client,
        byte[] query,
        TcpConnection connection) {
      this.context = context;
      this.client = client;
      this.query = query;
      this.connection = connection;
    }

    @Override
    public byte[] query() {
      return query;
    }

    @Override
    public int queryLength() {
      return query.length;
    }

    @Override
    public Transport transport() {
      return Transport.TCP;
    }

    @Override
    public InetSocketAddress client() {
      return client;
    }

    @Override
    public ResponseBuffer response() {
      if (response == null) {
        response = new ResponseBuffer(TcpScratch.LARGEST_MESSAGE);
      }
      return response;
    }

    @Override
    public void send() {
      ByteBuf message = framed(context.channel(), response());
      context
          .executor()
          .execute(() -> {
            context.write(message, context.voidPromise());
            connection.done(context); // which may write more
            context.flush();
          });
    }

    @Override
    public void sendPart(Rest rest) {
      ByteBuf message = framed(context.channel(), response());
      context.executor().execute(() -> connection.part(context, message, rest));
    }

    @Override
    public void ignore() {
      context.executor().execute(() -> connection.done(context));
    }

    @Override
    public Exchange detached() {
      return this;
    }
  }
}
