package dev.cairn.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A line of the log.
class LogLayoutTest {
  private static final Instant WHEN = Instant.parse("2026-07-01T12:34:56.789Z");

  @Test
  void saysWhenHowBadAndWhat() {
    String line = line(Level.WARN, "zone {} is gone", null, "a.test.");
    String[] words = line.split(" ", 2);
    assertEquals(WHEN, OffsetDateTime.parse(words[0]).toInstant());
    assertEquals("WARN  zone a.test. is gone" + System.lineSeparator(), words[1]);
  }

  @Test
  void hasTheStackBelow() {
    var bug = new IllegalStateException("a bug", new IllegalArgumentException("its cause"));
    String line = line(Level.ERROR, "it failed", bug);
    assertTrue(
        line.contains("ERROR it failed" + System.lineSeparator() + bug.getClass().getName()), line);
    assertTrue(line.contains("at " + LogLayoutTest.class.getName()), line);
    assertTrue(line.contains("Caused by: java.lang.IllegalArgumentException: its cause"), line);
  }

  private static String line(
      Level level, String message, @Nullable Throwable thrown, Object... arguments) {
    Logger logger = new LoggerContext().getLogger("a.test");
    var event =
        new LoggingEvent(LogLayoutTest.class.getName(), logger, level, message, thrown, arguments);
    event.setInstant(WHEN);
    var layout = new LogLayout();
    layout.start();
    return layout.doLayout(event);
  }
}
