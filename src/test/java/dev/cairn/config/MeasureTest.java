package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeasureTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0ms",
    "1, 1ms",
    "800, 800ms",
    "4000, 4s",
    "90000, 90s",
    "3600000, 1h",
    "86400000, 1d"
  })
  void a_duration_is_written_in_the_largest_unit_that_needs_no_fraction(
      long milliseconds, String written) {
    assertThat(Measure.DURATION.written(milliseconds)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({"0, 0B", "1, 1B", "65536, 64KiB", "67108864, 64MiB", "64000000, 62500KiB"})
  void a_size_is_written_in_the_largest_binary_unit_that_needs_no_fraction(
      long octets, String written) {
    assertThat(Measure.SIZE.written(octets)).isEqualTo(written);
  }
}
