package dev.cairn.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ErrorRatioTest {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final long TENTH = WINDOW.toNanos() / 10;

  private final ErrorRatio ratio = new ErrorRatio();

  @Test
  void so_many_of_a_hundred_are_enough_and_less_are_not() {
    count(ErrorRatio.GOOD, 70, 0);
    count(ErrorRatio.BAD, 30, 0);
    assertThat(ratio.exceeds(30)).isTrue();
    assertThat(ratio.exceeds(31)).isFalse();
  }

  @Test
  void zero_is_never_exceeded() {
    count(ErrorRatio.BAD, 100, 0);
    assertThat(ratio.exceeds(0)).isFalse();
  }

  @Test
  void a_handful_says_nothing() {
    count(ErrorRatio.BAD, 19, 0);
    assertThat(ratio.exceeds(1)).isFalse();
    count(ErrorRatio.BAD, 1, 0);
    assertThat(ratio.exceeds(100)).isTrue();
  }

  @Test
  void the_window_moves_by_tenths() {
    count(ErrorRatio.BAD, 20, 0);
    count(ErrorRatio.GOOD, 20, 9 * TENTH);
    assertThat(ratio.exceeds(50)).isTrue();
    count(ErrorRatio.GOOD, 1, 10 * TENTH);
    assertThat(ratio.exceeds(1)).isFalse();
  }

  /// The number of the tenth fills the upper bits of a slot, the sign included.
  @Test
  void it_counts_the_same_at_any_time() {
    for (long when : new long[] {-5 * TENTH, 3, (1L << 23) * TENTH, ((1L << 24) - 1) * TENTH}) {
      ratio.clear();
      count(ErrorRatio.GOOD, 10, when);
      count(ErrorRatio.BAD, 10, when);
      assertThat(ratio.exceeds(50)).isTrue();
      assertThat(ratio.exceeds(51)).isFalse();
    }
  }

  @Test
  void a_full_slot_stays_full() {
    count(ErrorRatio.BAD, (1 << 20) + 10, 0);
    count(ErrorRatio.GOOD, (1 << 20) + 10, 0);
    assertThat(ratio.exceeds(50)).isTrue();
    assertThat(ratio.exceeds(51)).isFalse();
  }

  private void count(long one, int times, long now) {
    for (int i = 0; i < times; i++) {
      ratio.count(one, now, WINDOW);
    }
  }
}
