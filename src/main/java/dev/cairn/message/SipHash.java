package dev.cairn.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

/// A short hash under a key, which nobody without the key can foresee (Aumasson and Bernstein,
/// "SipHash: a fast short-input PRF"). Immutable.
public final class SipHash {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /// How often the state is mixed: the more, the slower and the safer.
  public enum Strength {
    /// SipHash-1-3, so that no client can choose names that collide in a table.
    TABLE(1, 3),
    /// SipHash-2-4, as cookies have it (RFC 9018 §4.4).
    COOKIE(2, 4);

    private final int rounds; // of each word
    private final int finalRounds;

    Strength(int rounds, int finalRounds) {
      this.rounds = rounds;
      this.finalRounds = finalRounds;
    }
  }

  private final long key0;
  private final long key1;
  private final Strength strength;

  /// Under a key that is drawn now, for tables.
  public SipHash(RandomGenerator random) {
    this(random.nextLong(), random.nextLong(), Strength.TABLE);
  }

  /// Under the key of 16 octets that two numbers are, the first octet their lowest.
  public SipHash(long key0, long key1, Strength strength) {
    this.key0 = key0;
    this.key1 = key1;
    this.strength = strength;
  }

  /// Under a key of 16 octets.
  ///
  /// @throws IndexOutOfBoundsException if it has fewer
  public static SipHash ofKey(byte[] key, Strength strength) {
    return new SipHash((long) WORDS.get(key, 0), (long) WORDS.get(key, Long.BYTES), strength);
  }

  /// The hash of some octets, as a number; its octets are sent lowest first.
  public long of(byte[] octets) {
    return of(octets, octets.length);
  }

  /// The hash of the first `length` octets, as a number.
  public long of(byte[] octets, int length) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    int words = length / Long.BYTES + 1;
    for (int i = 0; i <= words; i++) { // the last time without a word
      long word = i < words ? word(octets, length, i) : 0;
      v3 ^= word;
      v2 ^= i < words ? 0 : 0xFF;
      for (int round = i < words ? strength.rounds : strength.finalRounds; round > 0; round--) {
        v0 += v1;
        v1 = Long.rotateLeft(v1, 13) ^ v0;
        v0 = Long.rotateLeft(v0, 32);
        v2 += v3;
        v3 = Long.rotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = Long.rotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = Long.rotateLeft(v1, 17) ^ v2;
        v2 = Long.rotateLeft(v2, 32);
      }
      v0 ^= word;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  /// The word at an index; the last has what is left, and the length on top.
  private static long word(byte[] octets, int length, int index) {
    int at = index * Long.BYTES;
    if (at + Long.BYTES <= length) {
      return (long) WORDS.get(octets, at);
    }
    long last = (long) length << 56;
    if (at + Long.BYTES <= octets.length) { // what stands behind is cut off
      return last | (long) WORDS.get(octets, at) & (1L << 8 * (length - at)) - 1;
    }
    for (int i = at; i < length; i++) {
      last |= (octets[i] & 0xFFL) << (8 * (i - at));
    }
    return last;
  }
}
