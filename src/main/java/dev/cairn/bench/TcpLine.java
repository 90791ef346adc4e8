package dev.cairn.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// A client over one TCP connection, on which queries do not wait for each other (RFC 7766
/// §6.2.1.1). A connection that the server closes is opened again.
final class TcpLine extends Line {
  private static final long PAUSE = 100_000_000; // nanoseconds

  private final InetSocketAddress server;
  private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 18);
  private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16).limit(0);
  private SocketChannel channel;
  private long retryAt;

  TcpLine(InetSocketAddress server, Tally tally) throws IOException {
    super(tally);
    this.server = server;
    this.channel = connect();
  }

  private SocketChannel connect() throws IOException {
    SocketChannel connected = SocketChannel.open(server);
    connected.setOption(StandardSocketOptions.TCP_NODELAY, true);
    connected.configureBlocking(false);
    return connected;
  }

  @Override
  boolean receive() throws IOException {
    if (!channel.isOpen() && !isConnected()) {
      return false;
    }
    flush();
    int read;
    try {
      read = channel.read(in);
    } catch (IOException _) { // reset
      read = -1;
    }
    if (read < 0) {
      end();
      return false;
    }
    long now = System.nanoTime();
    in.flip();
    while (in.remaining() >= 2) {
      int length = in.getShort(in.position()) & 0xFFFF;
      if (in.remaining() < 2 + length) {
        break;
      }
      heard(in.slice(in.position() + 2, length), now);
      in.position(in.position() + 2 + length);
    }
    in.compact();
    return read > 0;
  }

  private void end() throws IOException {
    broken();
    giveUpAll();
    channel.close();
    in.clear();
    out.clear().limit(0);
    retryAt = System.nanoTime() + PAUSE;
  }

  /// Whether there is a connection again: the server may be away for a moment.
  private boolean isConnected() {
    if (System.nanoTime() - retryAt < 0) {
      return false;
    }
    try {
      channel = connect();
      return true;
    } catch (IOException _) {
      broken();
      retryAt = System.nanoTime() + PAUSE;
      return false;
    }
  }

  @Override
  boolean send(byte[] query, int id) throws IOException {
    if (!channel.isOpen()) {
      return false;
    }
    if (out.capacity() - out.remaining() < 2 + query.length) {
      flush();
      return false;
    }
    out.compact();
    int at = out.position() + 2;
    out.putShort((short) query.length).put(query).putShort(at, (short) id).flip();
    return true; // leaves with the next flush, together with others
  }

  private void flush() {
    try {
      if (out.hasRemaining()) {
        channel.write(out);
      }
    } catch (IOException _) {
      out.clear().limit(0); // the next read says that it is closed
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
