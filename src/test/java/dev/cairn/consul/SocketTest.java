package dev.cairn.consul;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.transport.EventLoops.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What happens on a connection, octet by octet.
class SocketTest {
  private static final JsonMapper JSON = new JsonMapper();

  private TestConsul consul;
  private final List<Socket> sockets = new ArrayList<>();

  @BeforeEach
  void open() throws IOException {
    consul =
        new TestConsul(
            new HttpSettings.Bounds(3, 100),
            new HttpSettings.Manners(false, true),
            InetAddress::isLoopbackAddress,
            engine());
  }

  Engine engine() {
    return Engine.best();
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    consul.close();
  }

  private Socket connect(String text) throws IOException {
    var socket = new Socket("127.0.0.1", consul.port());
    socket.setSoTimeout(10_000);
    sockets.add(socket);
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    return socket;
  }

  private static String get(String path) {
    return "GET /v1/" + path + " HTTP/1.1\r\nHost: a\r\n\r\n";
  }

  private static String put(String path, String body) {
    return "PUT /v1/%s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(path, body.length(), body);
  }

  private static String readUntil(Socket socket, String end) throws IOException {
    var text = new StringBuilder();
    InputStream in = socket.getInputStream();
    while (text.indexOf(end) < 0) {
      int octet = in.read();
      if (octet < 0) {
        return text + "|closed";
      }
      text.append((char) octet);
    }
    return text.toString();
  }

  @Test
  void requests_that_come_together_are_answered_in_order() throws IOException {
    Socket socket =
        connect(
            put("kv/a", "1")
                + get("kv/a?raw")
                + put("kv/a", "2")
                + get("kv/a?raw")
                + "GET /v1/status/leader HTTP/1.1\r\nConnection: close\r\n\r\n");
    String all = readUntil(socket, "never");
    assertThat(all.replaceAll("(?s)HTTP/1.1 200 OK.*?\r\n\r\n", "#"))
        .isEqualTo("#true#1#true#2#\"127.0.0.1:8300\"|closed");
  }

  @Test
  void those_who_wait_together_are_answered_each_in_its_manner() throws IOException {
    String path = " /v1/health/service/api?wait=1m&index=";
    long index = consul.get("health/service/api").index();
    Socket stays = connect("GET" + path + index + " HTTP/1.1\r\n\r\n");
    Socket closes = connect("GET" + path + index + " HTTP/1.1\r\nConnection: close\r\n\r\n");
    Socket head = connect("HEAD" + path + index + " HTTP/1.1\r\nConnection: close\r\n\r\n");
    await().until(() -> consul.api.watchers() == 3);
    assertThat(consul.directory.parked()).isOne();
    consul.put("agent/service/register", "{\"Name\":\"api\"}");
    String whole = readUntil(closes, "never");
    String body = whole.substring(whole.indexOf("\r\n\r\n") + 4).replace("|closed", "");
    assertThat(body).contains("\"Service\":\"api\"");
    assertThat(readUntil(head, "never")).isEqualTo(whole.replace(body, ""));
    assertThat(readUntil(stays, body) + "|closed")
        .isEqualTo(whole.replace("connection: close\r\n", ""));
  }

