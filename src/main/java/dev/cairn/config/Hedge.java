package dev.cairn.config;

import java.time.Duration;

/// When another upstream is asked as well, before the first one has failed.
public sealed interface Hedge {
  Off OFF = new Off();

  /// Never before the timeout.
  record Off() implements Hedge {}

  /// When it takes longer than most round trips of that upstream did.
  ///
  /// @param percent of its round trips that were shorter, 50 to 99
  record Percentile(int percent) implements Hedge {}

  /// @param delay 20 ms to 5 s
  record After(Duration delay) implements Hedge {}
}
