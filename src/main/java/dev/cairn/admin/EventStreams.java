package dev.cairn.admin;

import java.util.concurrent.atomic.AtomicInteger;

/// Those who follow events at one socket: bounded, so that connections are left for others.
final class EventStreams {
  private static final int MOST = 32;

  private final EventApi events;
  private final AtomicInteger open = new AtomicInteger();

  EventStreams(EventApi events) {
    this.events = events;
  }

  EventApi events() {
    return events;
  }

  /// Whether one more may follow; it is counted until it [#leave]s.
  boolean admit() {
    if (open.incrementAndGet() <= MOST) {
      return true;
    }
    open.decrementAndGet();
    return false;
  }

  void leave() {
    open.decrementAndGet();
  }
}
