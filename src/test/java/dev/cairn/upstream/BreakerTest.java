package dev.cairn.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.FakeTicker;
import dev.cairn.upstream.Breaker.Consequence;
import dev.cairn.upstream.Breaker.Standing;
import dev.cairn.upstream.Breaker.State;
import dev.cairn.upstream.UpstreamSettings.BreakerSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

class BreakerTest {
  private static final BreakerSettings DEFAULTS = BreakerSettings.DEFAULTS;

  private final FakeTicker time = new FakeTicker();
  private final RandomGenerator middle =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return Long.MIN_VALUE; // as a fraction, a half
        }
      };
  private BreakerSettings settings = DEFAULTS;
  private final Breaker breaker = new Breaker(() -> settings, time, middle);

  @Test
  void a_few_failures_in_a_row_make_it_doubtful_and_more_of_them_down() {
    long asked = time.read();
    millis(500);
    assertThat(breaker.silent(asked)).isEqualTo(Consequence.NONE);
    assertThat(breaker.standing()).isEqualTo(Standing.GOOD);
    assertThat(breaker.silent(asked)).isEqualTo(Consequence.NONE);
    assertThat(breaker.standing()).isEqualTo(Standing.DOUBTFUL);
    fail(2, asked);
    assertThat(breaker.silent(asked)).isEqualTo(Consequence.CHECK);
    assertThat(breaker.standing()).isEqualTo(Standing.DOUBTFUL);
    assertThat(breaker.checkUnanswered()).isTrue();
    assertThat(breaker.standing()).isEqualTo(Standing.DOWN);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    assertThat(breaker.silent(asked)).isEqualTo(Consequence.NONE);
  }

  @Test
  void a_reply_between_them_begins_the_row_anew() {
    for (int i = 0; i < 20; i++) {
      long asked = time.read();
      millis(200);
      fail(4, asked);
      breaker.heard(asked, Rcode.NXDOMAIN);
    }
    assertThat(breaker.standing()).isEqualTo(Standing.GOOD);
  }

  @Test
  void many_failures_at_once_are_no_silence_until_it_was_quiet_for_400_ms() {
    long asked = time.read();
    millis(300);
    breaker.heard(asked, Rcode.NOERROR); // so it was not quiet before
    millis(399);
    fail(1_000, asked);
    assertThat(breaker.checkUnanswered()).isFalse();
    fail(1, asked);
    assertThat(breaker.standing()).isEqualTo(Standing.DOUBTFUL);
    millis(1);
    assertThat(breaker.silent(asked)).isEqualTo(Consequence.DOWN);
  }

  @Test
  void silence_is_its_own_only_if_checks_are_not_answered_either() {
    long asked = time.read();
    millis(199);
    fail(4, asked);
    assertThat(breaker.silent(asked)).as("too early").isEqualTo(Consequence.NONE);
    millis(1);
    assertThat(breaker.silent(asked)).isEqualTo(Consequence.CHECK);
    millis(300);
    assertThat(breaker.silent(asked)).as("until that is over").isEqualTo(Consequence.NONE);
    breaker.checkAnswered();
    millis(399);
    fail(1_000, asked);
    assertThat(breaker.standing()).as("others are preferred").isEqualTo(Standing.DOUBTFUL);
    millis(1);
    assertThat(breaker.silent(asked)).isEqualTo(Consequence.CHECK);
    assertThat(breaker.checkUnanswered()).isTrue();
    assertThat(breaker.standing()).isEqualTo(Standing.DOWN);
    assertThat(breaker.checkUnanswered()).isFalse();
  }

  @Test
  void a_check_that_fails_early_counts_when_it_is_quiet() {
    long asked = time.read();
    millis(200);
    fail(4, asked);
    assertThat(breaker.silent(asked)).as("the fifth").isEqualTo(Consequence.CHECK);
    assertThat(breaker.checkUnanswered()).isFalse();
    millis(199);
    assertThat(breaker.silent(asked)).isEqualTo(Consequence.NONE);
    millis(1);
    assertThat(breaker.silent(asked)).isEqualTo(Consequence.DOWN);
  }

  @Test
  void what_was_heard_meanwhile_speaks_for_it() {
    long asked = time.read();
    millis(400);
    fail(4, asked);
    assertThat(breaker.silent(asked)).isEqualTo(Consequence.CHECK);
    millis(1);
    breaker.heard(asked, Rcode.NOERROR);
    fail(1, asked);
    assertThat(breaker.checkUnanswered()).isFalse();
    millis(400);
    fail(3, asked);
    assertThat(breaker.silent(asked)).as("it is checked anew").isEqualTo(Consequence.CHECK);
    breaker.checkNotMade();
    breaker.heard(asked, Rcode.NOERROR);
    asked = time.read();
    millis(400);
    fail(4, asked);
    assertThat(breaker.silent(asked)).isEqualTo(Consequence.CHECK);
    breaker.checkNotMade();
    assertThat(breaker.silent(asked)).isEqualTo(Consequence.CHECK);
  }

  @Test
  void refused_connections_need_no_quiet() {
    long asked = time.read();
    for (int i = 1; i < DEFAULTS.failures(); i++) {
      assertThat(breaker.refused(asked)).isFalse();
    }
    assertThat(breaker.refused(asked)).isTrue();
  }

  @Test
  void a_ratio_of_errors_makes_it_go_down_although_replies_come_between() {
    settings =
        new BreakerSettings(
            1_000, 50, Duration.ofSeconds(10), DEFAULTS.backoff(), DEFAULTS.longestBackoff());
    for (int i = 0; i < 9; i++) {
      breaker.heard(time.read(), Rcode.NOERROR);
      assertThat(breaker.silent(time.read())).isEqualTo(Consequence.NONE);
    }
    breaker.silent(time.read());
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    assertThat(breaker.silent(time.read())).isEqualTo(Consequence.DOWN); // the twentieth
  }

  @Test
  void what_failed_outside_of_the_window_counts_no_more() {
    settings =
        new BreakerSettings(
            1_000, 50, Duration.ofSeconds(1), DEFAULTS.backoff(), DEFAULTS.longestBackoff());
    fail(19, time.read());
    millis(1_100);
    breaker.heard(time.read(), Rcode.NOERROR);
    fail(10, time.read());
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void the_waits_between_trials_double_up_to_the_longest_which_is_never_reached() {
    open();
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      waits.add((breaker.nextTrialAt() - time.read()) / 1_000_000);
      time.pass(Duration.ofNanos(breaker.nextTrialAt() - time.read() - 1));
      assertThat(breaker.takesTrial()).isFalse();
      time.pass(Duration.ofNanos(1));
      assertThat(breaker.takesTrial()).isTrue();
      assertThat(breaker.takesTrial()).isFalse();
      assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
      breaker.silent(time.read());
      assertThat(breaker.state()).isEqualTo(State.OPEN);
    }
    assertThat(waits).containsExactly(170L, 340L, 680L, 850L, 850L, 850L);
  }

  @Test
  void few_trials_are_under_way_at_a_time_and_one_that_is_never_heard_of_is_given_up() {
    open();
    int trials = 0;
    for (int i = 0; i < 5; i++) {
      millis(950);
      trials += breaker.takesTrial() ? 1 : 0;
    }
    assertThat(trials).isEqualTo(3);
    millis(5_000);
    assertThat(breaker.takesTrial()).isTrue();
  }

  @Test
  void a_trial_that_is_answered_closes_it_and_the_next_back_off_is_longer_unless_it_was_steady() {
    open();
    millis(200);
    assertThat(breaker.takesTrial()).isTrue();
    breaker.silent(time.read());
    millis(400);
    assertThat(breaker.takesTrial()).isTrue();
    assertThat(breaker.heard(time.read(), Rcode.SERVFAIL)).isTrue();
    assertThat(breaker.standing()).isEqualTo(Standing.GOOD);
    open();
    assertThat(breaker.nextTrialAt() - time.read()).isEqualTo(850_000_000);
    millis(850);
    assertThat(breaker.heard(time.read(), Rcode.NOERROR)).isTrue();
    millis(10_000);
    open();
    assertThat(breaker.nextTrialAt() - time.read()).isEqualTo(170_000_000);
  }

  @Test
  void one_that_sends_back_what_it_is_asked_rests_longer_each_time_though_it_answers() {
    for (long seconds : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      breaker.trip(Fault.LOOP);
      breaker.trip(Fault.LOOP); // its other questions come back as well
      millis(seconds * 1_000 - 1);
      assertThat(breaker.mend(time.read())).isFalse();
      assertThat(breaker.heard(time.read(), Rcode.NOERROR)).isFalse();
      assertThat(breaker.takesTrial()).isFalse();
      millis(1);
      assertThat(breaker.mend(time.read())).isTrue();
      millis(9_000);
    }
    millis(60_000);
    breaker.trip(Fault.LOOP);
    millis(1_000);
    assertThat(breaker.heard(time.read(), Rcode.NOERROR)).isTrue();
  }

  @Test
  void what_was_asked_before_it_opened_neither_closes_it_nor_makes_a_trial_due() {
    long early = time.read();
    millis(1);
    open();
    long due = breaker.nextTrialAt();
    assertThat(breaker.heard(early, Rcode.NOERROR)).isFalse();
    assertThat(breaker.silent(early)).isEqualTo(Consequence.NONE);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    assertThat(breaker.nextTrialAt()).isEqualTo(due);
    assertThat(breaker.takesTrial()).isFalse();
  }

  @Test
  void what_was_lost_in_an_outage_says_nothing_of_it_when_it_is_back() {
    open();
    long lost = time.read();
    millis(200);
    assertThat(breaker.heard(time.read(), Rcode.NOERROR)).isTrue();
    millis(400);
    fail(100, lost);
    assertThat(breaker.standing()).isEqualTo(Standing.GOOD);
  }

  @Test
  void a_doubtful_one_gets_a_trial_at_once_and_then_every_50_ms() {
    fail(2, time.read());
    assertThat(breaker.takesTrial()).isTrue();
    assertThat(breaker.takesTrial()).isFalse();
    millis(50);
    assertThat(breaker.takesTrial()).isTrue();
    breaker.heard(time.read(), Rcode.NOERROR);
    assertThat(breaker.takesTrial()).isFalse();
  }

  @Test
  void what_went_down_because_of_what_it_said_is_not_up_by_saying_servfail() {
    assertThat(breaker.trip(Fault.SERVFAIL)).isTrue();
    millis(1);
    assertThat(breaker.heard(time.read(), Rcode.SERVFAIL)).isFalse();
    assertThat(breaker.heard(time.read(), Rcode.NXDOMAIN)).isTrue();
    open();
    millis(1);
    assertThat(breaker.heard(time.read(), Rcode.SERVFAIL)).isTrue();
  }

  @Test
  void checks_mend_it_unless_they_are_from_before() {
    long early = time.read();
    millis(1);
    breaker.trip(Fault.TIMEOUT);
    assertThat(breaker.mend(early)).isFalse();
    assertThat(breaker.mend(time.read())).isTrue();
    assertThat(breaker.mend(time.read())).isFalse();
  }

  @Test
  void a_reset_makes_everything_as_at_the_beginning() {
    open();
    assertThat(breaker.reset()).isTrue();
    assertThat(breaker.reset()).isFalse();
    assertThat(breaker.standing()).isEqualTo(Standing.GOOD);
  }

  private void open() {
    long asked = time.read();
    for (int i = 1; i <= DEFAULTS.failures(); i++) {
      breaker.refused(asked);
    }
    assertThat(breaker.state()).isEqualTo(State.OPEN);
  }

  private void fail(int times, long asked) {
    for (int i = 0; i < times; i++) {
      breaker.silent(asked);
    }
  }

  private void millis(long millis) {
    time.pass(Duration.ofMillis(millis));
  }
}
