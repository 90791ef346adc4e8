package dev.cairn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.feed.HttpDoor.Reply;
import dev.cairn.feed.SourceSettings.Kind.Consul;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// The reads of Consul's HTTP API that following it takes.
final class ConsulApi implements AutoCloseable {
  private static final Duration WAIT = Duration.ofMinutes(5);

  private final HttpDoor door;
  private final Pace pace;

  /// @param index of what was asked for, at least 1
  record Answer(JsonNode body, long index) {}

  private ConsulApi(HttpDoor door, Pace pace) {
    this.door = door;
    this.pace = pace;
  }

  static ConsulApi open(Consul settings, URI endpoint, Pace pace) throws IOException {
    Map<String, String> headers =
        settings.tokenFile() == null
            ? Map.of()
            : Map.of("X-Consul-Token", HttpDoor.secret(settings.tokenFile()));
    return new ConsulApi(new HttpDoor(settings.remote(), endpoint, headers, pace.patience()), pace);
  }

  /// Waits until what is at the path is newer than the index; answers at once if that is 0.
  Answer poll(String path, long index) throws IOException, InterruptedException {
    String query =
        index == 0 ? "?stale=" : "?stale=&index=%d&wait=%ds".formatted(index, WAIT.toSeconds());
    // the server adds up to a sixteenth at random
    Duration longest = index == 0 ? pace.readingPatience() : WAIT.multipliedBy(9).dividedBy(8);
    return answer(path, door.await(door.get(path + query), longest));
  }

  CompletableFuture<Reply> askForMembers(String service) {
    return door.get("/v1/health/service/" + segment(service) + "?stale=");
  }

  Answer members(String service, CompletableFuture<Reply> asked)
      throws IOException, InterruptedException {
    return answer("service " + service, door.await(asked, pace.readingPatience()));
  }

  /// Whether it is alive and has a leader: completes if so, and fails otherwise.
  CompletableFuture<Reply> probe() {
    return door.get("/v1/status/leader")
        .orTimeout(pace.patience().toNanos(), TimeUnit.NANOSECONDS)
        .thenApply(reply -> {
          if (reply.status() >= 500 || new String(reply.body(), UTF_8).strip().equals("\"\"")) {
            throw new IllegalStateException("it has no leader");
          }
          return reply;
        });
  }

  private static Answer answer(String what, Reply reply) throws IOException {
    if (reply.status() != 200) {
      String said = Bounds.cut(new String(reply.body(), UTF_8).strip(), 200);
      throw new IOException("%s: Consul answered %d %s".formatted(what, reply.status(), said));
    }
    if (reply.headers().firstValue("X-Consul-KnownLeader").orElse("true").equals("false")) {
      throw new IOException(what + ": Consul has no leader");
    }
    JsonNode body = reply.json();
    if (!body.isContainer()) {
      throw new IOException(what + ": Consul's answer is neither a list nor an object");
    }
    return new Answer(body, Math.max(1, reply.number("X-Consul-Index")));
  }

  private static String segment(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    door.close();
  }
}
