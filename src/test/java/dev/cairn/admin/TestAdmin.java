package dev.cairn.admin;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The operator's HTTP socket on a free port, in front of a [FakeApi]. Requests are sent octet by
/// octet as they stand, since clients would set `Host` themselves.
public final class TestAdmin implements AutoCloseable {
  private static final int PATIENCE = 10_000;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final FakeApi api = new FakeApi();
  private final FakeRegistry registry = new FakeRegistry();
  private final FakeEvents events = new FakeEvents();
  private final AdminServer server;

  /// What came back.
  record Reply(String all) {
    int status() {
      return all.isEmpty() ? 0 : Integer.parseInt(all.split(" ")[1]);
    }

    String body() {
      return all.substring(all.indexOf("\r\n\r\n") + 4);
    }

    /// A line of the head, in lower case.
    boolean has(String line) {
      return all.toLowerCase().contains("\r\n" + line + "\r\n");
    }
  }

  private static final class View implements AdminView {
    @Override
    public String metrics() {
      return "cairn_bugs_total 0\n";
    }

    @Override
    public Health health() {
      return new Health("ok", true, "Cairn test", 1, new Health.Zones(0, 0, 0), 0, List.of());
    }

    @Override
    public boolean isReady() {
      return true;
    }
  }

  public TestAdmin() throws IOException {
    this(InetAddress.ofLiteral("127.0.0.1"));
  }

  TestAdmin(InetAddress address) throws IOException {
    server =
        AdminServer.open(
            new InetSocketAddress(address, 0),
            new AdminServer.Sockets(
                loops,
                _ -> new NioServerSocketChannel(),
                new View(),
                new AdminApi(api, api, registry, events),
                Thread::startVirtualThread));
  }

  public FakeApi api() {
    return api;
  }

  public FakeRegistry registry() {
    return registry;
  }

  public FakeEvents events() {
    return events;
  }

  InetSocketAddress address() {
    return server.address();
  }

  /// As `--server` wants it.
  public String url() {
    return "http://127.0.0.1:" + server.address().getPort();
  }

  /// The answer to a request for which the client is told by these lines of its head.
  Reply ask(String method, String path, String... head) throws IOException {
    return send(method + " " + path + " HTTP/1.1\r\n", head, "");
  }

  Reply get(String path) throws IOException {
    return ask("GET", path, "Host: localhost");
  }

  Reply post(String body) throws IOException {
    return post(body, "Host: localhost", "Content-Type: application/json");
  }

  Reply post(String body, String... head) throws IOException {
    return send("POST /api/v1/cache/purge HTTP/1.1\r\n", head, body);
  }

  Reply postTo(String path, String body) throws IOException {
    String[] head = {"Host: localhost", "Content-Type: application/json"};
    return send("POST " + path + " HTTP/1.1\r\n", head, body);
  }

  private Reply send(String first, String[] head, String body) throws IOException {
    var text = new StringBuilder(first);
    for (String line : head) {
      text.append(line).append("\r\n");
    }
    byte[] octets = body.getBytes(StandardCharsets.UTF_8);
    if (octets.length > 0) {
      text.append("Content-Length: ").append(octets.length).append("\r\n");
    }
    text.append("Connection: close\r\n\r\n");
    try (var socket = new Socket(server.address().getAddress(), server.address().getPort())) {
      socket.setSoTimeout(PATIENCE);
      socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(octets);
      return new Reply(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() {
    server.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
