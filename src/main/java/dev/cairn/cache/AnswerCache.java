package dev.cairn.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.cairn.message.NameKey;
import dev.cairn.message.Question;
import dev.cairn.message.SipHash;
import dev.cairn.resolve.Report;
import dev.cairn.wire.AnswerCompiler;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// All that the upstreams told us, in one bounded memory. Outlives configurations: each of them
/// looks at it through views of its own.
///
/// Caffeine keeps what is asked often and bounds the whole by octets; it knows nothing of time. The
/// deadlines stand in the entries and are looked at when one is read, which is quicker than
/// Caffeine's timers, and stale entries have to stay anyway. A read takes no lock: it notes what
/// was read in a ring, and whoever finds the ring full sorts it out if nobody else does so just
/// then.
public final class AnswerCache {
  private static final int LARGEST_PART = 8;

  private final Cache<NameKey, Entry> entries;
  private final Policy.Eviction<NameKey, Entry> bound;
  private final Failures failures;
  private final CacheStatistics statistics = new CacheStatistics();
  private final Purges purges = new Purges();
  private final Scopes scopes = new Scopes();
  private final Map<Integer, CacheView> views = new ConcurrentHashMap<>(); // as many as scopes
  private final SipHash hashing;
  private final Ticker ticker;
  private final Set<Integer> restored = ConcurrentHashMap.newKeySet(); // scopes
  private volatile boolean mayHoldTooLong;

  /// @param maximum octets, see [#maximum(long)]
  /// @param random where the key of the hash comes from
  /// @param maintenance where Caffeine sorts out what to keep: bounded work, cheapest where it
  ///   comes up
  public AnswerCache(long maximum, Ticker ticker, SecureRandom random, Executor maintenance) {
    this.ticker = ticker;
    this.hashing = new SipHash(random);
    this.failures = new Failures(maintenance);
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(maximum)
            .weigher((NameKey key, Entry entry) -> Weight.of(key, entry.compiled()))
            .evictionListener((_, _, _) -> statistics.evictions.increment())
            .executor(maintenance)
            .build();
    this.bound = entries.policy().eviction().orElseThrow();
  }

  /// What one forward rule may see of it, as if its upstreams had been well from now on.
  public CacheView view(Scope scope, CachePolicy policy) {
    long made = now();
    return view(scope, policy, () -> made);
  }

  /// What one forward rule may see of it.
  ///
  /// @param recoveredAt when one of its upstreams last became good again, in nanoseconds of the
  ///   ticker: failures from before that moment say nothing any more
  public CacheView view(Scope scope, CachePolicy policy, LongSupplier recoveredAt) {
    var view = new CacheView(this, scope, policy, recoveredAt);
    CacheView before = views.put(view.scope, view);
    if (before == null ? restored.contains(view.scope) : before.allowsMoreThan(view)) {
      mayHoldTooLong = true;
    }
    return view;
  }

  /// The latest view of a scope; null if none has it, as after a start with other rules.
  @Nullable CacheView viewOf(int scope) {
    return views.get(scope);
  }

  /// Bounds the memory from now on. Entries that do not fit any more make room; what takes more
  /// than an eighth of it is never kept.
  ///
  /// @param octets 0 keeps nothing
  public void maximum(long octets) {
    bound.setMaximum(octets);
  }

  public long maximum() {
    return bound.getMaximum();
  }

  /// Forgets what is to be forgotten, and keeps nothing of it that was asked for until now; how
  /// many entries went. Goes through all that is held.
  public int purge(Purge purge) {
    Predicate<CacheKey> covered = purges.remember(purge, now());
    failures.forget(covered);
    int gone = 0;
    for (NameKey key : entries.asMap().keySet()) {
      if (covered.test((CacheKey) key) && entries.asMap().remove(key) != null) {
        gone++;
      }
    }
    statistics.purged.add(gone);
    return gone;
  }

  /// Has what is held hold for no longer than the latest view of its scope allows; how many entries
  /// that changed. To be called when views are in use that may allow less than those before; then
  /// it goes through all that is held.
  public int shorten() {
    if (!mayHoldTooLong) {
      return 0;
    }
    mayHoldTooLong = false;
    int shortened = 0;
    for (var held : held()) {
      CacheKey key = (CacheKey) held.getKey();
      CacheView view = viewOf(key.scope());
      if (view != null && shorten(key, held.getValue(), view)) {
        shortened++;
      }
    }
    return shortened;
  }

  /// Has an entry hold for no longer than a view allows; whether that changed it.
  boolean shorten(CacheKey key, Entry entry, CacheView view) {
    Entry bounded = view.bounded(entry);
    return !bounded.equals(entry) && entries.asMap().replace(key, entry, bounded);
  }

  public CacheStatistics statistics() {
    return statistics;
  }

  /// How many entries there are, roughly.
  public long entries() {
    return entries.estimatedSize();
  }

  /// Octets that the entries take.
  public long octets() {
    return bound.weightedSize().orElse(0);
  }

  Scopes scopes() {
    return scopes;
  }

  SipHash hashing() {
    return hashing;
  }

  Failures failures() {
    return failures;
  }

  long now() {
    return ticker.read();
  }

  /// What is kept under a key, or under one that is equal to a probe. Allocates nothing.
  @Nullable Entry find(NameKey key) {
    return entries.getIfPresent(key);
  }

  /// All that is held now. The keys are [CacheKey]s.
  Set<Map.Entry<NameKey, Entry>> held() {
    return entries.asMap().entrySet();
  }

  /// Keeps what a query was told, or forgets what it was told before if the new cannot be kept.
  void keep(CacheKey key, Question question, Holding holding, Report report) {
    failures.forget(key);
    if (isPurged(key, report)) {
      return;
    }
    Entry entry = holding.seconds() == 0 ? null : entryOf(key, question, holding, report);
    if (entry == null) {
      entries.invalidate(key);
      return;
    }
    entries.put(key, entry);
    if (isPurged(key, report)) { // just now: that purge may have come by before it was there
      remove(key, entry);
    }
  }

  /// Whether what was told was asked for before a purge that it would undo.
  boolean isPurged(CacheKey key, Report report) {
    boolean isPurged = isPurged(key, report.askedAt());
    if (isPurged) {
      statistics.refused.increment();
    }
    return isPurged;
  }

  /// Whether there was a purge of it since then.
  boolean isPurged(CacheKey key, long askedAt) {
    return purges.cover(key, askedAt, now());
  }

  /// Null if it is too large.
  private @Nullable Entry entryOf(CacheKey key, Question question, Holding holding, Report report) {
    byte[] compiled = AnswerCompiler.compile(question, holding.outcome());
    if (compiled == null || Weight.of(key, compiled) > maximum() / LARGEST_PART) {
      statistics.tooLarge.increment();
      return null;
    }
    return new Entry(compiled, report.upstream(), holding.seconds(), now());
  }

  /// Whether something more fits without that something else has to go.
  boolean hasRoomFor(CacheKey key, byte[] compiled) {
    int weight = Weight.of(key, compiled);
    return weight <= maximum() / LARGEST_PART && octets() + weight <= maximum();
  }

  /// Takes in what was held once.
  void restore(CacheKey key, Entry entry) {
    restored.add(key.scope());
    entries.put(key, entry);
  }

  void forget(CacheKey key) {
    entries.invalidate(key);
  }

  void remove(CacheKey key, Entry entry) {
    entries.asMap().remove(key, entry);
  }
}
