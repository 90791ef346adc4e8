package dev.cairn.transport;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;

/// A TCP client that says when each octet leaves.
final class Wire implements AutoCloseable {
  private static final int PATIENCE = 5_000; // milliseconds

  final Socket socket;

  Wire(InetSocketAddress server) throws IOException {
    this(server, new Socket());
  }

  /// @param socket not yet connected
  Wire(InetSocketAddress server, Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE);
    socket.connect(server, PATIENCE);
  }

  /// Messages, each with its length in front, as they stand behind each other in a stream.
  static byte[] framed(byte[]... messages) {
    var stream = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      stream.write(message.length >>> 8);
      stream.write(message.length);
      stream.writeBytes(message);
    }
    return stream.toByteArray();
  }

  void write(byte[] octets) throws IOException {
    socket.getOutputStream().write(octets);
  }

  void write(byte[] octets, int from, int to) throws IOException {
    write(Arrays.copyOfRange(octets, from, to));
  }

  /// The next message; throws if there is none.
  byte[] read() throws IOException {
    var in = new DataInputStream(socket.getInputStream());
    var message = new byte[in.readUnsignedShort()];
    in.readFully(message);
    return message;
  }

  /// The ID of the next message.
  int readId() throws IOException {
    byte[] message = read();
    return (message[0] & 0xFF) << 8 | message[1] & 0xFF;
  }

  /// Whether the server has ended the stream, and nothing came before that.
  boolean isClosed() throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
