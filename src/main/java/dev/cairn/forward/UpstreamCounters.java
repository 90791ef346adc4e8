package dev.cairn.forward;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Counts what one upstream does, and tells the observer.
final class UpstreamCounters {
  private final InetSocketAddress address;
  private final UpstreamObserver observer;
  private final LongAdder sends = new LongAdder();
  private final LongAdder replies = new LongAdder();
  private final LongAdder truncated = new LongAdder();
  private final LongAdder ignored = new LongAdder();
  private final Map<Fault, LongAdder> failures = new EnumMap<>(Fault.class); // never changed
  private final AtomicLong smoothedRoundTrip = new AtomicLong();
  private volatile long lastRoundTrip;

  UpstreamCounters(InetSocketAddress address, UpstreamObserver observer) {
    this.address = address;
    this.observer = observer;
    for (Fault fault : Fault.values()) {
      failures.put(fault, new LongAdder());
    }
  }

  void sent() {
    sends.increment();
  }

  void replied(long nanos) {
    replies.increment();
    lastRoundTrip = nanos;
    smoothedRoundTrip.accumulateAndGet(
        nanos, (smoothed, last) -> smoothed == 0 ? last : smoothed + (last - smoothed) / 8);
    observer.replied(address, nanos);
  }

  void truncated() {
    truncated.increment();
  }

  void ignored() {
    ignored.increment();
  }

  void failed(Fault fault) {
    LongAdder adder = failures.get(fault);
    if (adder != null) { // always
      adder.increment();
    }
    observer.failed(address, fault);
  }

  UpstreamStatistics snapshot() {
    var byFault = new EnumMap<Fault, Long>(Fault.class);
    failures.forEach((fault, adder) -> byFault.put(fault, adder.sum()));
    return new UpstreamStatistics(
        address,
        sends.sum(),
        replies.sum(),
        truncated.sum(),
        ignored.sum(),
        Map.copyOf(byFault),
        Duration.ofNanos(lastRoundTrip),
        Duration.ofNanos(smoothedRoundTrip.get()));
  }
}
