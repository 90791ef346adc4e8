package dev.cairn.bench;

/// How often which latency was seen, each known to within 1.6 %. Takes no more memory for more of
/// them.
public final class Latencies {
  private static final int STEPS_BITS = 6; // steps of one power of two
  private static final int STEPS = 1 << STEPS_BITS;

  private final long[] counts = new long[STEPS * (Long.SIZE - STEPS_BITS)];
  private long count;
  private long longest;

  /// @param nanos at least 0
  void add(long nanos) {
    counts[slot(nanos)]++;
    count++;
    longest = Math.max(longest, nanos);
  }

  /// How many there were.
  public long count() {
    return count;
  }

  /// The longest, in nanoseconds; 0 if there was none.
  public long longest() {
    return longest;
  }

  /// Nanoseconds that so large a share took at most; 0 if there was none.
  ///
  /// @param share from 0 to 1
  public long quantile(double share) {
    long wanted = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (int slot = 0; slot < counts.length; slot++) {
      seen += counts[slot];
      if (seen >= wanted) {
        return Math.min(end(slot), longest);
      }
    }
    return longest;
  }

  private static int slot(long nanos) {
    if (nanos < STEPS) {
      return (int) nanos;
    }
    int power = Long.SIZE - 1 - Long.numberOfLeadingZeros(nanos);
    int shift = power - STEPS_BITS;
    return (shift + 1) * STEPS + (int) (nanos >>> shift) - STEPS;
  }

  /// The largest value that falls into a slot.
  private static long end(int slot) {
    if (slot < STEPS) {
      return slot;
    }
    int shift = slot / STEPS - 1;
    return ((long) (slot % STEPS) + STEPS + 1 << shift) - 1;
  }
}
