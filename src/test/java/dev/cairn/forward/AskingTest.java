package dev.cairn.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.cache.Told;
import dev.cairn.message.Outcome;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AskingTest {
  private static final Executor CLIENTS = Thread::startVirtualThread;

  private final Asking asking = new Asking();

  @Test
  void so_many_clients_may_wait_and_the_next_is_turned_away_at_once() {
    Outcome answer = Told.answer("www.example.com. 300 IN A 192.0.2.1");
    var waiting = IntStream.range(0, 4_096).mapToObj(_ -> waitingFor(Duration.ofDays(1))).toList();
    await().until(() -> asking.await(Duration.ofMillis(1)).equals(Asking.CROWDED));
    asking.end(answer);
    assertThat(waiting).allSatisfy(one -> assertThat(one.join()).isEqualTo(answer));
    assertThat(asking.await(Duration.ZERO)).isEqualTo(answer);
  }

  private CompletableFuture<Outcome> waitingFor(Duration patience) {
    return CompletableFuture.supplyAsync(() -> asking.await(patience), CLIENTS);
  }
}
