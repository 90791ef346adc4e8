package dev.cairn.cache;

import dev.cairn.cache.CachePolicy.Absence;
import dev.cairn.message.NameKey;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Remarked;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.resolve.AnswerStore;
import dev.cairn.resolve.Report;
import dev.cairn.wire.CompiledAnswer;
import dev.cairn.wire.CompiledAnswer.Kind;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The cache as one forward rule of one configuration sees it: its scope, its policy.
public final class CacheView implements AnswerStore {
  final AnswerCache cache;
  final CacheStatistics statistics;
  final int scope;
  private final int suffixLength;
  private final CachePolicy policy;
  private final LongSupplier recoveredAt;

  CacheView(AnswerCache cache, Scope scope, CachePolicy policy, LongSupplier recoveredAt) {
    this.cache = cache;
    this.statistics = cache.statistics();
    this.scope = cache.scopes().numberOf(scope);
    this.suffixLength = scope.suffix().length();
    this.policy = policy;
    this.recoveredAt = recoveredAt;
  }

  /// Answers what is held, and has nothing asked for again.
  public CachedAnswers here() {
    return new CachedAnswers(this, null, false);
  }

  /// Answers what is held, and has asked again for what is wanted in the last tenth of its time,
  /// and for what is stale because asking failed a moment ago.
  ///
  /// @param refresh starts asking and returns at once
  public CachedAnswers here(Consumer<Query> refresh) {
    return new CachedAnswers(this, refresh, true);
  }

  /// The same, but lets the time of all answers run out.
  ///
  /// @param refresh starts asking and returns at once
  public CachedAnswers hereWithoutPrefetch(Consumer<Query> refresh) {
    return new CachedAnswers(this, refresh, false);
  }

  @Override
  public CacheKey keyOf(Query query) {
    return CacheKey.of(query, scope, cache.hashing());
  }

  @Override
  public Outcome recall(NameKey known, Query query) {
    var key = (CacheKey) known; // ours: we made it
    long now = cache.now();
    Entry entry = find(key);
    if (entry != null && entry.isFresh(now)) {
      statistics.hits.increment();
      entry.hit();
      return entry.outcome(query.question(), now);
    }
    Outcome absence = absenceAbove(key, now);
    if (absence != null) {
      statistics.hits.increment();
      return absence;
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
  public Held hold(NameKey known, Query query, Report report) {
    var key = (CacheKey) known; // ours: we made it
    if (report.outcome() instanceof Failed failed) {
      return new Held(failed, () -> keepFailure(key, failed, report));
    }
    var holding = Holding.of(report.outcome(), policy);
    return new Held(holding.outcome(), () -> keep(key, query.question(), holding, report));
  }

  private void keep(CacheKey key, Question question, Holding holding, Report report) {
    CacheKey kept = keyToKeep(key, holding);
    cache.keep(kept, question, holding, report);
    CacheView latest = cache.viewOf(scope);
    if (latest != null && latest != this && allowsMoreThan(latest)) {
      Entry entry =
          cache.find(kept); // asked for before that, and maybe kept after it was looked for
      if (entry != null) {
        cache.shorten(kept, entry, latest);
      }
    }
  }

  /// Where absences reach far, one stands for all types of its name; what is told of one type ends
  /// it.
  private CacheKey keyToKeep(CacheKey key, Holding holding) {
    if (!reachesFar()) {
      return key;
    }
    CacheKey ofAnyType = key.ofAnyType(cache.hashing());
    Outcome told = holding.outcome() instanceof Remarked r ? r.outcome() : holding.outcome();
    boolean isAbsence = told instanceof NxDomain n && n.aliases().isEmpty();
    cache.forget(isAbsence ? key : ofAnyType);
    return isAbsence ? ofAnyType : key;
  }

  /// A failure replaces nothing: it only makes stale good enough for a while.
  private void keepFailure(CacheKey key, Failed failed, Report report) {
    if (cache.isPurged(key, report)) {
      return;
    }
    long now = cache.now();
    Entry entry = find(key);
    if (entry != null && isUsable(entry, now)) {
      entry.refreshFailed(now);
    } else {
      cache.failures().keep(key, failed, now, recoveredAt.getAsLong());
    }
  }

  @Override
  public boolean isPurged(NameKey known, long askedAt) {
    return cache.isPurged((CacheKey) known, askedAt); // ours: we made it
  }

  @Override
  public void handedOut(Stale stale) {
    statistics.staleAnswers.increment();
  }

  /// Whether that a name does not exist says so of those below it.
  boolean reachesFar() {
    return policy.absence() == Absence.OF_ALL_BELOW;
  }

  /// What is kept for a key, or of its name whatever the type. A probe is another one after that.
  @Nullable Entry find(NameKey key) {
    Entry entry = cache.find(key);
    if (entry != null || !reachesFar()) {
      return entry;
    }
    return absenceOf(CacheKey.ofAnyType(key, cache.hashing()));
  }

  private @Nullable Entry absenceOf(NameKey ofAnyType) {
    Entry entry = cache.find(ofAnyType);
    return entry != null && CompiledAnswer.kind(entry.compiled()) == Kind.NX_DOMAIN ? entry : null;
  }

  /// That there is nothing below a name above this one (RFC 8020 §2); null if nobody said so. Looks
  /// no farther up than the scope's suffix.
  @Nullable Outcome absenceAbove(CacheKey key, long now) {
    if (!reachesFar()) {
      return null;
    }
    byte[] name = key.bytes();
    for (int at = 1 + name[0];
        name[0] != 0 && name.length - at >= suffixLength;
        at += 1 + name[at]) {
      CacheKey above = key.ofAnyTypeAbove(at, cache.hashing());
      Entry entry = absenceOf(above);
      if (entry != null && entry.isFresh(now)) {
        entry.hit();
        return entry.outcome(Question.in(RecordSet.nameAt(above.bytes(), 0), 0), now);
      }
      if (name[at] == 0) {
        return null;
      }
    }
    return null;
  }

  /// Whether it may be served though it does not hold any more, as nobody could be asked lately.
  boolean servesStaleAtOnce(Entry entry, long now) {
    return entry.refreshFailedLately(now, recoveredAt.getAsLong()) && isUsable(entry, now);
  }

  @Nullable Failed failureOf(CacheKey key, long now) {
    return cache.failures().find(key, now, recoveredAt.getAsLong());
  }

  /// Whether something may be held for longer than another view allows.
  boolean allowsMoreThan(CacheView other) {
    for (Kind kind : Kind.values()) {
      if (policy.longestSeconds(kind) > other.policy.longestSeconds(kind)) {
        return true;
      }
    }
    return false;
  }

  /// An entry, holding for no longer than is allowed.
  Entry bounded(Entry entry) {
    return entry.upTo(policy.longestSeconds(CompiledAnswer.kind(entry.compiled())), cache.now());
  }

  boolean isUsable(Entry entry, long now) {
    return entry.isUsable(now, policy.stale().toNanos());
  }
}
