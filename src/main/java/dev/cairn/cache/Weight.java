package dev.cairn.cache;

import dev.cairn.message.NameKey;

/// How many octets of memory an entry takes: what it holds, and what objects, arrays and the hash
/// table cost around it (64-bit JVM, compressed pointers).
final class Weight {
  private static final int ARRAY = 16;
  private static final int CAFFEINE_NODE = 40;
  private static final int MAP_NODE = 32;
  private static final int TABLE = 11; // a slot of a table that is three eighths full
  private static final int SKETCH = 16; // how often it was asked for, for W-TinyLFU
  private static final int KEY = 32;
  private static final int ENTRY = 56;

  private Weight() {}

  static int of(NameKey key, byte[] compiled) {
    return CAFFEINE_NODE
        + MAP_NODE
        + TABLE
        + SKETCH
        + KEY
        + array(key.length())
        + ENTRY
        + array(compiled.length);
  }

  private static int array(int octets) {
    return ARRAY + (octets + 7 & ~7);
  }
}
