package dev.cairn.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Rounds on time that passes when it is told to.
class RoundTest {
  private static final Duration INTERVAL = Duration.ofSeconds(10);
  private static final Probe PROBE = new Probe.Tcp("127.0.0.1", 1, null);

  private final FakeTime time = new FakeTime();
  private final Random random = new Random(11);
  private final Reach reach =
      new Reach(new Reach.Means(null, time, random, null, null), new EmbeddedChannel().eventLoop());
  private final House house = new House();
  private Pace pace = new Pace(time, null, random, 10_000);
  private Duration takes = Duration.ofMillis(20);

  /// Notes when runs begin, and lets each take its time.
  private final class House implements Round.Owner {
    final List<Long> begun = new ArrayList<>();
    int underWay;
    int mostUnderWay;
    int stopped;

    @Override
    public Trial trial(Plan plan, Reach ofRound) {
      return new Trial() {
        @Override
        public void begin(Consumer<Finding> told) {
          if (takes.isPositive()) {
            time.in(takes.toNanos(), null, () -> told.accept(new Finding(Status.PASSING, "")));
          }
        }

        @Override
        public Finding late(Duration timeout) {
          return new Finding(Status.CRITICAL, "late");
        }

        @Override
        public void end() {}
      };
    }

    @Override
    public void began(Round round) {
      begun.add(time.nanos());
      mostUnderWay = Math.max(mostUnderWay, ++underWay);
    }

    @Override
    public void ended(Round round) {
      underWay--;
    }

    @Override
    public void stopped(Round round) {
      stopped++;
    }
  }

  private Round round(Consumer<Finding> told, Duration timeout) {
    var plan = new Plan(PROBE, INTERVAL, timeout, Duration.ofSeconds(1), DialRules.ours());
    return new Round(plan, told, reach, pace, house);
  }

  private Round round() {
    return round(_ -> {}, Duration.ofSeconds(3));
  }

  private List<Long> gaps() {
    return IntStream.range(1, house.begun.size())
        .mapToObj(i -> (house.begun.get(i) - house.begun.get(i - 1)) / 1_000_000)
        .toList();
  }

  @Test
  void the_next_run_begins_an_interval_after_the_end_of_the_last() {
    takes = Duration.ofMillis(700);
    round().start(0);
    time.pass(Duration.ofSeconds(35));
    assertThat(gaps()).containsExactly(10_700L, 10_700L, 10_700L);
  }

  @Test
  void one_that_hangs_is_late_and_is_never_made_twice_at_once() {
    takes = Duration.ZERO;
    var found = new ArrayList<Finding>();
    round(found::add, Duration.ofSeconds(3)).start(0);
    time.pass(Duration.ofSeconds(20));
    assertThat(found)
        .containsExactly(
            new Finding(Status.CRITICAL, "late"), new Finding(Status.CRITICAL, "late"));
    assertThat(gaps()).containsExactly(13_000L);
    assertThat(house.mostUnderWay).isEqualTo(1);
  }

  @Test
  void a_loop_that_was_busy_does_not_blame_what_is_checked() {
    takes = Duration.ofSeconds(4);
    var found = new ArrayList<Finding>();
    round(found::add, Duration.ofSeconds(3)).start(0);
    time.pass(Duration.ofMillis(1));
    time.stand(Duration.ofMillis(3_500)); // and so comes half a second too late to the timeout
    time.pass(Duration.ofSeconds(1));
    assertThat(found).containsExactly(new Finding(Status.PASSING, ""));
    takes = Duration.ZERO;
    time.pass(Duration.ofSeconds(15));
    assertThat(found).hasSize(2).last().isEqualTo(new Finding(Status.CRITICAL, "late"));
  }

  @Test
  void so_many_begin_in_a_turn_of_the_loop() {
    for (int i = 0; i < 200; i++) {
      round().start(0);
    }
    time.pass(Duration.ofMillis(5));
    assertThat(house.begun).hasSize(128);
    time.pass(Duration.ofMillis(30));
    assertThat(house.begun).hasSize(200);
  }

