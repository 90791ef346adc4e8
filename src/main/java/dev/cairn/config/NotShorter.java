package dev.cairn.config;

import java.time.Duration;

/// Two keys of a table, of which one must not be shorter than the other.
record NotShorter(String longer, String shorter) {

  /// Reports it at the key that is written, unless a value is wrong by itself, or neither is
  /// written here.
  void judge(TableReader table, Duration longest, Duration shortest) {
    if (longest.compareTo(shortest) >= 0 || !table.areRight(longer, shorter)) {
      return;
    }
    if (table.isWritten(longer) || table.isWritten(shorter)) {
      table.complain(
          table.isWritten(longer) ? longer : shorter,
          "%s (%s) is shorter than %s (%s); allowed: as long or longer"
              .formatted(longer, written(longest), shorter, written(shortest)));
    }
  }

  private static String written(Duration duration) {
    return Measure.DURATION.written(duration.toMillis());
  }
}
