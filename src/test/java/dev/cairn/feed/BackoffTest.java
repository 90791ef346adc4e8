package dev.cairn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final RandomGenerator NO_CHANCE = () -> 0;

  private final Backoff backoff = new Backoff(Pace.USUAL, NO_CHANCE);

  @Test
  void pauses_are_twice_as_long_each_time_up_to_the_longest() {
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(seconds));
    }
  }

  @Test
  void they_begin_anew_when_it_went_well_for_longer_than_the_last() {
    backoff.next();
    backoff.next();
    backoff.wentWell(Duration.ofSeconds(2));
    assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(4));
    backoff.wentWell(Duration.ofSeconds(5));
    assertThat(backoff.next()).isEqualTo(Duration.ofSeconds(1));
  }
}
