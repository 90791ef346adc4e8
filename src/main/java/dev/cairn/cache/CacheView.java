package dev.cairn.cache;

import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Query;
import dev.cairn.resolve.AnswerStore;
import dev.cairn.resolve.LocalResolver;
import dev.cairn.resolve.Report;
import java.util.function.Consumer;

/// The cache as one forward rule of one configuration sees it: its scope, its policy.
public final class CacheView implements AnswerStore {
  private final AnswerCache cache;
  private final CacheStatistics statistics;
  private final int scope;
  private final CachePolicy policy;
  private volatile long recoveredAt;

  CacheView(AnswerCache cache, int scope, CachePolicy policy) {
    this.cache = cache;
    this.statistics = cache.statistics();
    this.scope = scope;
    this.policy = policy;
    this.recoveredAt = cache.now();
  }

  /// Answers what is held, without prefetching.
  public LocalResolver here() {
    return here(_ -> {});
  }

  /// Answers what is held, and has what is asked for in the last tenth of its time refreshed.
  ///
  /// @param refresh starts asking and returns at once
  public LocalResolver here(Consumer<Query> refresh) {
    return (query, trace) -> {
      Outcome outcome = find(query, refresh);
      trace.cache(query.question(), outcome);
      return outcome;
    };
  }

  private Outcome find(Query query, Consumer<Query> refresh) {
    CacheKey key = keyOf(query);
    long now = cache.now();
    Entry entry = cache.find(key);
    if (entry != null && entry.isFresh(now)) {
      statistics.hits.increment();
      if (entry.startsPrefetch(now)) {
        statistics.prefetches.increment();
        refresh.accept(query);
      }
      return entry.outcome(now);
    }
    if (entry != null && entry.refreshFailedLately(now, recoveredAt) && isUsable(entry, now)) {
      statistics.staleAnswers.increment();
      return entry.stale(now);
    }
    Failed failed = cache.failures().find(key, now, recoveredAt);
    if (failed != null) {
      statistics.failures.increment();
      return failed;
    }
    return Outcome.NOT_MINE;
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
      return entry.outcome(now);
    }
    statistics.misses.increment();
    if (entry == null) {
      return Outcome.NOT_MINE;
    }
    if (!isUsable(entry, now)) {
      cache.remove(key, entry);
      return Outcome.NOT_MINE;
    }
    return entry.stale(now);
  }

  @Override
  public Outcome keep(Query query, Report report) {
    CacheKey key = keyOf(query);
    if (report.outcome() instanceof Failed failed) {
      return failedToRefresh(key, failed);
    }
    var holding = Holding.of(report.outcome(), policy);
    cache.keep(key, holding);
    return holding.outcome();
  }

  /// A failure replaces nothing: it only makes stale good enough for a while.
  private Failed failedToRefresh(CacheKey key, Failed failed) {
    long now = cache.now();
    Entry entry = cache.find(key);
    if (entry != null && isUsable(entry, now)) {
      entry.refreshFailed(now);
    } else {
      cache.failures().keep(key, failed, now);
    }
    return failed;
  }

  @Override
  public void handedOut(Stale stale) {
    statistics.staleAnswers.increment();
  }

  @Override
  public void recovered() {
    recoveredAt = cache.now();
  }

  private boolean isUsable(Entry entry, long now) {
    return entry.isUsable(now, policy.stale().toNanos());
  }
}
