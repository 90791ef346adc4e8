package dev.cairn.consul;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Durations as programs in Go write them: `10s`, `1m30s`, `300000ms`.
final class GoDuration {
  private static final Pattern WHOLE =
      Pattern.compile(
          "([-+]?)((?:(?:\\d{1,19}(?:\\.\\d{0,19})?|\\.\\d{1,19})(?:ns|us|µs|μs|ms|s|m|h)){1,16})");
  private static final Pattern PART = Pattern.compile("(\\d*\\.?\\d*)(ns|us|µs|μs|ms|s|m|h)");
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final long SECOND = 1_000_000_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final int LONGEST = 100;

  private GoDuration() {}

  /// Null if it is none.
  static @Nullable Duration parse(String text) {
    if (text.equals("0")) {
      return Duration.ZERO;
    }
    Matcher whole = WHOLE.matcher(text);
    if (text.length() > LONGEST || !whole.matches()) {
      return null;
    }
    var nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(whole.group(2));
    while (part.find()) {
      String number = part.group(1);
      nanos = nanos.add(new BigDecimal(number).multiply(BigDecimal.valueOf(unit(part.group(2)))));
    }
    if (nanos.compareTo(MOST) > 0) {
      return null;
    }
    long sum = nanos.longValue();
    return Duration.ofNanos(whole.group(1).equals("-") ? -sum : sum);
  }

  private static long unit(String word) {
    return switch (word) {
      case "ns" -> 1;
      case "ms" -> 1_000_000;
      case "s" -> SECOND;
      case "m" -> MINUTE;
      case "h" -> HOUR;
      default -> 1_000; // us, with either letter for micro
    };
  }

  /// As Go prints it: `1h0m0s`, `1m30s`, `1.5s`, `20ms`.
  static String text(Duration duration) {
    long nanos = duration.toNanos();
    if (nanos == 0) {
      return "0s";
    }
    if (nanos < SECOND) {
      return below(nanos);
    }
    var text = new StringBuilder();
    if (nanos >= HOUR) {
      text.append(nanos / HOUR).append('h');
    }
    if (nanos >= MINUTE) {
      text.append(nanos % HOUR / MINUTE).append('m');
    }
    return text.append(decimal(nanos % MINUTE, SECOND)).append('s').toString();
  }

  private static String below(long nanos) {
    if (nanos < 1_000) {
      return nanos + "ns";
    }
    return nanos < 1_000_000 ? decimal(nanos, 1_000) + "µs" : decimal(nanos, 1_000_000) + "ms";
  }

  private static String decimal(long nanos, long unit) {
    return BigDecimal.valueOf(nanos)
        .divide(BigDecimal.valueOf(unit))
        .stripTrailingZeros()
        .toPlainString();
  }
}
