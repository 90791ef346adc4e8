package dev.cairn.registry;

import static dev.cairn.health.Status.CRITICAL;
import static dev.cairn.registry.RunnerFixture.NODE;
import static dev.cairn.registry.RunnerFixture.ONE;
import static dev.cairn.registry.RunnerFixture.TTL;
import static dev.cairn.registry.RunnerFixture.reapedAfter;
import static dev.cairn.registry.Samples.registration;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What the operator is told of instances that are removed. The least time is a minute.
class ReaperLogTest {
  private final RunnerFixture house = new RunnerFixture();
  private final Logger log = (Logger) LoggerFactory.getLogger(Reaper.class);
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();

  @BeforeEach
  void begin() {
    written.start();
    log.setLevel(Level.INFO);
    log.addAppender(written);
  }

  @AfterEach
  void end() {
    log.detachAppender(written);
    log.setLevel(null);
    house.close();
  }

  @Test
  void a_time_that_is_too_short_is_raised_with_a_warning_and_removal_says_the_time_used()
      throws Exception {
    house.begin().register(reapedAfter(TTL, Duration.ofSeconds(30)));
    String warning =
        "WARN check service:api-1 of api-1 on node1: DeregisterCriticalServiceAfter is 30s, below"
            + " reap-min; 1m is taken";
    assertThat(lines()).containsExactly(warning);
    house.registry.report(TTL.key(), CRITICAL, "still");
    house.register(reapedAfter(TTL, Duration.ofSeconds(30)));
    assertThat(lines()).as("once").hasSize(1);
    house.pass(Duration.ofSeconds(90));
    assertThat(lines())
        .containsExactly(
            warning,
            "INFO service api: api-1 on node1 removed, service:api-1 was critical for more than 1m");
  }

  @Test
  void a_time_that_is_long_enough_is_said_as_it_was_wanted() throws Exception {
    house.begin().register(reapedAfter(TTL, Duration.ofSeconds(90)));
    house.registry.register(registration(NODE, ONE, TTL));
    house.register(reapedAfter(TTL, Duration.ofSeconds(90)));
    house.pass(Duration.ofSeconds(120));
    assertThat(lines())
        .containsExactly(
            "INFO service api: api-1 on node1 removed, service:api-1 was critical for more than 90s");
  }

  private List<String> lines() {
    return written.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }
}
