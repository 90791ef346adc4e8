package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadlineTest {
  private static final long NOTHING_SCHEDULED = -1;

  private int missed;
  private final EmbeddedChannel loop = new EmbeddedChannel();
  private final Deadline deadline = new Deadline(() -> missed++);

  @BeforeEach
  void freeze() {
    loop.freezeTime();
  }

  private void in(int seconds) {
    deadline.in(TimeUnit.SECONDS.toNanos(seconds), loop.eventLoop());
  }

  /// When the loop has something to do next.
  private long pass(int seconds) {
    loop.advanceTimeBy(seconds, TimeUnit.SECONDS);
    return loop.runScheduledPendingTasks();
  }

  @Test
  void it_is_missed_once_and_not_before() {
    in(10);
    pass(9);
    assertThat(missed).isZero();
    assertThat(pass(1)).isEqualTo(NOTHING_SCHEDULED);
    assertThat(missed).isOne();
  }

  @Test
  void one_that_moved_away_is_missed_then() {
    in(10);
    pass(5);
    in(10);
    pass(9);
    assertThat(missed).isZero();
    assertThat(pass(1)).isEqualTo(NOTHING_SCHEDULED);
    assertThat(missed).isOne();
  }

  @Test
  void one_that_came_nearer_is_missed_then() {
    in(600);
    in(10);
    assertThat(pass(10)).isEqualTo(NOTHING_SCHEDULED);
    assertThat(missed).isOne();
  }

  @Test
  void one_that_was_put_off_is_not_missed_and_may_be_set_again() {
    in(10);
    deadline.none();
    pass(5);
    in(10);
    deadline.none();
    assertThat(pass(20)).isEqualTo(NOTHING_SCHEDULED);
    assertThat(missed).isZero();
    in(10);
    pass(10);
    assertThat(missed).isOne();
  }

  @Test
  void moving_it_away_gives_the_loop_nothing_to_do() {
    in(10);
    long alarm = loop.runScheduledPendingTasks();
    for (int i = 0; i < 100; i++) {
      deadline.none();
      in(20 + i);
    }
    assertThat(loop.runScheduledPendingTasks()).isEqualTo(alarm);
    deadline.stop();
    assertThat(loop.runScheduledPendingTasks()).as("no second alarm").isEqualTo(NOTHING_SCHEDULED);
  }

  @Test
  void nothing_of_one_that_stopped_is_left() {
    in(10);
    deadline.stop();
    assertThat(pass(10)).isEqualTo(NOTHING_SCHEDULED);
    assertThat(missed).isZero();
  }
}
