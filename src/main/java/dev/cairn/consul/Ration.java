package dev.cairn.consul;

import java.util.concurrent.atomic.AtomicLong;

/// How many octets of unfinished requests all clients together may make us keep.
final class Ration {
  private final long most;
  private final AtomicLong taken = new AtomicLong();

  Ration(long most) {
    this.most = most;
  }

  boolean take(long octets) {
    if (taken.addAndGet(octets) <= most) {
      return true;
    }
    taken.addAndGet(-octets);
    return false;
  }

  void give(long octets) {
    taken.addAndGet(-octets);
  }
}
