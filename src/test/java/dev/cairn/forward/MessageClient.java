package dev.cairn.forward;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// Asks over a connection, TCP or TLS, with plain blocking sockets. Waits at most five seconds for
/// what it reads.
public final class MessageClient implements AutoCloseable {
  private static final int PATIENCE = 5_000; // milliseconds

  private final Socket socket;

  /// @param socket connected
  public MessageClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE);
  }

  public static MessageClient to(InetSocketAddress server) throws IOException {
    return new MessageClient(new Socket(server.getAddress(), server.getPort()));
  }

  /// A question for an address.
  ///
  /// @param name without the dot at its end
  public static Message query(String name) {
    return Message.newQuery(
        Record.newRecord(Name.fromConstantString(name + "."), Type.A, DClass.IN));
  }

  public void send(Message query) throws IOException {
    socket.getOutputStream().write(MessageStream.framed(query.toWire()));
  }

  /// The next message, whatever it is.
  ///
  /// @throws java.io.EOFException if the server has ended the stream
  public byte[] receive() throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    var octets = new byte[in.readUnsignedShort()];
    in.readFully(octets);
    return octets;
  }

  public Message ask(Message query) throws IOException {
    send(query);
    return new Message(receive());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
