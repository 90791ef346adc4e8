package dev.cairn.transport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.read.ListAppender;
import dev.cairn.transport.EventLoops.Engine;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoopWatchTest {
  private static final long HALF_A_SECOND = Duration.ofMillis(500).toNanos();

  private final EventLoops loops = new EventLoops(Engine.best(), 1);
  private final LoopWatch watch = new LoopWatch(loops);
  private final Logger log = (Logger) LoggerFactory.getLogger(LoopWatch.class);
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final CountDownLatch held = new CountDownLatch(1);
  private long now = System.nanoTime();

  @BeforeEach
  void begin() throws Exception {
    written.start();
    log.addAppender(written);
    watch.look(now);
    settle();
  }

  @AfterEach
  void end() {
    held.countDown();
    log.detachAppender(written);
    loops.close();
  }

  @Test
  void a_loop_that_is_held_up_is_told_once_and_where_it_stands() throws Exception {
    String name = hold();
    look();
    look();
    assertThat(lines()).isEmpty();
    look();
    look();
    assertThat(lines())
        .containsExactly(
            name
                + ": stands still for 1000 ms; what comes to its sockets is not answered until it"
                + " goes on; unless the machine has no time for it, that is a bug in Cairn, please"
                + " report it");
    assertThat(frames()).anyMatch(method -> method.contains("hold"));
    assertThat(watch.standstills().sum()).isEqualTo(1);
    assertThat(watch.delay()).isEqualTo(1.5);
    held.countDown();
    settle();
    look();
    assertThat(lines()).hasSize(2).last().isEqualTo(name + ": goes on, after 2000 ms at most");
    settle();
    look();
    assertThat(lines()).hasSize(2);
  }

  /// A collection of garbage, or a machine that is asleep, holds up whoever looks as well.
  @Test
  void where_all_stood_still_no_loop_is_blamed() throws Exception {
    String name = hold();
    look();
    now += 20 * HALF_A_SECOND;
    watch.look(now);
    look();
    assertThat(lines()).isEmpty();
    look();
    assertThat(lines()).hasSize(1).first().asString().startsWith(name);
  }

  @Test
  void a_loop_that_has_ended_is_left_alone() throws Exception {
    loops.close();
    look();
    look();
    look();
    assertThat(lines()).isEmpty();
  }

  private void look() {
    now += HALF_A_SECOND;
    watch.look(now);
  }

  /// @return the name of the thread that is held
  private String hold() throws Exception {
    var isHeld = new CountDownLatch(1);
    String name = loops.group().submit(() -> Thread.currentThread().getName()).get();
    loops
        .group()
        .execute(() -> {
          isHeld.countDown();
          holdUp();
        });
    isHeld.await();
    return name;
  }

  private void holdUp() {
    try {
      held.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets the loop come to its tasks.
  private void settle() throws Exception {
    loops.group().submit(() -> {}).get();
  }

  private List<String> lines() {
    return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  private List<String> frames() {
    return Arrays.stream(
            written.list.getFirst().getThrowableProxy().getStackTraceElementProxyArray())
        .map(StackTraceElementProxy::getStackTraceElement)
        .map(StackTraceElement::getMethodName)
        .toList();
  }
}
