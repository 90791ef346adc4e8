package dev.cairn.cli;

import java.net.SocketTimeoutException;
import java.time.Duration;

/// When waiting began and when it has to end. Reads the system's clock, as sockets do.
record Deadline(long beginNanos, long endNanos) {

  static Deadline in(Duration timeout) {
    long now = System.nanoTime();
    return new Deadline(now, now + timeout.toNanos());
  }

  /// What is left, as sockets want it: at least 1, since 0 would mean for ever.
  int millisLeft() throws SocketTimeoutException {
    long left = endNanos - System.nanoTime();
    if (left <= 0) {
      throw new SocketTimeoutException("the time is up");
    }
    return Math.toIntExact(Math.max(1, left / 1_000_000));
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - beginNanos);
  }
}
