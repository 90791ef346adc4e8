package dev.cairn.cache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.random.RandomGenerator;

/// SipHash-1-3 under a key that nobody outside knows, so that no client can choose names that
/// collide (Aumasson and Bernstein, "SipHash: a fast short-input PRF").
final class KeyedHash {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int FINAL_ROUNDS = 3;

  private final long key0;
  private final long key1;

  KeyedHash(RandomGenerator random) {
    this(random.nextLong(), random.nextLong());
  }

  KeyedHash(long key0, long key1) {
    this.key0 = key0;
    this.key1 = key1;
  }

  /// The hash of some octets.
  long of(byte[] octets) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    int words = octets.length / Long.BYTES + 1;
    for (int i = 0; i < words + FINAL_ROUNDS; i++) {
      long word = i < words ? word(octets, i) : 0;
      v2 ^= i == words ? 0xFF : 0;
      v3 ^= word;
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
      v0 ^= word;
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }

  /// The word at an index; the last has what is left, and the length on top.
  private static long word(byte[] octets, int index) {
    int at = index * Long.BYTES;
    if (at + Long.BYTES <= octets.length) {
      return (long) WORDS.get(octets, at);
    }
    long last = (long) octets.length << 56;
    for (int i = at; i < octets.length; i++) {
      last |= (octets[i] & 0xFFL) << (8 * (i - at));
    }
    return last;
  }
}
