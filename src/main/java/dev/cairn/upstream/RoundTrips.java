package dev.cairn.upstream;

import java.util.concurrent.atomic.AtomicIntegerArray;

/// How long an upstream takes. Each new round trip counts for an eighth (RFC 6298 §2); percentiles
/// are of the last few thousand. Any number of threads; a lost update harms nobody.
final class RoundTrips {
  private static final int STEP_BITS = 4;
  private static final int STEPS = 1 << STEP_BITS; // of each power of two
  private static final int BUCKETS = 40 * STEPS;
  private static final int SHIFT = 8; // what is below 4 µs is told less exactly
  private static final int ONE = 256; // of which halving leaves something for long
  private static final int RENEWED = 2_048; // then all that was counted counts half

  private final AtomicIntegerArray buckets = new AtomicIntegerArray(BUCKETS);
  private volatile int counted;
  private volatile long smoothed;
  private volatile long deviation;
  private volatile long last;

  void took(long nanos) {
    long known = smoothed;
    last = nanos;
    if (known == 0) {
      smoothed = Math.max(nanos, 1);
      deviation = nanos / 2;
    } else {
      long spread = deviation;
      deviation = spread + (Math.abs(known - nanos) - spread) / 4;
      smoothed = Math.max(known + (nanos - known) / 8, 1);
    }
    buckets.addAndGet(bucket(nanos), ONE);
    int count = counted + 1;
    counted = count;
    if (count >= RENEWED) {
      halve();
    }
  }

  private void halve() {
    counted = RENEWED / 2;
    for (int i = 0; i < BUCKETS; i++) {
      buckets.updateAndGet(i, count -> count / 2);
    }
  }

  long last() {
    return last;
  }

  /// Nanoseconds, 0 if nothing is known.
  long smoothed() {
    return smoothed;
  }

  /// After how long a reply is overdue (RFC 6298 §2.3), 0 if nothing is known.
  long overdue() {
    return smoothed + 4 * deviation;
  }

  /// The nanoseconds that so many of a hundred round trips do not exceed, within a sixteenth; 0 if
  /// nothing is known. Those of one bucket are taken for evenly spread.
  long percentile(int percent) {
    long all = 0;
    for (int i = 0; i < BUCKETS; i++) {
      all += buckets.get(i);
    }
    long wanted = Math.ceilDiv(all * percent, 100);
    long below = 0;
    for (int i = 0; i < BUCKETS && all > 0; i++) {
      int here = buckets.get(i);
      if (below + here >= wanted) {
        long start = i == 0 ? 0 : upperEnd(i - 1);
        return start + (upperEnd(i) - start) * (wanted - below) / here;
      }
      below += here;
    }
    return 0;
  }

  private static int bucket(long nanos) {
    long scaled = Math.max(nanos >>> SHIFT, 1);
    int power = 63 - Long.numberOfLeadingZeros(scaled);
    int step = (int) ((scaled << STEP_BITS >>> power) & (STEPS - 1));
    return Math.min(power * STEPS + step, BUCKETS - 1);
  }

  private static long upperEnd(int bucket) {
    long base = 1L << (bucket / STEPS + SHIFT);
    return base + base / STEPS * (bucket % STEPS + 1);
  }
}
