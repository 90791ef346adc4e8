package dev.cairn.cache;

import java.util.concurrent.atomic.LongAdder;

/// What a cache has done since it was made. Counts only go up.
public final class CacheStatistics {
  final LongAdder hits = new LongAdder();
  final LongAdder misses = new LongAdder();
  final LongAdder staleAnswers = new LongAdder();
  final LongAdder failures = new LongAdder();
  final LongAdder prefetches = new LongAdder();
  final LongAdder evictions = new LongAdder();
  final LongAdder tooLarge = new LongAdder();
  final LongAdder purged = new LongAdder();
  final LongAdder refused = new LongAdder();

  CacheStatistics() {}

  /// Queries answered with what still holds.
  public long hits() {
    return hits.sum();
  }

  /// Queries for which the upstreams had to be asked or waited for.
  public long misses() {
    return misses.sum();
  }

  /// Queries answered with what does not hold any more.
  public long staleAnswers() {
    return staleAnswers.sum();
  }

  /// Queries answered with a failure of a moment ago.
  public long failures() {
    return failures.sum();
  }

  /// Entries asked for again before their time was over.
  public long prefetches() {
    return prefetches.sum();
  }

  /// Entries that had to make room.
  public long evictions() {
    return evictions.sum();
  }

  /// Answers that were not kept as they, or one of their sets, are too large.
  public long tooLarge() {
    return tooLarge.sum();
  }

  /// Entries that the operator had forgotten.
  public long purged() {
    return purged.sum();
  }

  /// Answers that were not kept as they had been asked for before a purge that covers them.
  public long refusedByPurge() {
    return refused.sum();
  }
}