  @Test
  void what_is_found_too_late_is_not_heard() {
    takes = Duration.ofSeconds(5);
    var found = new ArrayList<Finding>();
    round(found::add, Duration.ofSeconds(3)).start(0);
    time.pass(Duration.ofSeconds(12));
    assertThat(found).containsExactly(new Finding(Status.CRITICAL, "late"));
  }

  @Test
  void nothing_is_told_of_one_that_was_stopped() {
    var found = new ArrayList<Finding>();
    Round round = round(found::add, Duration.ofSeconds(3));
    round.start(0);
    time.pass(Duration.ofMillis(10)); // in the middle of a run
    round.stop();
    round.stop();
    time.pass(Duration.ofSeconds(60));
    assertThat(found).isEmpty();
    assertThat(house.begun).hasSize(1);
    assertThat(house.underWay).isZero();
    assertThat(house.stopped).isEqualTo(1);
  }

  @Test
  void who_takes_findings_may_fail_and_is_told_the_next() {
    var calls = new ArrayList<Finding>();
    Round round =
        round(
            finding -> {
              calls.add(finding);
              throw new IllegalStateException("as a test");
            },
            Duration.ofSeconds(3));
    round.start(0);
    time.pass(Duration.ofSeconds(25));
    assertThat(calls).hasSize(3);
  }

  /// How many runs began in each 100 ms of the last of some intervals, at most.
  private long most(Duration from) {
    long[] windows = new long[(int) (INTERVAL.toMillis() / 100) + 2];
    house.begun.stream()
        .filter(at -> at >= from.toNanos() && at < from.plus(INTERVAL).toNanos())
        .forEach(at -> windows[(int) ((at - from.toNanos()) / 100_000_000)]++);
    return LongStream.of(windows).max().orElse(0);
  }

  @Test
  void five_thousand_that_come_at_once_are_soon_spread_and_do_not_drift() {
    for (int i = 0; i < 5_000; i++) {
      round().start(random.nextLong(1_000_000_000));
    }
    time.pass(Duration.ofMillis(1_100));
    assertThat(house.begun).as("each within the first second").hasSize(5_000);
    time.pass(INTERVAL.multipliedBy(6));
    var later = Duration.ofNanos(time.nanos());
    int before = house.begun.size();
    time.pass(INTERVAL);
    assertThat(most(later)).as("of 50 on average").isLessThanOrEqualTo(120);
    assertThat(house.begun.size() - before).isBetween(4_950, 5_010); // one each 10.02 s
    time.pass(INTERVAL.multipliedBy(30));
    before = house.begun.size();
    time.pass(Duration.ofMillis(10_020));
    assertThat(house.begun.size() - before).isEqualTo(5_000);
  }

  @Test
  void what_a_pause_has_pushed_together_is_spread_again() {
    for (int i = 0; i < 5_000; i++) {
      round().start(random.nextLong(INTERVAL.toNanos()));
    }
    time.pass(INTERVAL.multipliedBy(3));
    time.stand(INTERVAL);
    time.pass(INTERVAL.multipliedBy(5));
    var later = Duration.ofNanos(time.nanos());
    time.pass(INTERVAL);
    assertThat(most(later)).isLessThanOrEqualTo(120);
  }

  @Test
  void no_more_than_so_many_are_under_way() {
    pace = new Pace(time, null, random, 50);
    takes = Duration.ZERO; // they hang
    for (int i = 0; i < 200; i++) {
      round().start(0);
    }
    time.pass(Duration.ofSeconds(1));
    assertThat(house.mostUnderWay).isEqualTo(50);
    assertThat(pace.waiting()).isEqualTo(150);
    time.pass(Duration.ofSeconds(10));
    assertThat(house.begun.size()).as("each has its turn").isGreaterThanOrEqualTo(200);
    assertThat(house.mostUnderWay).isEqualTo(50);
  }

  @Test
  void one_that_is_stopped_while_it_waits_takes_no_place() {
    pace = new Pace(time, null, random, 1);
    takes = Duration.ofSeconds(1);
    round().start(0);
    Round waiting = round();
    waiting.start(1);
    time.pass(Duration.ofMillis(100));
    waiting.stop();
    time.pass(Duration.ofSeconds(30));
    assertThat(house.begun).hasSize(3);
  }
}
