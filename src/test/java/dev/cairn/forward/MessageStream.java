package dev.cairn.forward;

import dev.cairn.forward.TestUpstream.Script;
import dev.cairn.message.Transport;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;
import org.xbill.DNS.Message;

/// A connection that a scripted server has accepted: messages, each behind its length (RFC 1035
/// §4.2.2), over TCP or over TLS on it.
public final class MessageStream {
  private final Socket carrier;
  private final Socket socket;
  private final DataInputStream in;
  private final Script script;
  private final Consumer<Message> seen;

  /// @param carrier the TCP connection
  /// @param socket what messages are read from and written to: the carrier, or TLS over it
  /// @param seen is told every query
  public MessageStream(Socket carrier, Socket socket, Script script, Consumer<Message> seen)
      throws IOException {
    this.carrier = carrier;
    this.socket = socket;
    this.in = new DataInputStream(socket.getInputStream());
    this.script = script;
    this.seen = seen;
  }

  /// Waits for the next query.
  ///
  /// @throws java.io.EOFException if the client has ended the stream
  public Message read() throws IOException {
    var octets = new byte[in.readUnsignedShort()];
    in.readFully(octets);
    var query = new Message(octets);
    seen.accept(query);
    return query;
  }

  /// What the script says to a query.
  public List<byte[]> repliesTo(Message query) throws IOException {
    return script.repliesTo(query, Transport.TCP);
  }

  /// Sends what the script says.
  public void answer(Message query) throws IOException {
    for (byte[] reply : repliesTo(query)) {
      write(framed(reply));
    }
  }

  /// Sends octets as they are, all at once.
  public void write(byte[] octets) throws IOException {
    synchronized (socket) { // replies come whole, whoever sends them
      socket.getOutputStream().write(octets);
      socket.getOutputStream().flush();
    }
  }

  /// A message behind its length.
  public static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(2 + message.length)
        .putShort((short) message.length)
        .put(message)
        .array();
  }

  /// Says that nothing more comes, over TLS with `close_notify`, and waits for the client to end it
  /// too.
  public void end() throws IOException {
    socket.shutdownOutput();
    cut();
  }

  /// Ends the TCP connection without saying so to TLS, and waits for the client to end it too.
  public void cut() throws IOException {
    if (!carrier.isOutputShutdown()) {
      carrier.shutdownOutput();
    }
    drain();
  }

  /// Reads and heeds nothing until the client ends the connection.
  public void drain() throws IOException {
    carrier.getInputStream().transferTo(OutputStream.nullOutputStream());
  }

  /// Has TCP say RST.
  public void reset() throws IOException {
    carrier.setSoLinger(true, 0);
    carrier.close();
  }

  /// Reads nothing, and says nothing, until the server is closed.
  public void ignore() throws InterruptedException {
    Thread.sleep(Long.MAX_VALUE);
  }
}
