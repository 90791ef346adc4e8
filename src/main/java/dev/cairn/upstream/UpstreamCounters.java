package dev.cairn.upstream;

import dev.cairn.upstream.UpstreamStatistics.Counts;
import dev.cairn.upstream.UpstreamStatistics.LastFailure;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Counts what one upstream does, and tells the observer.
final class UpstreamCounters {
  private final Endpoint endpoint;
  private final Means means;
  private final LongAdder sends = new LongAdder();
  private final LongAdder replies = new LongAdder();
  private final LongAdder truncated = new LongAdder();
  private final LongAdder ignored = new LongAdder();
  private final LongAdder connections = new LongAdder();
  private final LongAdder openConnections = new LongAdder();
  private final LongAdder resumptions = new LongAdder();
  private final Map<Fault, LongAdder> failures = new EnumMap<>(Fault.class); // never changed
  private volatile @Nullable LastFailure lastFailure;

  UpstreamCounters(Endpoint endpoint, Means means) {
    this.endpoint = endpoint;
    this.means = means;
    for (Fault fault : Fault.values()) {
      failures.put(fault, new LongAdder());
    }
  }

  void sent() {
    sends.increment();
  }

  void replied(long nanos) {
    replies.increment();
    means.observer().replied(endpoint, nanos);
  }

  void truncated() {
    truncated.increment();
  }

  void ignored() {
    ignored.increment();
  }

  void connected() {
    connections.increment();
    openConnections.increment();
  }

  void disconnected() {
    openConnections.decrement();
  }

  boolean isConnected() {
    return openConnections.sum() > 0;
  }

  void resumed() {
    resumptions.increment();
  }

  void failed(Failure failure) {
    LongAdder adder = failures.get(failure.fault());
    if (adder != null) { // always
      adder.increment();
    }
    lastFailure = new LastFailure(failure.what(), means.time().read());
    means.observer().failed(endpoint, failure.fault());
  }

  Counts snapshot() {
    var byFault = new EnumMap<Fault, Long>(Fault.class);
    failures.forEach((fault, adder) -> byFault.put(fault, adder.sum()));
    return new Counts(
        sends.sum(),
        replies.sum(),
        truncated.sum(),
        ignored.sum(),
        new UpstreamStatistics.Connections(
            openConnections.sum(), connections.sum(), resumptions.sum()),
        Map.copyOf(byFault),
        lastFailure);
  }
}
