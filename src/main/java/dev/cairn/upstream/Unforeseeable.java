package dev.cairn.upstream;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/// Numbers that nobody can foresee (RFC 5452 §9.2), drawn from the system's generator many at a
/// time, as each single draw costs a lock and more. Belongs to one thread.
final class Unforeseeable implements RandomGenerator {
  private static final int DRAWN = 1_024; // octets

  private final SecureRandom source;
  private final byte[] drawn = new byte[DRAWN];
  private int used = DRAWN;

  Unforeseeable(SecureRandom source) {
    this.source = source;
  }

  /// A number of 16 bits.
  int next16() {
    if (used + 2 > DRAWN) {
      source.nextBytes(drawn);
      used = 0;
    }
    int number = (drawn[used] & 0xFF) << 8 | drawn[used + 1] & 0xFF;
    drawn[used] = 0; // used once, and not to be found in memory
    drawn[used + 1] = 0;
    used += 2;
    return number;
  }

  @Override
  public long nextLong() {
    return (long) next16() << 48 | (long) next16() << 32 | (long) next16() << 16 | next16();
  }
}
