package dev.cairn.feed;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Lengths of time as Go and its friends write them: `10s`, `1m30s`, `300ms`.
final class Durations {
  private static final Pattern WHOLE =
      Pattern.compile("(\\d{1,9}(\\.\\d{1,9})?(ns|us|µs|ms|s|m|h))+");
  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ns|us|µs|ms|s|m|h)");
  private static final long LONGEST = Duration.ofDays(7).toSeconds();

  private Durations() {}

  /// What a text means, or null.
  static @Nullable Duration of(String text) {
    if (text.length() > 64 || !WHOLE.matcher(text).matches()) {
      return null;
    }
    double nanos = 0;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      nanos += Double.parseDouble(part.group(1)) * unit(part.group(2));
    }
    return Duration.ofNanos((long) Math.min(nanos, (double) Duration.ofDays(365).toNanos()));
  }

  private static double unit(String name) {
    return switch (name) {
      case "ns" -> 1;
      case "us", "µs" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      default -> 3_600e9; // the pattern leaves hours
    };
  }

  /// Seconds as a number, or a duration as a text; null if it is neither, or not there.
  static @Nullable Duration of(JsonNode json) {
    if (json.isIntegralNumber() && json.canConvertToInt()) {
      int seconds = json.intValue();
      return seconds < 0 ? null : Duration.ofSeconds(Math.min(seconds, LONGEST));
    }
    return json.isString() ? of(json.stringValue()) : null;
  }
}
