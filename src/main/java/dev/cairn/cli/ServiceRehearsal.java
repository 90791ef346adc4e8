package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What happens to a registry over HTTP: services come, change and are asked for, and many who wait
/// hear of it at once.
final class ServiceRehearsal implements Closeable {
  private static final int WATCHERS = 100;
  private static final int CHANGES = 300;
  private static final int PATIENCE_MILLIS = 5_000;
  private static final String SERVICE = "/v1/health/service/rehearsal?passing=true";
  private static final Pattern INDEX = Pattern.compile("(?i)x-consul-index: (\\d+)");
  private static final Pattern LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

  private final List<Socket> watchers = new ArrayList<>();
  private final Socket writer;

  ServiceRehearsal(InetSocketAddress registry) throws IOException {
    writer = connected(registry);
    for (int i = 0; i < WATCHERS; i++) {
      watchers.add(connected(registry));
    }
  }

  private static Socket connected(InetSocketAddress registry) throws IOException {
    var socket = new Socket(registry.getAddress(), registry.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.setTcpNoDelay(true);
    return socket;
  }

  /// @param end by `System.nanoTime`, when it ends however much is left
  void play(long end) throws IOException {
    register(0);
    for (int change = 1; change <= CHANGES && System.nanoTime() - end < 0; change++) {
      send(writer, "GET", SERVICE, "");
      String known = group(INDEX, answer(writer));
      for (Socket watcher : watchers) {
        send(watcher, "GET", SERVICE + "&wait=1m&index=" + known, "");
      }
      register(change);
      for (Socket watcher : watchers) {
        answer(watcher);
      }
    }
  }

  private void register(int change) throws IOException {
    String body =
        """
        {"ID": "rehearsal-%d", "Name": "rehearsal", "Address": "192.0.2.1", "Port": %d, "Tags": ["a"], "Check": {"TTL": "60s", "Status": "passing"}}
        """
            .formatted(change % 3, 1024 + change);
    send(writer, "PUT", "/v1/agent/service/register", body);
    answer(writer);
  }

  private static void send(Socket socket, String method, String path, String body)
      throws IOException {
    String head =
        "%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, path, body.length());
    socket.getOutputStream().write((head + body).getBytes(ISO_8859_1));
  }

  /// The whole of it.
  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    var octets = new ByteArrayOutputStream();
    var part = new byte[4096];
    while (true) {
      int length = in.read(part);
      if (length < 0) {
        throw new IOException("the registry closed a connection");
      }
      octets.write(part, 0, length);
      String text = octets.toString(ISO_8859_1);
      int end = text.indexOf("\r\n\r\n");
      if (end >= 0 && text.length() >= end + 4 + Integer.parseInt(group(LENGTH, text))) {
        if (!text.startsWith("HTTP/1.1 200 ")) {
          throw new IOException(text);
        }
        return text;
      }
    }
  }

  private static String group(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "0";
  }

  @Override
  public void close() throws IOException {
    writer.close();
    for (Socket watcher : watchers) {
      watcher.close();
    }
  }
}
