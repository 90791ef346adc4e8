package dev.cairn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

final class AllowanceTest {
  private final Allowance allowance = new Allowance(100);
  private boolean isCancelled;

  @Test
  void bodies_that_come_at_a_time_may_have_so_many_octets_together() {
    var first = begun();
    var second = begun();
    first.onNext(octets(60));
    second.onNext(octets(41));
    assertThat(second.getBody().toCompletableFuture())
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("more than 100 octets at a time");
    assertThat(isCancelled).isTrue();
    first.onNext(octets(40)); // there is room again
    first.onComplete();
    assertThat(first.getBody().toCompletableFuture())
        .isCompletedWithValueMatching(b -> b.length == 100);
  }

  @Test
  void what_is_whole_or_has_failed_counts_no_more() {
    for (int i = 0; i < 3; i++) {
      var whole = begun();
      whole.onNext(octets(90));
      whole.onComplete();
      assertThat(whole.getBody().toCompletableFuture()).isCompleted();
      var broken = begun();
      broken.onNext(octets(90));
      broken.onError(new IllegalStateException("cut off"));
      broken.onComplete();
    }
    assertThat(isCancelled).isFalse();
  }

  /// As it is done with what takes too long.
  @Test
  void what_nobody_waits_for_any_more_counts_no_more() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 99);
          exchange.getResponseBody().write(new byte[90]);
          exchange.getResponseBody().flush();
        });
    server.start();
    var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    try (var client = HttpClient.newHttpClient()) {
      var asked =
          client.sendAsync(
              HttpRequest.newBuilder(uri).build(), allowance.counting(BodyHandlers.ofByteArray()));
      Awaitility.await().until(() -> !hasRoomFor(20));
      asked.cancel(true);
      Awaitility.await().until(() -> hasRoomFor(20));
      client.shutdownNow();
    } finally {
      server.stop(0);
    }
  }

  private boolean hasRoomFor(int octets) {
    var body = begun();
    body.onNext(octets(octets));
    body.onComplete();
    return !body.getBody().toCompletableFuture().isCompletedExceptionally();
  }

  private BodySubscriber<byte[]> begun() {
    var body = allowance.counting(_ -> BodySubscribers.ofByteArray()).apply(null);
    body.onSubscribe(
        new Subscription() {
          @Override
          public void request(long parts) {}

          @Override
          public void cancel() {
            isCancelled = true;
          }
        });
    return body;
  }

  private static List<ByteBuffer> octets(int count) {
    return List.of(ByteBuffer.allocate(count));
  }
}
