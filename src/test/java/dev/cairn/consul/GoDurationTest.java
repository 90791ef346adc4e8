package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "10s, 10000",
    "1m30s, 90000",
    "300000ms, 300000",
    "1.5h, 5400000",
    ".5s, 500",
    "1.s, 1000",
    "0, 0",
    "0s, 0",
    "-1s, -1000",
    "+2m, 120000",
    "2000µs, 2",
    "3000us, 3",
    "1h0m0.001s, 3600001"
  })
  void durations_of_go_are_read(String text, long millis) {
    assertThat(GoDuration.parse(text)).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "10", "s", "1d", "1 s", "1s ", "ten", "1,5s", "99999999999999h", "-", "."})
  void others_are_none(String text) {
    assertThat(GoDuration.parse(text)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0s", "10s", "1m30s", "1h0m0s", "1m0s", "1.5s", "20ms", "1.5ms", "7µs", "3ns"})
  void durations_are_printed_as_go_prints_them(String text) {
    Duration duration = GoDuration.parse(text);
    assertThat(GoDuration.text(duration)).isEqualTo(text);
  }
}
