package dev.cairn.consul;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// How many of something each client has, by its address, and how many all of them have.
final class Crowding {
  private final IntSupplier mostPerClient;
  private final ConcurrentMap<InetAddress, Integer> counts = new ConcurrentHashMap<>();
  private final AtomicInteger all = new AtomicInteger();

  /// @param mostPerClient as of the moment that one comes; those that are in stay
  Crowding(IntSupplier mostPerClient) {
    this.mostPerClient = mostPerClient;
  }

  /// Whether there is room for one more; if so it has to [#leave].
  boolean enter(InetAddress client) {
    var isIn = new AtomicBoolean();
    counts.compute(
        client,
        (_, count) -> {
          int now = count == null ? 0 : count;
          isIn.setPlain(now < mostPerClient.getAsInt());
          int then = isIn.getPlain() ? now + 1 : now;
          return then == 0 ? null : then;
        });
    if (isIn.getPlain()) {
      all.incrementAndGet();
    }
    return isIn.getPlain();
  }

  /// There is always room. It has to [#leave].
  boolean enterAnyway(InetAddress client) {
    counts.merge(client, 1, Integer::sum);
    all.incrementAndGet();
    return true;
  }

  void leave(InetAddress client) {
    counts.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
    all.decrementAndGet();
  }

  int count() {
    return all.get();
  }
}
