package dev.cairn.upstream;

import dev.cairn.forward.TestUpstream.Script;
import dev.cairn.message.Transport;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import org.xbill.DNS.Message;

/// One request with a query, and the stream that its answer goes by. Each method waits until what
/// it sends has left.
public final class HttpsExchange {
  private final Http2StreamChannel stream;
  private final int number;
  private final Message query;
  private final Script script;

  HttpsExchange(Http2StreamChannel stream, int number, Message query, Script script) {
    this.stream = stream;
    this.number = number;
    this.query = query;
    this.script = script;
  }

  /// Which request of its connection it is, from 1.
  public int number() {
    return number;
  }

  public Message query() {
    return query;
  }

  /// What the script says.
  public List<byte[]> replies() throws IOException {
    return script.repliesTo(query, Transport.TCP);
  }

  /// Sends the status and these fields.
  ///
  /// @param fields names and values by turns; a name that comes again replaces the former value,
  ///   and an empty value means that the field is not sent
  public void head(int status, String... fields) throws IOException {
    await(stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers(status, fields))));
  }

  /// The same, and that nothing follows.
  public void headAlone(int status, String... fields) throws IOException {
    await(stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers(status, fields), true)));
  }

  private static Http2Headers headers(int status, String... fields) {
    Http2Headers headers = new DefaultHttp2Headers().status(String.valueOf(status));
    for (int i = 0; i < fields.length; i += 2) {
      if (fields[i + 1].isEmpty()) {
        headers.remove(fields[i]);
      } else {
        headers.set(fields[i], fields[i + 1]);
      }
    }
    return headers;
  }

  /// Sends a part of the body.
  public void part(byte... octets) throws IOException {
    await(stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(octets))));
  }

  /// Sends the last part of the body.
  public void last(byte... octets) throws IOException {
    await(stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(octets), true)));
  }

  /// Sends fields behind the body (RFC 9113 §8.1).
  public void trailers(String... fields) throws IOException {
    var headers = new DefaultHttp2Headers();
    for (int i = 0; i < fields.length; i += 2) {
      headers.set(fields[i], fields[i + 1]);
    }
    await(stream.writeAndFlush(new DefaultHttp2HeadersFrame(headers, true)));
  }

  /// Breaks off the stream (RST_STREAM).
  public void reset(Http2Error why) throws IOException {
    await(stream.writeAndFlush(new DefaultHttp2ResetFrame(why)));
  }

  /// Says GOAWAY, and that this request is the last one that is or will be answered.
  public void goAway(Http2Error why) throws IOException {
    ChannelHandlerContext codec = stream.parent().pipeline().context(Http2FrameCodec.class);
    if (codec == null) {
      throw new EOFException("the connection has ended");
    }
    var sent = codec.newPromise();
    stream
        .eventLoop()
        .execute(() -> {
          ((Http2FrameCodec) codec.handler())
              .goAway(codec, stream.stream().id(), why.code(), Unpooled.EMPTY_BUFFER, sent);
          codec.flush();
        });
    await(sent);
  }

  /// Closes the connection, with `close_notify` and without GOAWAY.
  public void end() throws IOException {
    await(stream.parent().close());
  }

  /// Ends the TCP connection without saying so to TLS or HTTP.
  public void cut() throws IOException {
    await(((SocketChannel) stream.parent()).shutdownOutput());
  }

  /// Has TCP say RST.
  public void resetConnection() {
    var connection = (SocketChannel) stream.parent();
    connection.config().setSoLinger(0);
    stream.eventLoop().execute(connection.unsafe()::closeForcibly);
  }

  private static void await(ChannelFuture sent) throws IOException {
    sent.awaitUninterruptibly();
    if (!sent.isSuccess()) {
      throw new IOException(sent.cause());
    }
  }
}
