package dev.cairn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.cairn.feed.SourceSettings.Kind.Etcd;
import dev.cairn.feed.SourceSettings.Remote;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An etcd whose watch tells of a change before an older probe is answered.
class EtcdProbeTest {
  @TempDir Path kept;
  private HttpServer server;
  private final CompletableFuture<OutputStream> watch = new CompletableFuture<>();
  private final CountDownLatch isTaken = new CountDownLatch(1);
  private final AtomicInteger readings = new AtomicInteger();
  private final AtomicInteger probes = new AtomicInteger();

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v3/kv/range", this::range);
    server.createContext("/v3/watch", this::watch);
    server.start();
  }

  @AfterEach
  void end() {
    server.stop(0);
  }

  @Test
  void an_answer_that_was_overtaken_is_no_step_back() {
    var endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    var kind = new Etcd(new Remote(List.of(endpoint), null), "/services/", null);
    try (var followed = new Followed(kind, kept)) {
      followed.awaitIds("api:1", "api:2");
      isTaken.countDown();
      Awaitility.await().until(() -> probes.get() > 2);
      assertThat(readings).hasValue(1);
      followed.awaitFresh();
    }
  }

  private void range(HttpExchange exchange) throws IOException {
    boolean isProbe =
        new String(exchange.getRequestBody().readAllBytes(), UTF_8).contains("count_only");
    if (!isProbe) {
      readings.incrementAndGet();
      answer(exchange, "{%s,\"kvs\":[%s],\"count\":\"1\"}".formatted(header(5), entry(1, 5)));
    } else if (probes.incrementAndGet() == 1) {
      tell("{\"result\":{%s,\"events\":[{\"kv\":%s}]}}".formatted(header(6), entry(2, 6)));
      await();
      answer(exchange, "{%s,\"count\":\"1\"}".formatted(header(5)));
    } else {
      answer(exchange, "{%s,\"count\":\"2\"}".formatted(header(6)));
    }
  }

  private void await() {
    try {
      isTaken.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void watch(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    watch.complete(exchange.getResponseBody());
    tell("{\"result\":{%s,\"created\":true}}".formatted(header(5)));
  }

  private void tell(String line) throws IOException {
    OutputStream out = watch.join();
    out.write((line + "\n").getBytes(UTF_8));
    out.flush();
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    byte[] octets = json.getBytes(UTF_8);
    exchange.sendResponseHeaders(200, octets.length);
    exchange.getResponseBody().write(octets);
    exchange.close();
  }

  private static String header(int revision) {
    return "\"header\":{\"cluster_id\":\"7\",\"revision\":\"%d\"}".formatted(revision);
  }

  private static String entry(int number, int revision) {
    return "{\"key\":\"%s\",\"value\":\"%s\",\"mod_revision\":\"%d\"}"
        .formatted(base64("/services/api/" + number), base64("10.0.0." + number + ":80"), revision);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
