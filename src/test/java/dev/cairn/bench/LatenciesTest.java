package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private final Latencies latencies = new Latencies();

  @Test
  void none_are_nothing() {
    assertThat(latencies.count()).isZero();
    assertThat(latencies.quantile(0.5)).isZero();
    assertThat(latencies.longest()).isZero();
  }

  @Test
  void quantiles_are_right_to_within_a_hundredth_and_a_half() {
    long[] all = new Random(3).longs(100_000, 0, 40).map(power -> 1L << power).toArray();
    for (int i = 0; i < all.length; i++) {
      all[i] += i % Math.max(all[i], 1);
      latencies.add(all[i]);
    }
    long[] sorted = LongStream.of(all).sorted().toArray();
    for (double share : new double[] {0.001, 0.1, 0.5, 0.9, 0.99, 0.999, 1}) {
      long exact = sorted[(int) Math.ceil(share * sorted.length) - 1];
      assertThat(latencies.quantile(share)).isCloseTo(exact, Percentage.withPercentage(1.6));
    }
    assertThat(latencies.count()).isEqualTo(all.length);
    assertThat(latencies.longest()).isEqualTo(sorted[sorted.length - 1]);
  }

  @Test
  void the_largest_number_has_a_place() {
    latencies.add(Long.MAX_VALUE);
    assertThat(latencies.quantile(0.5)).isEqualTo(Long.MAX_VALUE);
  }
}
