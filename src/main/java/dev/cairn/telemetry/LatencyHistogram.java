package dev.cairn.telemetry;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// How often something took how long. Recording is a walk over a dozen numbers and one addition: no
/// lock, no allocation.
public final class LatencyHistogram {
  private static final long[] BOUNDS_MICROS = {
    10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000,
    500_000, 1_000_000, 2_500_000, 5_000_000
  };
  private static final double MICROS_A_SECOND = 1e6;

  private final String label;
  private final String value;
  private final LongAdder[] buckets =
      Stream.generate(LongAdder::new).limit(BOUNDS_MICROS.length + 1L).toArray(LongAdder[]::new);
  private final LongAdder sumNanos = new LongAdder();

  /// @param label what tells this histogram from the others of its name, such as `protocol`
  public LatencyHistogram(String label, String value) {
    this.label = label;
    this.value = value;
  }

  public void record(long nanos) {
    long micros = nanos / 1_000;
    int bucket = 0;
    while (bucket < BOUNDS_MICROS.length && micros > BOUNDS_MICROS[bucket]) {
      bucket++;
    }
    buckets[bucket].increment();
    sumNanos.add(nanos);
  }

  static Collector collector(
      String name, String help, Supplier<List<LatencyHistogram>> histograms) {
    return () -> {
      var snapshot = HistogramSnapshot.builder().name(name).help(help);
      histograms.get().forEach(histogram -> snapshot.dataPoint(histogram.dataPoint()));
      return snapshot.build();
    };
  }

  private HistogramDataPointSnapshot dataPoint() {
    var counts = ClassicHistogramBuckets.builder();
    for (int i = 0; i < buckets.length; i++) {
      double bound =
          i < BOUNDS_MICROS.length ? BOUNDS_MICROS[i] / MICROS_A_SECOND : Double.POSITIVE_INFINITY;
      counts.bucket(bound, buckets[i].sum());
    }
    return HistogramDataPointSnapshot.builder()
        .classicHistogramBuckets(counts.build())
        .sum(sumNanos.sum() / 1e9)
        .labels(Labels.of(label, value))
        .build();
  }
}
