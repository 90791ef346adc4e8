package dev.cairn.forward;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;

/// A moment until which something may take.
///
/// @param time how long that was from the beginning
/// @param at in nanoseconds of the ticker
record Deadline(Ticker ticker, Duration time, long at) {
  static Deadline in(Duration time, Ticker ticker) {
    return new Deadline(ticker, time, ticker.read() + time.toNanos());
  }

  /// This moment, or that in `other` from now if it is earlier.
  Deadline orIn(Duration other) {
    return in(Duration.ofNanos(Math.min(other.toNanos(), nanosLeft())), ticker);
  }

  /// At least 0.
  long nanosLeft() {
    return Math.max(at - ticker.read(), 0);
  }

  /// At least 1 unless it is over: to sockets 0 means forever.
  int millisLeft() {
    return (int) Math.min((nanosLeft() + 999_999) / 1_000_000, Integer.MAX_VALUE);
  }

  boolean isOver() {
    return nanosLeft() == 0;
  }
}
