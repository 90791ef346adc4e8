package dev.cairn.feed;

import java.time.Duration;

/// How often a source is asked, and how long it may take.
///
/// @param probe between two questions whether it is alive
/// @param patience how long one of them, or a connection, may take; two in a row that take longer
///   make a source stale
/// @param shortestPause before the first attempt to reach it again
/// @param longestPause between any two
/// @param resync between two complete readings of a source that tells of changes only roughly
public record Pace(
    Duration probe,
    Duration patience,
    Duration shortestPause,
    Duration longestPause,
    Duration resync) {
  public static final Pace USUAL =
      new Pace(
          Duration.ofSeconds(2),
          Duration.ofSeconds(2),
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10));

  /// How long a whole reading, or a page of it, may take.
  Duration readingPatience() {
    return patience.multipliedBy(10);
  }
}
