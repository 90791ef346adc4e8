package dev.cairn.consul;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the requests that wait for a change, by the address of their client.
final class Watchers {
  private final int mostPerClient;
  private final ConcurrentMap<InetAddress, Integer> counts = new ConcurrentHashMap<>();
  private final AtomicInteger all = new AtomicInteger();

  Watchers(int mostPerClient) {
    this.mostPerClient = mostPerClient;
  }

  /// Whether there is room for one more; if so it has to [#leave].
  boolean enter(InetAddress client) {
    var isIn = new AtomicBoolean();
    counts.compute(
        client,
        (_, count) -> {
          int now = count == null ? 0 : count;
          isIn.setPlain(now < mostPerClient);
          int then = isIn.getPlain() ? now + 1 : now;
          return then == 0 ? null : then;
        });
    if (isIn.getPlain()) {
      all.incrementAndGet();
    }
    return isIn.getPlain();
  }

  void leave(InetAddress client) {
    counts.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    all.decrementAndGet();
  }

  int count() {
    return all.get();
  }
}