  @Test
  void who_waits_is_told_all_of_what_no_socket_takes_at_once() throws IOException {
    for (int i = 0; i < 16; i++) {
      consul.put("kv/big/" + i, "x".repeat(500_000));
    }
    long index = consul.get("kv/big/?recurse").index();
    String watch = get("kv/big/?recurse&wait=1m&index=" + index);
    List<Socket> watchers = List.of(connect(watch), connect(watch));
    await().until(() -> consul.api.watchers() == 2);
    consul.put("kv/big/last", "y");
    for (Socket watcher : watchers) {
      String head = readUntil(watcher, "\r\n\r\n");
      Matcher length = Pattern.compile("content-length: (\\d+)").matcher(head);
      assertThat(length.find()).isTrue();
      int octets = Integer.parseInt(length.group(1));
      assertThat(octets).isGreaterThan(10_000_000);
      String body = new String(watcher.getInputStream().readNBytes(octets), ISO_8859_1);
      assertThat(JSON.readTree(body)).hasSize(17);
      watcher.getOutputStream().write(get("status/leader").getBytes(ISO_8859_1));
      assertThat(readUntil(watcher, "8300\"")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void a_request_behind_one_that_waits_is_answered_after_it() throws IOException {
    Socket socket = connect(get("kv/a?index=" + index() + "&wait=1m") + get("status/leader"));
    await().until(() -> consul.api.watchers() == 1);
    consul.put("kv/a", "x");
    assertThat(readUntil(socket, "8300")).contains("\"Value\":\"eA==\"");
  }

  private long index() {
    return consul.get("kv/a").index();
  }

  @Test
  void a_connection_that_closes_frees_its_place_at_once() throws IOException {
    Socket socket = connect(get("kv/a?index=" + index() + "&wait=10m"));
    await().until(() -> consul.api.watchers() == 1);
    socket.close();
    await().until(() -> consul.api.watchers() == 0 && consul.directory.parked() == 0);
  }

  @Test
  void one_client_has_so_many_places_and_no_more() throws IOException {
    String watch = get("kv/a?index=" + index() + "&wait=10m");
    for (int i = 1; i <= 3; i++) {
      connect(watch);
      int count = i;
      await().until(() -> consul.api.watchers() == count);
    }
    assertThat(readUntil(connect(watch), "\r\n")).startsWith("HTTP/1.1 429 ");
    sockets.getFirst().close();
    await().until(() -> consul.api.watchers() == 2);
    connect(watch);
    await().until(() -> consul.api.watchers() == 3);
  }

  @Test
  void a_bound_that_is_lowered_counts_for_who_comes_next() throws IOException {
    String watch = get("kv/a?index=" + index() + "&wait=10m");
    connect(watch);
    await().until(() -> consul.api.watchers() == 1);
    var was = consul.settings;
    consul.api.take(
        new HttpSettings(
            was.identity(), was.access(), new HttpSettings.Bounds(1, 100), was.manners()));
    assertThat(readUntil(connect(watch), "\r\n")).startsWith("HTTP/1.1 429 ");
    assertThat(consul.api.watchers()).isEqualTo(1);
  }

  @Test
  void one_client_has_so_many_connections_unless_it_is_a_trusted_proxy() throws IOException {
    try (var strict =
        new TestConsul(new HttpSettings.Bounds(3, 1000), HttpSettings.Manners.USUAL, _ -> false)) {
      for (int i = 0; i < 110; i++) {
        var socket = new Socket("127.0.0.1", strict.port());
        socket.setSoTimeout(10_000);
        sockets.add(socket);
      }
      await().until(() -> sockets.stream().filter(SocketTest::isClosed).count() == 7);
      assertThat(strict.connections()).isEqualTo(103);
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  @Test
  void a_client_that_asks_ahead_without_end_is_cut_off() throws IOException {
    Socket socket =
        connect(get("kv/a?index=" + index() + "&wait=10m") + get("status/leader").repeat(40));
    assertThat(readUntil(socket, "never")).isEqualTo("|closed");
    await().until(() -> consul.api.watchers() == 0);
  }

  @Test
  void large_bodies_are_refused_before_they_are_sent() throws IOException {
    Socket announced =
        connect("PUT /v1/kv/a HTTP/1.1\r\nContent-Length: 524289\r\nExpect: 100-continue\r\n\r\n");
    assertThat(readUntil(announced, "never"))
        .startsWith("HTTP/1.1 413 ")
        .contains("max size: 524288 bytes")
        .endsWith("|closed");
    Socket chunked = connect("PUT /v1/kv/a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
    String chunk = "10000\r\n" + "x".repeat(65_536) + "\r\n";
    try {
      for (int i = 0; i < 9; i++) {
        chunked.getOutputStream().write(chunk.getBytes(ISO_8859_1));
      }
    } catch (IOException _) {
      // it was told already
    }
    assertThat(readUntil(chunked, "\r\n")).startsWith("HTTP/1.1 413 ");
    assertThat(consul.get("kv/a").status()).isEqualTo(404);
  }

  @Test
  void the_largest_value_is_taken_and_whoever_asks_first_is_told_to_go_on() throws IOException {
    Socket socket =
        connect("PUT /v1/kv/a HTTP/1.1\r\nContent-Length: 524288\r\nExpect: 100-continue\r\n\r\n");
    assertThat(readUntil(socket, "\r\n\r\n")).startsWith("HTTP/1.1 100 ");
    socket.getOutputStream().write(new byte[524_288]);
    assertThat(readUntil(socket, "true")).startsWith("HTTP/1.1 200 ");
  }

  @Test
  void what_is_not_http_is_refused() throws IOException {
    assertThat(readUntil(connect("nonsense\r\n\r\n"), "\r\n")).startsWith("HTTP/1.1 400 ");
    assertThat(readUntil(connect("GET /v1/" + "a".repeat(9000) + " HTTP/1.1\r\n\r\n"), "\r\n"))
        .startsWith("HTTP/1.1 414 ");
    assertThat(
            readUntil(
                connect("GET /v1/kv/a HTTP/1.1\r\nA: " + "a".repeat(20_000) + "\r\n\r\n"), "\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void the_head_of_a_reply_can_be_asked_for_alone() throws IOException {
    Socket socket = connect("HEAD /v1/status/leader HTTP/1.1\r\n\r\n" + get("status/leader"));
    String all = readUntil(socket, "8300");
    assertThat(all.split("HTTP/1.1 200 OK")).hasSize(3);
  }

  @Test
  void pages_in_a_browser_may_not_write() throws IOException {
    Socket socket =
        connect(
            "PUT /v1/kv/a HTTP/1.1\r\nOrigin: http://evil.example\r\nContent-Length: 0\r\n\r\n");
    assertThat(readUntil(socket, "\r\n")).startsWith("HTTP/1.1 403 ");
  }
}
