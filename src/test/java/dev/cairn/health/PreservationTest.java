package dev.cairn.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.health.Preservation.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PreservationTest {
  private static final Settings MOST = new Settings(0.8, Duration.ofSeconds(30), 10);

  private final Preservation<Integer> preservation = new Preservation<>();

  private void lose(int count, long now, int checked, Settings settings) {
    for (int i = 0; i < count; i++) {
      preservation.lost(i, now, checked, settings);
    }
  }

  @Test
  void it_is_off_unless_somebody_wants_it() {
    lose(100, 0, 100, Settings.OFF);
    assertThat(preservation.isCutOff()).isFalse();
  }

  @Test
  void when_nearly_all_are_lost_at_once_it_is_we_who_are() {
    lose(16, 0, 20, MOST);
    assertThat(preservation.isCutOff()).as("80 % is not more than 80 %").isFalse();
    preservation.lost(16, 29_000, 20, MOST);
    assertThat(preservation.isCutOff()).isTrue();
  }

  @Test
  void losses_that_come_slowly_are_losses() {
    for (int i = 0; i < 20; i++) {
      preservation.lost(i, i * 2_000, 20, MOST);
    }
    assertThat(preservation.isCutOff()).isFalse();
  }

  @Test
  void of_a_few_all_may_be_lost() {
    lose(9, 0, 9, MOST);
    assertThat(preservation.isCutOff()).isFalse();
  }

  @Test
  void who_comes_back_is_not_lost() {
    lose(16, 0, 20, MOST);
    preservation.back(3);
    preservation.lost(17, 0, 20, MOST);
    assertThat(preservation.isCutOff()).isFalse();
  }

  @Test
  void it_ends_when_few_have_been_lost_for_a_while() {
    lose(20, 0, 20, MOST);
    assertThat(preservation.ends(60_000, 20, MOST)).isFalse();
    for (int i = 0; i < 5; i++) {
      preservation.back(i);
    }
    assertThat(preservation.ends(70_000, 20, MOST)).as("others may come back yet").isFalse();
    assertThat(preservation.isCutOff()).isTrue();
    assertThat(preservation.ends(90_000, 20, MOST)).isTrue();
    assertThat(preservation.isCutOff()).isFalse();
    assertThat(preservation.ends(91_000, 20, MOST)).as("once").isFalse();
  }
}
