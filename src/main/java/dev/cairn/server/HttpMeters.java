package dev.cairn.server;

import dev.cairn.consul.HttpObserver;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// Counts what the registry's HTTP socket does.
final class HttpMeters implements HttpObserver {
  private static final int CLASSES = 6;

  private final LongAdder[] answers = new LongAdder[CLASSES]; // by the first digit of the status
  private final Map<Bound, LongAdder> bounds = new EnumMap<>(Bound.class);

  HttpMeters() {
    for (int i = 0; i < CLASSES; i++) {
      answers[i] = new LongAdder();
    }
    for (Bound bound : Bound.values()) {
      bounds.put(bound, new LongAdder());
    }
  }

  @Override
  public void answered(int status) {
    answers[Math.clamp(status / 100, 0, CLASSES - 1)].increment();
  }

  @Override
  public void bounded(Bound bound) {
    LongAdder adder = bounds.get(bound);
    if (adder != null) {
      adder.increment();
    }
  }

  /// @param first digit of the status
  long answers(int first) {
    return answers[first].sum();
  }

  long reached(Bound bound) {
    LongAdder adder = bounds.get(bound);
    return adder == null ? 0 : adder.sum();
  }
}
