package dev.cairn.feed;

import java.time.Duration;

/// Lets so many through at once and then one each while, so that a source in trouble is not asked
/// for all that it has again and again.
final class TokenBucket {
  private final double most;
  private final long refill; // nanoseconds for one
  private double tokens;
  private long since = System.nanoTime();

  TokenBucket(int most, Duration refill) {
    this.most = most;
    this.refill = refill.toNanos();
    this.tokens = most;
  }

  /// Waits for its turn.
  synchronized void take() throws InterruptedException {
    long now = System.nanoTime();
    tokens = Math.min(most, tokens + (double) (now - since) / refill);
    since = now;
    if (tokens < 1) {
      Thread.sleep(Duration.ofNanos((long) ((1 - tokens) * refill)));
      tokens = 1;
      since = System.nanoTime();
    }
    tokens -= 1;
  }
}
