package dev.cairn.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Checks that are held until they may be made.
class CheckEngineTest {
  private static final Plan PLAN =
      new Plan(
          new Probe.Script(List.of("true")),
          Duration.ofMinutes(1),
          Duration.ofSeconds(20),
          Duration.ZERO,
          DialRules.ours());

  @Test
  void what_is_held_is_made_when_it_is_released_unless_it_was_stopped() throws Exception {
    var told = new LinkedBlockingQueue<Finding>();
    try (var checking = Checking.begin()) {
      checking.engine.hold();
      checking.engine.start(PLAN, told::add);
      checking.engine.start(PLAN, told::add).stop();
      try (var other = other(checking)) { // of the same loop, so that all before it had begun
        other.start(PLAN, told::add);
        assertThat(told.poll(20, TimeUnit.SECONDS)).isNotNull();
      }
      assertThat(checking.engine.runs()).isZero();
      checking.engine.release();
      assertThat(told.poll(20, TimeUnit.SECONDS)).isNotNull();
      checking.engine.start(PLAN, told::add);
      assertThat(told.poll(20, TimeUnit.SECONDS)).isNotNull();
      assertThat(checking.engine.runs()).isEqualTo(2);
    }
  }

  private static CheckEngine other(Checking checking) {
    return new CheckEngine(
        new Sockets(checking.loops, NioDatagramChannel::new, NioSocketChannel::new),
        Timing.SYSTEM,
        new Random(7),
        Names.SYSTEM,
        new CheckTls(null));
  }
}
