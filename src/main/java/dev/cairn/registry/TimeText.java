package dev.cairn.registry;

import java.time.Duration;

/// Lengths of time as the configuration has them: `1m`, `90s`, `1500ms`.
final class TimeText {
  private TimeText() {}

  /// In the largest unit that needs no fraction. Parts of a millisecond are left out.
  static String of(Duration time) {
    if (time.toMillisPart() != 0 || time.toMillis() == 0) {
      return time.toMillis() + "ms";
    }
    if (time.toSecondsPart() != 0) {
      return time.toSeconds() + "s";
    }
    if (time.toMinutesPart() != 0) {
      return time.toMinutes() + "m";
    }
    return time.toHoursPart() != 0 ? time.toHours() + "h" : time.toDays() + "d";
  }
}
