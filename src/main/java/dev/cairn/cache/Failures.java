package dev.cairn.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cairn.message.NameKey;
import dev.cairn.message.Outcome.Failed;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What nobody could answer a moment ago, so that upstreams in trouble are not asked for it again
/// at once: for a second first, and twice as long each time that it fails again (RFC 9520 §3.2).
final class Failures {
  private static final int MOST = 4_096;
  private static final long SHORTEST = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(5);
  private static final long REMEMBERED = TimeUnit.SECONDS.toNanos(60); // as the one before

  private final Cache<NameKey, Failure> failures;

  Failures(Executor maintenance) {
    failures = Caffeine.newBuilder().maximumSize(MOST).executor(maintenance).build();
  }

  /// @param since failures from before this moment are none
  void keep(CacheKey key, Failed failed, long now, long since) {
    Failure before = failures.getIfPresent(key);
    failures.put(key, new Failure(failed, now, periodAfter(before, now, since)));
  }

  private static long periodAfter(@Nullable Failure before, long now, long since) {
    if (before == null || before.isBefore(since) || now - before.at > REMEMBERED) {
      return SHORTEST;
    }
    return before.holds(now) ? before.period : Math.min(2 * before.period, LONGEST);
  }

  boolean areNone() {
    return failures.asMap().isEmpty();
  }

  /// Whether there is one, whether it holds or not. Allocates nothing.
  boolean has(NameKey probe) {
    return failures.getIfPresent(probe) != null;
  }

  void forget(NameKey key) {
    if (!areNone()) {
      failures.invalidate(key);
    }
  }

  void forget(Predicate<CacheKey> covered) {
    failures.asMap().keySet().removeIf(key -> covered.test((CacheKey) key));
  }

  /// @param since failures from before this moment are none
  @Nullable Failed find(CacheKey key, long now, long since) {
    Failure failure = failures.getIfPresent(key);
    return failure != null && failure.holds(now) && !failure.isBefore(since)
        ? failure.failed
        : null;
  }

  /// All that are remembered, some of which hold no more. The keys are [CacheKey]s.
  Set<Map.Entry<NameKey, Failure>> held() {
    return failures.asMap().entrySet();
  }

  /// @param at when it came, in nanoseconds
  /// @param period for how many nanoseconds it holds from then on
  record Failure(Failed failed, long at, long period) {
    boolean holds(long now) {
      return now - at < period;
    }

    boolean isBefore(long since) {
      return at - since < 0;
    }
  }
}
