package dev.cairn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow.Subscription;
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
