package dev.cairn.feed;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before a source is followed anew: each time twice as long, up to the longest,
/// and up to a quarter less at random, so that not all come back at once.
final class Backoff {
  private static final int MOST_DOUBLINGS = 16;
  private static final double SPREAD = 0.25;

  private final Pace pace;
  private final RandomGenerator chance;
  private int waits;
  private Duration last = Duration.ZERO;

  Backoff(Pace pace, RandomGenerator chance) {
    this.pace = pace;
    this.chance = chance;
  }

  Duration next() {
    long doubled = pace.shortestPause().toNanos() << Math.min(waits++, MOST_DOUBLINGS);
    long bounded = Math.min(doubled, pace.longestPause().toNanos());
    last = Duration.ofNanos((long) (bounded * (1 - SPREAD * chance.nextDouble())));
    return last;
  }

  /// What is waited for went well for some time. If that was longer than the last pause, the pauses
  /// begin anew.
  void wentWell(Duration time) {
    if (time.compareTo(last) > 0) {
      waits = 0;
    }
  }
}
