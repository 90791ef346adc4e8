package dev.cairn.forward;

import static dev.cairn.forward.ForwardFixture.PATIENCE;
import static dev.cairn.forward.ForwardFixture.ask;
import static dev.cairn.forward.ForwardFixture.asking;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Told;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.upstream.FakeTime;
import dev.cairn.upstream.Fault;
import dev.cairn.upstream.UpstreamSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

class OverloadTest {
  private static final Name DEAD = Name.fromConstantString("dead.example.");
  private static final int ROOM = 40; // it is crowded from a quarter on

  private final FakeTime time = new FakeTime();
  private final ForwardFixture fixture = new ForwardFixture(time, 1_000);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void where_many_questions_are_open_nobody_waits_for_late_answers() throws IOException {
    try (var upstream = silentForDeadNames()) {
      var forwarder = crowdable(upstream);
      var waiting = askForDeadNames(forwarder, 30);
      time.pass(PATIENCE);
      assertThat(waiting).filteredOn(CompletableFuture::isDone).hasSizeGreaterThan(19);
      assertThat(ask(forwarder, "www.example.com.")).isInstanceOf(Answer.class);
    }
  }

  @Test
  void where_few_questions_are_open_late_answers_are_waited_for() throws IOException {
    try (var upstream = silentForDeadNames()) {
      var waiting = askForDeadNames(crowdable(upstream), 3);
      time.pass(PATIENCE.multipliedBy(3));
      assertThat(waiting).noneMatch(CompletableFuture::isDone);
    }
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

  private static TestUpstream silentForDeadNames() throws IOException {
    return TestUpstream.doing(
        Scripts.forNames(
            name -> name.subdomain(DEAD), Scripts.silence(), Scripts.address("192.0.2.1")));
  }

  private Forwarder crowdable(TestUpstream upstream) {
    var usual = UpstreamSettings.DEFAULTS;
    fixture.pool.settings(
        new UpstreamSettings(
            ROOM, usual.integrity(), usual.authorities(), usual.check(), usual.breaker()));
    return fixture.forwarder(upstream);
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
