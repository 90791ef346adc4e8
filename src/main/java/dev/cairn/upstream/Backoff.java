package dev.cairn.upstream;

import dev.cairn.upstream.UpstreamSettings.BreakerSettings;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// How long to wait before an upstream that is down is tried again: each time twice as long, up to
/// the longest. A twentieth is always taken off, so that within the longest wait it has been tried,
/// and up to a fifth more at random, so that not all come back at once. For one thread at a time.
final class Backoff {
  private static final int MOST_DOUBLINGS = 20;
  private static final double LEAST = 0.75;
  private static final double SPREAD = 0.2;

  private final Supplier<BreakerSettings> settings;
  private final RandomGenerator jitter;
  private int waits;

  Backoff(Supplier<BreakerSettings> settings, RandomGenerator jitter) {
    this.settings = settings;
    this.jitter = jitter;
  }

  void restart() {
    waits = 0;
  }

  /// The next wait, in nanoseconds.
  long next() {
    BreakerSettings limits = settings.get();
    long doubled = limits.backoff().toNanos() << Math.min(waits++, MOST_DOUBLINGS);
    long bounded = Math.min(doubled, limits.longestBackoff().toNanos());
    return (long) (bounded * (LEAST + SPREAD * jitter.nextDouble()));
  }
}
