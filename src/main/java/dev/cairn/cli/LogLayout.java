package dev.cairn.cli;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.TimeZone;

/// One line for an event: when, how bad, what; and the stack below it where there is one.
///
/// The offset from UTC is asked of [TimeZone]: the zones of `java.time` are looked for in every
/// jar.
final class LogLayout extends LayoutBase<ILoggingEvent> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
  private static final int LEVEL_WIDTH = 5;

  private final TimeZone zone = TimeZone.getDefault();

  @Override
  public String doLayout(ILoggingEvent event) {
    var line = new StringBuilder();
    long millis = event.getTimeStamp();
    var offset = ZoneOffset.ofTotalSeconds(zone.getOffset(millis) / 1000);
    TIME.formatTo(Instant.ofEpochMilli(millis).atOffset(offset), line);
    String level = event.getLevel().toString();
    line.append(' ').append(level).repeat(' ', LEVEL_WIDTH + 1 - level.length());
    line.append(event.getFormattedMessage()).append(System.lineSeparator());
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown != null) {
      line.append(ThrowableProxyUtil.asString(thrown));
    }
    return line.toString();
  }
}
