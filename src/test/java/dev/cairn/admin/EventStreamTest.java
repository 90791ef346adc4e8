package dev.cairn.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Events as they happen, over HTTP.
final class EventStreamTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private TestAdmin admin;

  @BeforeEach
  void start() throws IOException {
    admin = new TestAdmin();
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  /// One who follows.
  private final class Client implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader lines;

    Client(String path, String... head) throws IOException {
      socket = new Socket(admin.address().getAddress(), admin.address().getPort());
      socket.setSoTimeout((int) PATIENCE.toMillis());
      var text = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n");
      for (String line : head) {
        text.append(line).append("\r\n");
      }
      socket
          .getOutputStream()
          .write(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
      lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /// The lines up to the next empty one, without chunk sizes and signs of life.
    List<String> block() throws IOException {
      List<String> block = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && !block.isEmpty()) {
          return block;
        }
        if (!line.isEmpty() && !line.matches("[0-9a-f]+") && !line.startsWith(":")) {
          block.add(line);
        }
      }
      return block;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  @Test
  void an_event_is_told_as_it_happens() throws IOException {
    try (var client = new Client("/api/v1/events")) {
      assertThat(client.block())
          .contains(
              "HTTP/1.1 200 OK", "content-type: text/event-stream", "cache-control: no-store");
      awaitFollowing(1);
      admin.events().happens(FakeEvents.event(7, "check.changed", "api/api-1/c"));
      assertThat(client.block())
          .containsExactly(
              "id: ID7",
              "data: {\"v\":1,\"id\":\"ID7\",\"seq\":7,\"ts\":\"2026-11-26T10:00:00.123Z\","
                  + "\"node\":\"ns1\",\"type\":\"check.changed\",\"subject\":\"api/api-1/c\","
                  + "\"from\":\"passing\",\"to\":\"critical\",\"reason\":\"HTTP 503\\u001B[31m\"}");
    }
    assertThat(admin.events().lastIds).containsExactly("null");
  }

  @Test
  void who_comes_again_says_what_he_knows() throws IOException {
    try (var client = new Client("/api/v1/events", "Last-Event-ID: ID6")) {
      client.block();
      awaitFollowing(1);
    }
    assertThat(admin.events().lastIds).containsExactly("ID6");
  }

  @Test
  void a_gap_is_said() throws IOException {
    try (var client = new Client("/api/v1/events")) {
      client.block();
      awaitFollowing(1);
      admin.events().miss();
      assertThat(client.block()).containsExactly("event: gap", "data: {\"v\":1}");
    }
  }

  @Test
  void only_what_is_wanted_is_told() throws IOException {
    try (var client = new Client("/api/v1/events?type=service.*&type=check.changed")) {
      client.block();
      awaitFollowing(1);
      admin.events().happens(FakeEvents.event(1, "zone.loaded", "example.org."));
      admin.events().happens(FakeEvents.event(2, "services.other", "a"));
      admin.events().happens(FakeEvents.event(3, "service.added", "a/a"));
      admin.events().happens(FakeEvents.event(4, "check.changed", "a/a/c"));
      assertThat(client.block().getFirst()).isEqualTo("id: ID3");
      assertThat(client.block().getFirst()).isEqualTo("id: ID4");
    }
  }

  @Test
  void who_goes_is_forgotten() throws IOException {
    var client = new Client("/api/v1/events");
    client.block();
    awaitFollowing(1);
    client.close();
    awaitFollowing(0);
  }

  @Test
  void no_more_than_so_many_follow() throws IOException {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      clients.add(new Client("/api/v1/events"));
    }
    awaitFollowing(32);
    try (var late = new Client("/api/v1/events")) {
      assertThat(late.block().getFirst()).isEqualTo("HTTP/1.1 429 Too Many Requests");
    }
    clients.getFirst().close();
    awaitFollowing(31);
    try (var next = new Client("/api/v1/events")) {
      assertThat(next.block().getFirst()).isEqualTo("HTTP/1.1 200 OK");
    }
    for (Client client : clients) {
      client.close();
    }
  }

  @Test
  void strangers_do_not_follow() throws IOException {
    assertThat(admin.ask("GET", "/api/v1/events", "Host: evil.example").status()).isEqualTo(403);
    assertThat(
            admin
                .ask("GET", "/api/v1/events", "Host: localhost", "Origin: https://evil.example")
                .status())
        .isEqualTo(403);
    assertThat(admin.ask("POST", "/api/v1/events", "Host: localhost").status()).isEqualTo(405);
    assertThat(admin.get("/api/v1/events?x=1").status()).isEqualTo(400);
    assertThat(admin.events().lastIds).isEmpty();
  }

  @Test
  void head_is_the_head_alone() throws IOException {
    var head = admin.ask("HEAD", "/api/v1/events", "Host: localhost");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.has("content-type: text/event-stream")).isTrue();
    assertThat(admin.events().lastIds).isEmpty();
  }

  private void awaitFollowing(int count) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(10))
        .until(() -> admin.events().following.get() == count);
  }
}
