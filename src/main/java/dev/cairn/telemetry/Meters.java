package dev.cairn.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/// All meters of a server, and their text for Prometheus. Counting happens in plain adders; meters
/// only read them when they are scraped.
public final class Meters implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Queue<Object> counted =
      new ConcurrentLinkedQueue<>(); // the registry holds them weakly
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /// Meters of Java and this process as well. Takes some time, and looks into all jars for Javas of
  /// other kinds.
  public void watchProcess() {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    collections.bindTo(registry);
  }

  /// What Prometheus reads.
  public String scrape() {
    return registry.scrape();
  }

  /// A number that only grows, kept by somebody else.
  ///
  /// @param name with dots, without the unit `total`
  /// @param labels names and values by turns
  public void counter(String name, String help, Supplier<Number> value, String... labels) {
    counted.add(value);
    FunctionCounter.builder(name, value, v -> v.get().doubleValue())
        .description(help)
        .tags(Tags.of(labels))
        .register(registry);
  }

  /// The same for an adder.
  public void counter(String name, String help, LongAdder adder, String... labels) {
    counter(name, help, adder::sum, labels);
  }

  /// A number that goes up and down, kept by somebody else.
  public void gauge(String name, String help, Supplier<Number> value, String... labels) {
    Gauge.builder(name, value)
        .description(help)
        .tags(Tags.of(labels))
        .strongReference(true)
        .register(registry);
  }

  /// One of several numbers of the same name, told apart by the values of their labels.
  public record Sample(List<String> labelValues, double value) {}

  /// Numbers that only grow, of which there are now more and now fewer.
  public void counters(
      String name, String help, List<String> labels, Supplier<List<Sample>> samples) {
    registry
        .getPrometheusRegistry()
        .register(() -> {
          var snapshot = CounterSnapshot.builder().name(name).help(help);
          for (Sample sample : samples.get()) {
            snapshot.dataPoint(
                CounterDataPointSnapshot.builder()
                    .labels(labels(labels, sample))
                    .value(sample.value)
                    .build());
          }
          return snapshot.build();
        });
  }

  /// Numbers that go up and down, of which there are now more and now fewer.
  public void gauges(
      String name, String help, List<String> labels, Supplier<List<Sample>> samples) {
    registry
        .getPrometheusRegistry()
        .register(() -> {
          var snapshot = GaugeSnapshot.builder().name(name).help(help);
          for (Sample sample : samples.get()) {
            snapshot.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(labels(labels, sample))
                    .value(sample.value)
                    .build());
          }
          return snapshot.build();
        });
  }

  private static Labels labels(List<String> names, Sample sample) {
    return Labels.of(names, sample.labelValues);
  }

  /// A histogram of seconds.
  public void histogram(String name, String help, Supplier<List<LatencyHistogram>> histograms) {
    registry.getPrometheusRegistry().register(LatencyHistogram.collector(name, help, histograms));
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
