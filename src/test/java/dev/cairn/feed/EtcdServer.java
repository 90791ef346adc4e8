package dev.cairn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;

/// The etcd of the distribution, on ports of its own, in a folder of its own.
final class EtcdServer implements AutoCloseable {
  private static final Path COMMAND = Path.of("/usr/bin/etcd");
  private static final int MOST_TRIES = 5;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private final Path home;
  private URI endpoint;
  private URI peer;
  private Process process;

  EtcdServer(Path home) throws IOException {
    assumeTrue(Files.isExecutable(COMMAND), "the package etcd-server is not installed");
    this.home = home;
    int tries = 0;
    do {
      takePorts(); // others, if somebody was quicker to have one
      process = begin();
    } while (!process.isAlive() && ++tries < MOST_TRIES);
    mustLive();
  }

  private void mustLive() throws IOException {
    if (!process.isAlive()) {
      throw new IOException("etcd ended: " + Files.readString(home.resolve("output")));
    }
  }

  /// Both are bound at a time, so that they differ.
  private void takePorts() throws IOException {
    try (var one = new ServerSocket();
        var other = new ServerSocket()) {
      one.bind(new InetSocketAddress("127.0.0.1", 0));
      other.bind(new InetSocketAddress("127.0.0.1", 0));
      endpoint = URI.create("http://127.0.0.1:" + one.getLocalPort());
      peer = URI.create("http://127.0.0.1:" + other.getLocalPort());
    }
  }

  /// Starts it, and waits until it answers or has ended.
  private Process begin() throws IOException {
    Process begun =
        new ProcessBuilder(
                COMMAND.toString(),
                "--name",
                "test",
                "--data-dir",
                home.resolve("data").toString(),
                "--listen-client-urls",
                endpoint.toString(),
                "--advertise-client-urls",
                endpoint.toString(),
                "--listen-peer-urls",
                peer.toString(),
                "--initial-advertise-peer-urls",
                peer.toString(),
                "--initial-cluster",
                "test=" + peer,
                "--log-level",
                "error")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("output").toFile())
            .start();
    Awaitility.await("etcd to answer")
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptions()
        .until(() -> !begun.isAlive() || post("/v3/kv/range", "{\"key\":\"AA==\"}").has("header"));
    return begun;
  }

  URI endpoint() {
    return endpoint;
  }

  JsonNode put(String key, String value) {
    return post(
        "/v3/kv/put", "{\"key\":\"%s\",\"value\":\"%s\"}".formatted(base64(key), base64(value)));
  }

  /// @param key octets that need not be text
  JsonNode put(byte[] key, String value) {
    String written = Base64.getEncoder().encodeToString(key);
    return post(
        "/v3/kv/put", "{\"key\":\"%s\",\"value\":\"%s\"}".formatted(written, base64(value)));
  }

  JsonNode put(String key, String value, String lease) {
    return post(
        "/v3/kv/put",
        "{\"key\":\"%s\",\"value\":\"%s\",\"lease\":\"%s\"}"
            .formatted(base64(key), base64(value), lease));
  }

  void delete(String key) {
    post("/v3/kv/deleterange", "{\"key\":\"%s\"}".formatted(base64(key)));
  }

  String grant(int seconds) {
    return post("/v3/lease/grant", "{\"TTL\":\"%d\"}".formatted(seconds)).path("ID").asString();
  }

  /// Forgets all revisions before the latest.
  void compact() {
    String revision =
        post("/v3/kv/range", "{\"key\":\"AA==\"}").path("header").path("revision").asString();
    post("/v3/kv/compaction", "{\"revision\":\"%s\",\"physical\":true}".formatted(revision));
  }

  JsonNode post(String path, String body) {
    var request =
        HttpRequest.newBuilder(URI.create(endpoint + path))
            .timeout(Duration.ofSeconds(5))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return HttpDoor.json(CLIENT.send(request, BodyHandlers.ofByteArray()).body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Sends a signal: STOP, CONT.
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  void stop() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor(10, TimeUnit.SECONDS);
  }

  void start() throws IOException {
    process = begin();
    mustLive();
  }

  /// Removes all that it keeps, while it is stopped.
  void wipe() throws IOException {
    delete(home.resolve("data"));
  }

  /// Keeps what it has beside, or brings that back, while it is stopped.
  void copy(Path from, Path to) throws IOException {
    delete(to);
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Files.copy(one, to.resolve(from.relativize(one).toString()));
      }
    }
  }

  Path data() {
    return home.resolve("data");
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path one : all.toList().reversed()) {
          Files.delete(one);
        }
      }
    }
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  @Override
  public void close() throws InterruptedException {
    stop();
  }
}
