package dev.cairn.cli;

import java.util.Locale;

/// Amounts as people read them.
final class Amounts {
  private static final long MINUTE = 60;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private Amounts() {}

  /// With commas: `1,204`.
  static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /// With what it is: `1 entry`, `2 entries`.
  static String count(long count, String one, String more) {
    return count(count) + " " + (count == 1 ? one : more);
  }

  /// In the largest unit that makes at least two of it: `90 s`, `3 min`, `47 h`.
  static String seconds(long seconds) {
    if (seconds < 2 * MINUTE) {
      return seconds + " s";
    }
    if (seconds < 2 * HOUR) {
      return seconds / MINUTE + " min";
    }
    return seconds < 2 * DAY ? seconds / HOUR + " h" : seconds / DAY + " d";
  }

  static String millis(double millis) {
    return String.format(Locale.ROOT, millis < 100 ? "%.1f ms" : "%.0f ms", millis);
  }

  /// Of all that were: `37 %`.
  static String share(long part, long all) {
    return all == 0 ? "0 %" : Math.round(100.0 * part / all) + " %";
  }
}
