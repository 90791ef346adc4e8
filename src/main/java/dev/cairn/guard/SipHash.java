package dev.cairn.guard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// SipHash-2-4: a short keyed hash that nobody without the key can foresee (Aumasson and Bernstein,
/// 2012), as RFC 9018 §4.4 wants it for cookies.
final class SipHash {
  private static final int KEY = 16;

  private long v0;
  private long v1;
  private long v2;
  private long v3;

  private SipHash(byte[] key) {
    ByteBuffer halves = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
    long k0 = halves.getLong();
    long k1 = halves.getLong();
    v0 = k0 ^ 0x736F_6D65_7073_6575L;
    v1 = k1 ^ 0x646F_7261_6E64_6F6DL;
    v2 = k0 ^ 0x6C79_6765_6E65_7261L;
    v3 = k1 ^ 0x7465_6462_7974_6573L;
  }

  /// The hash of some octets, its own eight in the order in which they are sent.
  ///
  /// @param key 16 octets
  static byte[] of(byte[] key, byte[] octets) {
    if (key.length != KEY) {
      throw new IllegalArgumentException("a key has 16 octets, not " + key.length);
    }
    return ByteBuffer.allocate(8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(new SipHash(key).hash(octets))
        .array();
  }

  private long hash(byte[] octets) {
    ByteBuffer words = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
    while (words.remaining() >= 8) {
      take(words.getLong());
    }
    long last = (long) octets.length << 56;
    for (int shift = 0; words.hasRemaining(); shift += 8) {
      last |= (words.get() & 0xFFL) << shift;
    }
    take(last);
    v2 ^= 0xFF;
    rounds(4);
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private void take(long word) {
    v3 ^= word;
    rounds(2);
    v0 ^= word;
  }

  private void rounds(int count) {
    for (int i = 0; i < count; i++) {
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
  }
}
