package dev.cairn.upstream;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/// How many of the last questions failed. The window moves in tenths.
///
/// ```
/// slot = which tenth of time it counts (24 bits) │ good (20 bits) │ bad (20 bits)
/// ```
final class ErrorRatio {
  static final long GOOD = 1L << 20;
  static final long BAD = 1;

  private static final int SLOTS = 10;
  private static final int FEWEST = 20; // of which a ratio says anything
  private static final long COUNT = (1 << 20) - 1;
  private static final long TENTHS = (1 << 24) - 1;

  private final AtomicLongArray slots = new AtomicLongArray(SLOTS);
  private volatile long present;

  /// Counts one, [#GOOD] or [#BAD].
  void count(long one, long now, Duration window) {
    long tenth = now / (window.toNanos() / SLOTS) & TENTHS;
    present = tenth;
    int index = (int) (tenth % SLOTS);
    long slot;
    do {
      slot = slots.get(index);
    } while (!slots.compareAndSet(index, slot, withOneMore(slot, one, tenth)));
  }

  private static long withOneMore(long slot, long one, long tenth) {
    long current = slot >>> 40 == tenth ? slot : tenth << 40;
    boolean isFull = (one == GOOD ? good(current) : bad(current)) == COUNT;
    return isFull ? current : current + one;
  }

  /// Whether at least so many of a hundred failed; never if that is 0, or there were hardly any.
  boolean exceeds(int percent) {
    if (percent == 0) {
      return false;
    }
    long good = 0;
    long bad = 0;
    for (int i = 0; i < SLOTS; i++) {
      long slot = slots.get(i);
      boolean isWithin = (present - (slot >>> 40) & TENTHS) < SLOTS;
      good += isWithin ? good(slot) : 0;
      bad += isWithin ? bad(slot) : 0;
    }
    return good + bad >= FEWEST && bad * 100 >= percent * (good + bad);
  }

  private static long good(long slot) {
    return slot >>> 20 & COUNT;
  }

  private static long bad(long slot) {
    return slot & COUNT;
  }

  void clear() {
    for (int i = 0; i < SLOTS; i++) {
      slots.set(i, 0);
    }
  }
}
