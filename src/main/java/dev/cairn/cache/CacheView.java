package dev.cairn.cache;

import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Query;
import dev.cairn.resolve.AnswerStore;
import dev.cairn.resolve.Report;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The cache as one forward rule of one configuration sees it: its scope, its policy.
public final class CacheView implements AnswerStore {
  final AnswerCache cache;
  final CacheStatistics statistics;
  final int scope;
  private final CachePolicy policy;
  private final LongSupplier recoveredAt;

  CacheView(AnswerCache cache, int scope, CachePolicy policy, LongSupplier recoveredAt) {
    this.cache = cache;
    this.statistics = cache.statistics();
    this.scope = scope;
    this.policy = policy;
    this.recoveredAt = recoveredAt;
  }

  /// Answers what is held, without prefetching.
  public CachedAnswers here() {
    return new CachedAnswers(this, null);
  }

  /// Answers what is held, and has what is asked for in the last tenth of its time refreshed.
  ///
  /// @param refresh starts asking and returns at once
  public CachedAnswers here(Consumer<Query> refresh) {
    return new CachedAnswers(this, refresh);
  }

  @Override
  public CacheKey keyOf(Query query) {
    return CacheKey.of(query, scope, cache.hashing());
  }

  @Override
  public Outcome recall(Query query) {
    CacheKey key = keyOf(query);
    long now = cache.now();
    Entry entry = cache.find(key);
    if (entry != null && entry.isFresh(now)) {
      statistics.hits.increment();
      entry.hit();
      return entry.outcome(query.question(), now);
    }
    statistics.misses.increment();
    if (entry == null) {
      return Outcome.NOT_MINE;
    }
    if (!isUsable(entry, now)) {
      cache.remove(key, entry);
      return Outcome.NOT_MINE;
    }
    return entry.stale(query.question(), now);
  }

  @Override
  public Outcome keep(Query query, Report report) {
    CacheKey key = keyOf(query);
    if (report.outcome() instanceof Failed failed) {
      return failedToRefresh(key, failed);
    }
    var holding = Holding.of(report.outcome(), policy);
    cache.keep(key, query.question(), holding, report);
    return holding.outcome();
  }

  /// A failure replaces nothing: it only makes stale good enough for a while.
  private Failed failedToRefresh(CacheKey key, Failed failed) {
    long now = cache.now();
    Entry entry = cache.find(key);
    if (entry != null && isUsable(entry, now)) {
      entry.refreshFailed(now);
    } else {
      cache.failures().keep(key, failed, now, recoveredAt.getAsLong());
    }
    return failed;
  }

  @Override
  public void handedOut(Stale stale) {
    statistics.staleAnswers.increment();
  }

  /// Whether it may be served though it does not hold any more, as nobody could be asked lately.
  boolean servesStaleAtOnce(Entry entry, long now) {
    return entry.refreshFailedLately(now, recoveredAt.getAsLong()) && isUsable(entry, now);
  }

  @Nullable Failed failureOf(CacheKey key, long now) {
    return cache.failures().find(key, now, recoveredAt.getAsLong());
  }

  private boolean isUsable(Entry entry, long now) {
    return entry.isUsable(now, policy.stale().toNanos());
  }
}
