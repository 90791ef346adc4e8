package dev.cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTextTest {

  @ParameterizedTest
  @CsvSource({
    "PT1M, 1m",
    "PT30S, 30s",
    "PT1M30S, 90s",
    "PT1.5S, 1500ms",
    "PT2H, 2h",
    "PT90M, 90m",
    "P2D, 2d",
    "PT0S, 0ms",
    "PT0.0001S, 0ms"
  })
  void a_time_has_the_largest_unit_that_needs_no_fraction(Duration time, String text) {
    assertThat(TimeText.of(time)).isEqualTo(text);
  }
}
