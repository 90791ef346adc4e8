package dev.cairn.cache;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Question;
import dev.cairn.wire.CompiledAnswer;
import dev.cairn.wire.CompiledAnswer.Kind;
import dev.cairn.wire.CompiledReader;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.IntUnaryOperator;

/// What was told once, and until when it holds. All times are of one ticker, in nanoseconds.
///
/// ```
/// kept ───────────────────────┬── last tenth ──┬─────────────────────────────┐
///      fresh: TTLs count down │ prefetch once  │ stale: TTL 30, if asking failed │ gone
/// ```
///
/// There may be millions: as few objects as can be, and what was told as octets.
public final class Entry {
  private static final int STALE_TTL = 30; // seconds (RFC 8767 §4)
  private static final long SHORTEST_PREFETCHED = TimeUnit.SECONDS.toNanos(10);
  private static final long FAILURE_RECHECK = TimeUnit.SECONDS.toNanos(30); // RFC 8767 §5
  private static final long SHORTEST_RECHECK = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_RECHECK = TimeUnit.SECONDS.toNanos(5);
  private static final AtomicIntegerFieldUpdater<Entry> PREFETCHED =
      AtomicIntegerFieldUpdater.newUpdater(Entry.class, "prefetched");

  private final byte[] compiled;
  private final String upstream;
  private final long keptAt;
  private final int seconds;
  private volatile int prefetched;
  private volatile long failureUntil;
  private int verifiedFor;
  private int hits; // a race loses some, which harms nobody

  /// @param compiled what was told, TTLs bounded. Not to be changed
  /// @param upstream who told it
  /// @param seconds for how long it holds
  /// @param keptAt since when
  Entry(byte[] compiled, String upstream, int seconds, long keptAt) {
    this.compiled = compiled;
    this.upstream = upstream;
    this.seconds = seconds;
    this.keptAt = keptAt;
    this.failureUntil = keptAt;
  }

  /// The same, holding for no longer than that, or than until now where it has for longer; itself
  /// if it does not. So it is stale as late as it can be.
  ///
  /// @param longest in seconds
  Entry upTo(int longest, long now) {
    int bound = Math.max(longest, age(now));
    if (CompiledAnswer.longestTtl(compiled) <= bound) {
      return this;
    }
    byte[] bounded = CompiledAnswer.bounded(compiled, bound);
    var entry = new Entry(bounded, upstream, Math.min(seconds, bound), keptAt);
    entry.prefetched = prefetched;
    entry.failureUntil = failureUntil;
    entry.verifiedFor = verifiedFor;
    entry.hits = hits;
    return entry;
  }

  /// What was told. Not to be changed.
  public byte[] compiled() {
    return compiled;
  }

  /// How long ago it was told, in whole seconds: so much its TTLs have become less.
  public int age(long now) {
    return (int) TimeUnit.NANOSECONDS.toSeconds(now - keptAt);
  }

  /// Whether its aliases are known to lead to no other owner's names.
  ///
  /// @param namespace its number: what one says holds for no other
  public boolean isVerifiedFor(int namespace) {
    return verifiedFor == namespace || CompiledAnswer.aliases(compiled) == 0;
  }

  /// Remembers that it was verified.
  public void verifiedFor(int namespace) {
    verifiedFor = namespace;
  }

  String upstream() {
    return upstream;
  }

  int seconds() {
    return seconds;
  }

  long keptAt() {
    return keptAt;
  }

  int hits() {
    return hits;
  }

  void hit() {
    hits++;
  }

  boolean isFresh(long now) {
    return now - keptAt < TimeUnit.SECONDS.toNanos(seconds);
  }

  /// Whether it may still be served, fresh or not.
  ///
  /// @param stale for how many nanoseconds after it was fresh
  boolean isUsable(long now, long stale) {
    return sinceFresh(now) < stale;
  }

  private long sinceFresh(long now) {
    return now - keptAt - TimeUnit.SECONDS.toNanos(seconds);
  }

  /// Nobody could be asked: until the recheck, stale is good enough.
  void refreshFailed(long now) {
    failureUntil = now + FAILURE_RECHECK;
  }

  /// Whether it is time to find out if somebody can be asked again: one second after the last
  /// failure, and up to five when it has been stale for long.
  boolean isDueForRecheck(long now) {
    long wait = Math.clamp(sinceFresh(now) / 4, SHORTEST_RECHECK, LONGEST_RECHECK);
    return now - (failureUntil - FAILURE_RECHECK) >= wait;
  }

  /// @param recoveredAt failures from before this moment count no more
  boolean refreshFailedLately(long now, long recoveredAt) {
    return now - failureUntil < 0 && failureUntil - FAILURE_RECHECK - recoveredAt >= 0;
  }

  /// Whether it is time to refresh it, and nobody has begun to.
  boolean isDueForPrefetch(long now) {
    long life = TimeUnit.SECONDS.toNanos(seconds);
    return life >= SHORTEST_PREFETCHED && -sinceFresh(now) <= life / 10 && prefetched == 0;
  }

  /// Whether the caller has to refresh it now: true once.
  boolean startsPrefetch(long now) {
    return isDueForPrefetch(now) && PREFETCHED.compareAndSet(this, 0, 1);
  }

  /// What was told, its TTLs less the whole seconds that have passed; names that are those of the
  /// question in its case.
  Outcome outcome(Question question, long now) {
    int age = age(now);
    return read(question, ttl -> ttl - age);
  }

  Stale stale(Question question, long now) {
    long since = TimeUnit.NANOSECONDS.toSeconds(sinceFresh(now));
    int code =
        CompiledAnswer.kind(compiled) == Kind.NX_DOMAIN
            ? ExtendedError.STALE_NXDOMAIN_ANSWER
            : ExtendedError.STALE_ANSWER;
    return new Stale(
        read(question, _ -> STALE_TTL),
        new ExtendedError(code, "expired " + since + " s ago, and could not be renewed"));
  }

  /// What was told, with other TTLs.
  Outcome read(Question question, IntUnaryOperator ttl) {
    return Objects.requireNonNull(CompiledReader.outcome(compiled, question, ttl), "unreadable");
  }
}
