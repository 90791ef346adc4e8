package dev.cairn.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.cairn.message.Labels;
import dev.cairn.message.SipHash;
import java.security.SecureRandom;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// All that the upstreams told us, in one bounded memory. Outlives configurations: each of them
/// looks at it through views of its own.
///
/// Caffeine keeps what is asked often and bounds the whole by octets; it knows nothing of time. The
/// deadlines stand in the entries and are looked at when one is read, which is quicker than
/// Caffeine's timers, and stale entries have to stay anyway.
public final class AnswerCache {
  private static final int LARGEST_PART = 8;

  private final Cache<CacheKey, Entry> entries;
  private final Policy.Eviction<CacheKey, Entry> bound;
  private final Failures failures;
  private final CacheStatistics statistics = new CacheStatistics();
  private final Map<Scope, Integer> scopes = new ConcurrentHashMap<>();
  private final AtomicInteger scopeNumbers = new AtomicInteger();
  private final SipHash hashing;
  private final Ticker ticker;

  /// @param maximum octets, see [#maximum(long)]
  /// @param random where the key of the hash comes from
  /// @param maintenance where Caffeine sorts out what to keep
  public AnswerCache(long maximum, Ticker ticker, SecureRandom random, Executor maintenance) {
    this.ticker = ticker;
    this.hashing = new SipHash(random);
    this.failures = new Failures(maintenance);
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(maximum)
            .weigher((CacheKey _, Entry entry) -> entry.weight())
            .evictionListener((_, _, _) -> statistics.evictions.increment())
            .executor(maintenance)
            .build();
    this.bound = entries.policy().eviction().orElseThrow();
  }

  /// What one forward rule may see of it.
  public CacheView view(Scope scope, CachePolicy policy) {
    int number = scopes.computeIfAbsent(scope, _ -> scopeNumbers.getAndIncrement());
    return new CacheView(this, number, policy);
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

  /// Forgets all names at and below a suffix; how many entries that were.
  public int forget(Name suffix) {
    byte[] within = Labels.of(suffix).bytes();
    int before = entries.asMap().size();
    entries.asMap().keySet().removeIf(key -> key.isWithin(within));
    return Math.max(before - entries.asMap().size(), 0);
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

  SipHash hashing() {
    return hashing;
  }

  Failures failures() {
    return failures;
  }

  long now() {
    return ticker.read();
  }

  @Nullable Entry find(CacheKey key) {
    return entries.getIfPresent(key);
  }

  /// Keeps what a query was told, or forgets what it was told before if the new cannot be kept.
  void keep(CacheKey key, Holding holding) {
    failures.forget(key);
    long weight = Weight.of(key, holding.outcome());
    if (holding.seconds() == 0 || weight > maximum() / LARGEST_PART) {
      entries.invalidate(key);
      return;
    }
    entries.put(key, new Entry(holding, (int) Math.min(weight, Integer.MAX_VALUE), now()));
  }

  void remove(CacheKey key, Entry entry) {
    entries.asMap().remove(key, entry);
  }
}
