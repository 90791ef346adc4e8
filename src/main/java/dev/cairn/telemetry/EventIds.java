package dev.cairn.telemetry;

import java.util.random.RandomGenerator;

/// Draws identifiers of 48 bits of time and 80 bits of chance, written in 26 letters and digits
/// (ULID). Within a millisecond, and if the clock goes back, the next is one above the last. Used
/// by one thread at a time.
final class EventIds {
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int LENGTH = 26;
  private static final int BITS = 5;
  private static final int HIGH_BITS = 16;

  private final RandomGenerator chance;
  private long millis = -1;
  private long high; // 16 bits
  private long low;

  EventIds(RandomGenerator chance) {
    this.chance = chance;
  }

  /// @param now milliseconds since 1970
  String next(long now) {
    if (now > millis) {
      millis = now;
      high = chance.nextLong() >>> (Long.SIZE - HIGH_BITS + 1); // room above for those that follow
      low = chance.nextLong();
    } else if (++low == 0) {
      high++;
    }
    return written();
  }

  private String written() {
    char[] digits = new char[LENGTH];
    long upper = (millis << HIGH_BITS) | high; // 64 bits above the 64 of low
    long lower = low;
    for (int i = LENGTH - 1; i >= 0; i--) {
      digits[i] = DIGITS.charAt((int) (lower & 31));
      lower = (lower >>> BITS) | (upper << (Long.SIZE - BITS));
      upper >>>= BITS;
    }
    return new String(digits);
  }
}
