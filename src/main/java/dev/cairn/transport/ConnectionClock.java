package dev.cairn.transport;

import dev.cairn.transport.TcpLimits.Timeouts;
import dev.cairn.transport.TransportObserver.Closing;
import org.jspecify.annotations.Nullable;

/// Since when a connection has been doing what it does, and when that is too long. A message counts
/// as slow from its first octet, not from its last: one octet now and then does not keep a
/// connection.
final class ConnectionClock {
  private static final long LEAST_WAIT = 10_000_000;

  private final long opened;
  private long lastActive;
  private long partialSince;
  private long stalledSince;
  private boolean isPartial;
  private boolean isStalled;

  ConnectionClock(long now) {
    opened = now;
    lastActive = now;
  }

  /// A whole message was taken.
  void taken(long now) {
    lastActive = now;
    isPartial = false;
  }

  /// A query was answered.
  void active(long now) {
    lastActive = now;
  }

  /// Whether part of a message has arrived.
  void partial(boolean is, long now) {
    partialSince = is && isPartial ? partialSince : now;
    isPartial = is;
  }

  /// Whether the client takes what we write.
  void writable(boolean is, long now) {
    stalledSince = !is && isStalled ? stalledSince : now;
    isStalled = !is;
  }

  /// Why the connection must end now, or null.
  @Nullable Closing due(long now, Timeouts timeouts, int underWay) {
    if (isStalled && now - stalledSince >= timeouts.read().toNanos()) {
      return Closing.SLOW_READER;
    }
    if (isPartial && now - partialSince >= timeouts.read().toNanos()) {
      return Closing.SLOW_MESSAGE;
    }
    if (now - opened >= timeouts.lifetime().toNanos()) {
      return Closing.LIFETIME;
    }
    return underWay == 0 && now - lastActive >= timeouts.idle().toNanos() ? Closing.IDLE : null;
  }

  /// After how many nanoseconds to look again.
  long nanosToNext(long now, Timeouts timeouts) {
    long next =
        Math.min(
            timeouts.idle().toNanos() - (now - lastActive),
            timeouts.lifetime().toNanos() - (now - opened));
    next = Math.min(next, timeouts.read().toNanos());
    next = isPartial ? Math.min(next, timeouts.read().toNanos() - (now - partialSince)) : next;
    next = isStalled ? Math.min(next, timeouts.read().toNanos() - (now - stalledSince)) : next;
    return Math.max(next, LEAST_WAIT);
  }
}
