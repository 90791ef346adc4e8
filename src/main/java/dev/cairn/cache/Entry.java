package dev.cairn.cache;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Stale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// What was told once, and until when it holds. All times are of one ticker, in nanoseconds.
///
/// ```
/// kept ───────────────────────┬── last tenth ──┬─────────────────────────────┐
///      fresh: TTLs count down │ prefetch once  │ stale: TTL 30, if asking failed │ gone
/// ```
final class Entry {
  private static final int STALE_TTL = 30; // seconds (RFC 8767 §4)
  private static final long SHORTEST_PREFETCHED = TimeUnit.SECONDS.toNanos(10);
  private static final long FAILURE_RECHECK = TimeUnit.SECONDS.toNanos(30); // RFC 8767 §5

  private final Outcome told;
  private final int weight;
  private final long keptAt;
  private final long freshUntil;
  private final AtomicBoolean prefetched = new AtomicBoolean();
  private volatile long failureUntil;
  private @Nullable Aged aged; // made when asked for; a race makes it twice, which harms nobody

  /// @param weight octets
  Entry(Holding holding, int weight, long now) {
    this.told = holding.outcome();
    this.weight = weight;
    this.keptAt = now;
    this.freshUntil = now + TimeUnit.SECONDS.toNanos(holding.seconds());
    this.failureUntil = now;
  }

  int weight() {
    return weight;
  }

  boolean isFresh(long now) {
    return now - freshUntil < 0;
  }

  /// Whether it may still be served, fresh or not.
  ///
  /// @param stale for how many nanoseconds after it was fresh
  boolean isUsable(long now, long stale) {
    return now - freshUntil < stale;
  }

  /// Nobody could be asked: until the recheck, stale is good enough.
  void refreshFailed(long now) {
    failureUntil = now + FAILURE_RECHECK;
  }

  /// @param recoveredAt failures from before this moment count no more
  boolean refreshFailedLately(long now, long recoveredAt) {
    return now - failureUntil < 0 && failureUntil - FAILURE_RECHECK - recoveredAt >= 0;
  }

  /// Whether the caller has to refresh it now: true once.
  boolean startsPrefetch(long now) {
    long life = freshUntil - keptAt;
    return life >= SHORTEST_PREFETCHED
        && freshUntil - now <= life / 10
        && !prefetched.get()
        && prefetched.compareAndSet(false, true);
  }

  /// What was told, its TTLs less the whole seconds that have passed. At most one copy a second is
  /// made.
  Outcome outcome(long now) {
    int seconds = (int) TimeUnit.NANOSECONDS.toSeconds(now - keptAt);
    if (seconds == 0) {
      return told;
    }
    Aged known = aged;
    if (known == null || known.seconds != seconds) {
      known = new Aged(seconds, RecordSets.withTtls(told, ttl -> ttl - seconds));
      aged = known;
    }
    return known.outcome;
  }

  Stale stale(long now) {
    long seconds = TimeUnit.NANOSECONDS.toSeconds(now - freshUntil);
    int code =
        told instanceof NxDomain ? ExtendedError.STALE_NXDOMAIN_ANSWER : ExtendedError.STALE_ANSWER;
    return new Stale(
        RecordSets.withTtls(told, _ -> STALE_TTL),
        new ExtendedError(code, "expired " + seconds + " s ago, no upstream has answered since"));
  }

  private record Aged(int seconds, Outcome outcome) {}
}
