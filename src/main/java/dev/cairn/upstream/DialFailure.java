package dev.cairn.upstream;

import java.util.concurrent.atomic.AtomicBoolean;

/// What one dial may be held against an upstream: a single failure, of however many questions that
/// waited for the connection. Any number of threads.
final class DialFailure {
  private final AtomicBoolean isCounted = new AtomicBoolean();

  /// Whether the failure of a question is the first, and counts for all of them.
  boolean counts() {
    return isCounted.compareAndSet(false, true);
  }

  /// It is dialled once more: that may fail on its own.
  void begin() {
    isCounted.set(false);
  }
}
