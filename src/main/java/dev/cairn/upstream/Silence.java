package dev.cairn.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.concurrent.TimeUnit;

/// How long a connection has been silent although something was asked, whether or not anybody still
/// waits for it. Belongs to one loop.
final class Silence {
  /// So long means that the connection leads nowhere.
  static final long DEAD = TimeUnit.SECONDS.toNanos(1);

  private final Ticker ticker;
  private long since;
  private boolean isAsked;

  Silence(Ticker ticker) {
    this.ticker = ticker;
  }

  /// A question was sent.
  void asked() {
    if (!isAsked) {
      isAsked = true;
      since = ticker.read();
    }
  }

  /// Something came.
  ///
  /// @param open questions that still wait
  void heard(int open) {
    isAsked = open > 0;
    since = ticker.read();
  }

  boolean isTooLong() {
    return isAsked && ticker.read() - since >= DEAD;
  }
}
