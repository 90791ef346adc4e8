package dev.cairn.forward;

import static dev.cairn.forward.ForwardFixture.PATIENCE;
import static dev.cairn.forward.ForwardFixture.asking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Told;
import dev.cairn.message.Outcome;
import dev.cairn.upstream.FakeTime;
import dev.cairn.upstream.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OverloadTest {
  private final FakeTime time = new FakeTime();
  private final ForwardFixture fixture = new ForwardFixture(time, 1_000);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void what_comes_late_as_this_machine_stood_still_is_not_missing() throws IOException {
    try (var upstream = TestUpstream.doing(Scripts.silence())) {
      askForDeadNames(fixture.forwarder(upstream), 1);
      time.stand(PATIENCE.multipliedBy(2));
      time.pass(PATIENCE.minusMillis(1));
      assertThat(timeouts(upstream)).isZero();
      time.pass(Duration.ofMillis(1));
      assertThat(timeouts(upstream)).isEqualTo(1);
    }
  }

  /// Returns when they are under way.
  private List<CompletableFuture<Outcome>> askForDeadNames(Forwarder forwarder, int count) {
    Stream<CompletableFuture<Outcome>> all =
        IntStream.range(0, count)
            .mapToObj(i -> asking(forwarder, Told.address("h" + i + ".dead.example.")));
    var waiting = all.toList();
    fixture.loops.submit(() -> {}).syncUninterruptibly(); // behind them on the only loop
    return waiting;
  }

  private long timeouts(TestUpstream upstream) {
    return fixture.statisticsOf(upstream).counts().failures().getOrDefault(Fault.TIMEOUT, 0L);
  }
}
