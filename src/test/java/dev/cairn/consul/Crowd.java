package dev.cairn.consul;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// A process of its own: many connections that ask the same, and end well if each is told of a
/// service.
final class Crowd {
  private Crowd() {}

  /// @param arguments the port, how many, and the path
  public static void main(String[] arguments) throws IOException {
    var server = new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0]));
    int count = Integer.parseInt(arguments[1]);
    byte[] request =
        "GET %s HTTP/1.1\r\nHost: a\r\n\r\n".formatted(arguments[2]).getBytes(ISO_8859_1);
    List<SocketChannel> sockets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var socket = SocketChannel.open(server);
      socket.write(ByteBuffer.wrap(request));
      sockets.add(socket);
    }
    long begun = 0;
    for (SocketChannel socket : sockets) {
      String reply = read(socket);
      begun = begun == 0 ? System.nanoTime() : begun;
      if (!reply.startsWith("HTTP/1.1 200 ") || !reply.contains("\"Service\":\"crowded\"")) {
        throw new IOException(reply);
      }
    }
    System.err.printf(
        "%,d were told within %,d ms of the first%n",
        count, (System.nanoTime() - begun) / 1_000_000);
    System.exit(0);
  }

  private static String read(SocketChannel socket) throws IOException {
    var text = new StringBuilder();
    var buffer = ByteBuffer.allocate(8192);
    while (text.indexOf("]}]") < 0 && text.indexOf("[]}") < 0) {
      if (socket.read(buffer.clear()) < 0) {
        return text.toString();
      }
      text.append(ISO_8859_1.decode(buffer.flip()));
    }
    return text.toString();
  }
}
