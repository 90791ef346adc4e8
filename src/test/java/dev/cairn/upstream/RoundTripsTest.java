package dev.cairn.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RoundTripsTest {
  private final RoundTrips trips = new RoundTrips();

  @Test
  void nothing_is_known_at_first() {
    assertThat(trips.smoothed()).isZero();
    assertThat(trips.overdue()).isZero();
    assertThat(trips.percentile(99)).isZero();
  }

  @Test
  void the_first_is_taken_as_it_is_and_each_further_one_counts_for_an_eighth() {
    took(80, 1);
    assertThat(trips.smoothed()).isEqualTo(millis(80));
    assertThat(trips.overdue()).isEqualTo(millis(80 + 4 * 40));
    took(160, 1);
    assertThat(trips.smoothed()).isEqualTo(millis(90));
    assertThat(trips.last()).isEqualTo(millis(160));
  }

  @Test
  void who_is_steady_is_overdue_soon() {
    took(20, 100);
    assertThat(trips.overdue()).isBetween(millis(20), millis(21));
  }

  @Test
  void percentiles_are_right_within_a_sixteenth() {
    for (int i = 1; i <= 1_000; i++) {
      took(i, 1);
    }
    for (int percent : new int[] {1, 50, 95, 99, 100}) {
      assertThat(trips.percentile(percent))
          .isBetween(millis(10L * percent) * 16 / 17, millis(10L * percent) * 17 / 16);
    }
  }

  @Test
  void where_round_trips_lie_close_a_percentile_lies_among_them() {
    for (int i = 0; i < 1_000; i++) {
      trips.took(millis(20) + i * 1_000L); // 20 to 21 ms
    }
    assertThat(trips.percentile(95)).isBetween(millis(20), millis(21));
  }

  @Test
  void a_long_tail_is_not_lost_as_old_round_trips_fade() {
    var random = new Random(3);
    int tooShort = 0;
    for (int i = 1; i <= 100_000; i++) {
      boolean isLong = random.nextInt(100) < 7;
      trips.took(isLong ? (long) (1e7 * Math.pow(100, random.nextDouble())) : millis(1));
      tooShort += i > 10_000 && trips.percentile(95) < millis(10) ? 1 : 0;
    }
    assertThat(tooShort).isLessThan(9_000); // of which few are chance
  }

  @Test
  void the_last_few_thousand_count() {
    took(500, 10_000);
    took(10, 10_000);
    assertThat(trips.percentile(95)).isBetween(millis(10), millis(13));
  }

  @Test
  void the_shortest_and_the_longest_have_their_place() {
    trips.took(0);
    assertThat(trips.smoothed()).isPositive();
    trips.took(Long.MAX_VALUE / 8);
    assertThat(trips.percentile(50)).isPositive();
    assertThat(trips.percentile(100)).isPositive();
  }

  private void took(long millis, int times) {
    for (int i = 0; i < times; i++) {
      trips.took(millis(millis));
    }
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
