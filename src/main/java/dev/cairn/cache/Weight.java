package dev.cairn.cache;

import dev.cairn.message.Outcome;
import dev.cairn.message.RecordSet;

/// How many octets of memory an entry takes: what it holds, and what objects, arrays and the hash
/// table cost around it (64-bit JVM, compressed pointers). Rather too much than too little.
final class Weight {
  private static final int ARRAY = 16;
  private static final int TABLE = 120; // Caffeine's node, the map's node, their table
  private static final int KEY = 32 + ARRAY;
  private static final int ENTRY = 72;
  private static final int OUTCOME = 64; // the record and its lists
  private static final int SET = 48; // the set and its place in a list
  private static final int OWNER = 40 + ARRAY;

  private Weight() {}

  static long of(CacheKey key, Outcome outcome) {
    long sets = RecordSets.in(outcome).mapToLong(Weight::of).sum();
    return (long) TABLE + KEY + key.length() + ENTRY + 2 * OUTCOME + sets;
  }

  /// A set, and the copy of it that counts down; they share owner and bytes.
  private static long of(RecordSet set) {
    return 2L * SET + OWNER + set.owner().length() + ARRAY + set.bytes().length;
  }
}
