package dev.cairn.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.cairn.message.Outcome.Failed;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// What nobody could answer a moment ago, so that upstreams in trouble are not asked for it again
/// at once (RFC 9520 §3.2).
final class Failures {
  private static final int MOST = 4_096;
  private static final long KEPT = TimeUnit.SECONDS.toNanos(1);

  private final Cache<CacheKey, Failure> failures;

  Failures(Executor maintenance) {
    failures = Caffeine.newBuilder().maximumSize(MOST).executor(maintenance).build();
  }

  void keep(CacheKey key, Failed failed, long now) {
    failures.put(key, new Failure(failed, now + KEPT));
  }

  void forget(CacheKey key) {
    failures.invalidate(key);
  }

  /// @param since failures from before this moment are none
  @Nullable Failed find(CacheKey key, long now, long since) {
    Failure failure = failures.getIfPresent(key);
    return failure != null && now - failure.until < 0 && failure.until - KEPT - since >= 0
        ? failure.failed
        : null;
  }

  private record Failure(Failed failed, long until) {}
}
