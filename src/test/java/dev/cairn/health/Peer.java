package dev.cairn.health;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/// Something that is checked, on a free port of loopback: does with each connection what its
/// conduct says, and then closes it.
final class Peer implements AutoCloseable {
  private final ServerSocket socket;
  private final Conduct conduct;
  final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
  final AtomicInteger connections = new AtomicInteger();

  interface Conduct {
    void serve(Exchange exchange) throws IOException, InterruptedException;
  }

  /// One connection, with the head of a request as it came.
  record Exchange(Peer peer, Socket socket) {

    /// Reads the head of a request, and what it says follows.
    String request() throws IOException {
      var in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      List<String> lines = new ArrayList<>();
      int length = 0;
      for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
        lines.add(line);
        if (line.toLowerCase().startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(15).trim());
        }
      }
      var body = new StringBuilder();
      for (int i = 0; i < length; i++) {
        body.append((char) in.read());
      }
      String whole = String.join("\n", lines) + "\n\n" + body;
      peer.heads.add(whole);
      return whole;
    }

    void say(String text) throws IOException {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
    }

    /// Until the other side has had enough.
    void hang() throws IOException {
      while (socket.getInputStream().read() >= 0) {
        continue;
      }
    }
  }

  private Peer(ServerSocket socket, Conduct conduct) {
    this.socket = socket;
    this.conduct = conduct;
    Thread.startVirtualThread(this::accept);
  }

  static Peer doing(Conduct conduct) throws IOException {
    return new Peer(new ServerSocket(0, 128, InetAddress.ofLiteral("127.0.0.1")), conduct);
  }

  static Peer withTls(SSLContext tls, Conduct conduct) throws IOException {
    return new Peer(
        tls.getServerSocketFactory().createServerSocket(0, 128, InetAddress.ofLiteral("127.0.0.1")),
        conduct);
  }

  /// Says the same to every request.
  static Peer saying(String status, String body) throws IOException {
    return doing(exchange -> {
      exchange.request();
      exchange.say(response(status, body));
    });
  }

  static String response(String status, String body) {
    return "HTTP/1.1 "
        + status
        + "\r\nContent-Length: "
        + body.getBytes(StandardCharsets.UTF_8).length
        + "\r\n\r\n"
        + body;
  }

  static String redirect(int status, String location) {
    return "HTTP/1.1 " + status + " Go\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n";
  }

  int port() {
    return socket.getLocalPort();
  }

  String url(String path) {
    return "http://127.0.0.1:" + port() + path;
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        connections.incrementAndGet();
        Thread.startVirtualThread(() -> serve(connection));
      }
    } catch (IOException e) {
      return; // closed
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      conduct.serve(new Exchange(this, connection));
    } catch (IOException | InterruptedException e) {
      return; // the other side has gone
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
