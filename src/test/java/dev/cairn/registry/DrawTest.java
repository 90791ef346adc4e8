package dev.cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DrawTest {
  private final Random random = new Random(2);

  @Test
  void numbers_are_different_and_below_the_bound() {
    for (int bound = 1; bound < 200; bound += 7) {
      var draw = new Draw(bound, bound, random);
      Set<Integer> drawn = new HashSet<>();
      while (draw.hasNext()) {
        assertThat(drawn.add(draw.next())).isTrue();
      }
      int last = bound - 1;
      assertThat(drawn).hasSize(bound).allMatch(n -> n >= 0 && n <= last);
    }
  }

  @Test
  void each_number_is_as_likely_as_the_others() {
    var counts = new int[50];
    for (int i = 0; i < 10_000; i++) {
      var draw = new Draw(counts.length, 5, random);
      while (draw.hasNext()) {
        counts[draw.next()]++;
      }
    }
    for (int count : counts) {
      assertThat(count).isCloseTo(1_000, within(150));
    }
  }
}
