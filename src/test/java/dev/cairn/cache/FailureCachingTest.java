package dev.cairn.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FailureCachingTest {
  private static final String WWW = "www.example.com.";
  private static final Outcome FAILED = Told.failed("192.0.2.53:53 said SERVFAIL");

  private final CacheFixture fixture = new CacheFixture();

  @Test
  void a_failure_is_answered_again_for_one_second_with_its_reason() {
    fixture.keep(WWW, FAILED);
    fixture.ticker.pass(Duration.ofMillis(999));
    assertThat(fixture.ask(WWW)).isEqualTo(FAILED);
    fixture.ticker.pass(Duration.ofMillis(1));
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.cache.statistics().failures()).isEqualTo(1);
  }

  @Test
  void an_answer_ends_it() {
    fixture.keep(WWW, FAILED);
    fixture.keep(WWW, Told.answer("www.example.com. 0 IN A 192.0.2.1"));
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void failures_take_no_room_from_answers() {
    for (int i = 0; i < 100_000; i++) {
      fixture.keep("host" + i + ".example.com.", FAILED);
    }
    assertThat(fixture.cache.octets()).isZero();
  }

  @Test
  void each_failure_in_a_row_is_kept_twice_as_long_and_at_most_five_seconds() {
    for (int seconds : new int[] {1, 2, 4, 5, 5}) {
      fixture.keep(WWW, FAILED);
      fixture.ticker.pass(Duration.ofMillis(seconds * 1_000L - 1));
      assertThat(fixture.ask(WWW)).isEqualTo(FAILED);
      fixture.ticker.pass(Duration.ofMillis(1));
      assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
    }
    fixture.keep(WWW, Told.answer("www.example.com. 0 IN A 192.0.2.1"));
    fixture.keep(WWW, FAILED);
    fixture.pass(1);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void a_failure_of_long_ago_is_not_in_the_same_row() {
    fixture.keep(WWW, FAILED);
    fixture.pass(61);
    fixture.keep(WWW, FAILED);
    fixture.pass(1);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void many_failures_at_once_count_as_one() {
    for (int i = 0; i < 10; i++) {
      fixture.keep(WWW, FAILED);
    }
    fixture.pass(1);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void failures_from_before_an_upstream_recovered_are_none() {
    fixture.keep(WWW, FAILED);
    fixture.pass(1);
    fixture.keep(WWW, FAILED);
    fixture.ticker.pass(Duration.ofMillis(1));
    fixture.recoveredAt = fixture.ticker.read();
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
    fixture.keep(WWW, FAILED);
    assertThat(fixture.ask(WWW)).isEqualTo(FAILED);
    fixture.pass(1);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
  }
}
