package dev.cairn.health;

import static dev.cairn.health.Status.CRITICAL;
import static dev.cairn.health.Status.PASSING;
import static dev.cairn.health.Status.WARNING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.health.Streak.Needed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreakTest {

  private static List<Status> statuses(Needed needed, Status before, Status... found) {
    var all = new ArrayList<Status>();
    var streak = Streak.NONE;
    Status status = before;
    for (Status one : found) {
      streak = streak.after(one);
      status = streak.status(one, status, needed);
      all.add(status);
    }
    return all;
  }

  @Test
  void without_thresholds_every_result_counts() {
    for (int needed = 0; needed < 2; needed++) {
      assertThat(
              statuses(
                  new Needed(needed, needed, needed),
                  CRITICAL,
                  PASSING,
                  CRITICAL,
                  WARNING,
                  PASSING))
          .containsExactly(PASSING, CRITICAL, WARNING, PASSING);
    }
  }

  @Test
  void it_takes_so_many_good_ones_to_pass() {
    assertThat(
            statuses(
                new Needed(3, 0, 0),
                CRITICAL,
                PASSING,
                WARNING,
                CRITICAL,
                PASSING,
                PASSING,
                PASSING))
        .containsExactly(CRITICAL, CRITICAL, CRITICAL, CRITICAL, CRITICAL, PASSING);
  }

  @Test
  void it_takes_so_many_bad_ones_to_be_critical() {
    assertThat(
            statuses(
                new Needed(0, 0, 3),
                PASSING,
                CRITICAL,
                CRITICAL,
                PASSING,
                CRITICAL,
                CRITICAL,
                CRITICAL))
        .containsExactly(PASSING, PASSING, PASSING, PASSING, PASSING, CRITICAL);
  }

  @Test
  void a_warning_may_come_before() {
    assertThat(statuses(new Needed(0, 2, 4), PASSING, CRITICAL, CRITICAL, CRITICAL, CRITICAL))
        .containsExactly(PASSING, WARNING, WARNING, CRITICAL);
  }

  @Test
  void a_bad_result_makes_nothing_better() {
    assertThat(statuses(new Needed(0, 1, 3), CRITICAL, CRITICAL, CRITICAL))
        .containsExactly(CRITICAL, CRITICAL);
  }
}
