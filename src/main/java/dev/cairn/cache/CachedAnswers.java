package dev.cairn.cache;

import dev.cairn.message.NameKey;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.resolve.LocalResolver;
import dev.cairn.resolve.Trace;
import dev.cairn.wire.PlainQuery;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Answers what one forward rule was told before; as values for all queries, as octets for those
/// that are plain.
public final class CachedAnswers implements LocalResolver {
  private final CacheView view;
  private final @Nullable Consumer<Query> refresh;
  private final boolean prefetches;

  /// @param refresh has an answer asked for again and returns at once; null if that is not wanted
  /// @param prefetches whether answers are asked for again before their time is over
  CachedAnswers(CacheView view, @Nullable Consumer<Query> refresh, boolean prefetches) {
    this.view = view;
    this.refresh = refresh;
    this.prefetches = prefetches;
  }

  @Override
  public Outcome resolve(Query query, Trace trace) {
    Outcome outcome = find(query);
    trace.cache(query.question(), outcome);
    return outcome;
  }

  private Outcome find(Query query) {
    Question question = query.question();
    CacheKey key = view.keyOf(query);
    long now = now();
    Entry entry = view.find(key);
    if (entry != null && entry.isFresh(now)) {
      hit(entry);
      prefetch(query, entry, now);
      return entry.outcome(question, now);
    }
    if (entry != null && view.servesStaleAtOnce(entry, now)) {
      view.statistics.staleAnswers.increment();
      entry.hit();
      recheck(query, entry, now);
      return entry.stale(question, now);
    }
    Outcome absence = view.absenceAbove(key, now);
    if (absence != null) {
      view.statistics.hits.increment();
      return absence;
    }
    Failed failed = view.failureOf(key, now);
    if (failed != null) {
      view.statistics.failures.increment();
      return failed;
    }
    return Outcome.NOT_MINE;
  }

  /// The client has its old answer; whether there is a new one is found out besides.
  private void recheck(Query query, Entry entry, long now) {
    if (refresh != null && entry.isDueForRecheck(now)) {
      entry.refreshFailed(now); // until something else is known
      refresh.accept(query);
    }
  }

  private void prefetch(Query query, Entry entry, long now) {
    if (refresh != null && prefetches && entry.startsPrefetch(now)) {
      view.statistics.prefetches.increment();
      refresh.accept(query);
    }
  }

  /// The time of the cache's clock, in nanoseconds.
  public long now() {
    return view.cache.now();
  }

  /// What is kept for a query; null if there is nothing. Allocates nothing, and counts nothing: see
  /// [#hit].
  public @Nullable Entry find(PlainQuery query) {
    return view.find(probe(query));
  }

  /// Whether what is kept holds, and need not be refreshed now.
  public boolean isGood(Entry entry, long now) {
    return entry.isFresh(now) && !(prefetches && entry.isDueForPrefetch(now));
  }

  /// Whether more than what is kept for a query may say something of it: that there is nothing
  /// below a name above, or that nobody answered a moment ago.
  public boolean mayKnowOtherwise(PlainQuery query) {
    Failures failures = view.cache.failures();
    return view.reachesFar() || !failures.areNone() && failures.has(probe(query));
  }

  private NameKey probe(PlainQuery query) {
    return CacheKey.probe(query, view.scope, view.cache.hashing());
  }

  /// What was found was answered with.
  public void hit(Entry entry) {
    view.statistics.hits.increment();
    entry.hit();
  }
}
