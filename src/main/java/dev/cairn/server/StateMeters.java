package dev.cairn.server;

import dev.cairn.cache.AnswerCache;
import dev.cairn.telemetry.LatencyHistogram;
import dev.cairn.telemetry.Meters;
import dev.cairn.telemetry.Meters.Sample;
import dev.cairn.transport.AddressUnavailable;
import dev.cairn.transport.DnsListener;
import dev.cairn.transport.LoopWatch;
import dev.cairn.upstream.Breaker.Standing;
import dev.cairn.upstream.Endpoint;
import dev.cairn.upstream.UpstreamObserver;
import dev.cairn.upstream.UpstreamPool;
import dev.cairn.upstream.UpstreamStatistics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Meters of what the house holds: cache, upstreams, zones. Zones are told one by one up to
/// [#MOST_ZONES], beyond that only their sums.
final class StateMeters implements UpstreamObserver {
  static final int MOST_ZONES = 1_000;

  private static final double NANOS_A_SECOND = 1e9;

  private final Meters meters;
  private final Map<Endpoint, LatencyHistogram> roundTrips = new ConcurrentHashMap<>();
  final LongAdder zoneReloadFailures = new LongAdder();
  final LongAdder configReloadFailures = new LongAdder();

  StateMeters(Meters meters) {
    this.meters = meters;
    meters.counter(
        "cairn.reload.failures",
        "changed files that were not taken",
        zoneReloadFailures,
        "kind",
        "zone");
    meters.counter(
        "cairn.reload.failures",
        "changed files that were not taken",
        configReloadFailures,
        "kind",
        "config");
  }

  @Override
  public void replied(Endpoint upstream, long roundTripNanos) {
    roundTrips(upstream).record(roundTripNanos);
  }

  private LatencyHistogram roundTrips(Endpoint upstream) {
    return roundTrips.computeIfAbsent(
        upstream, endpoint -> new LatencyHistogram("upstream", endpoint.toString()));
  }

  void bind(AnswerCache cache) {
    var statistics = cache.statistics();
    meters.counter("cairn.cache.hits", "queries answered from the cache", statistics::hits);
    meters.counter(
        "cairn.cache.misses", "queries for which upstreams were asked", statistics::misses);
    meters.counter(
        "cairn.cache.stale", "queries answered with what had expired", statistics::staleAnswers);
    meters.counter(
        "cairn.cache.failures",
        "queries answered with a failure of a moment ago",
        statistics::failures);
    meters.counter(
        "cairn.cache.prefetches",
        "answers asked for anew before they expired",
        statistics::prefetches);
    meters.counter("cairn.cache.evictions", "answers that had to make room", statistics::evictions);
    meters.counter(
        "cairn.cache.too.large", "answers not kept as they are too large", statistics::tooLarge);
    meters.counter("cairn.cache.purged", "answers that were purged", statistics::purged);
    meters.counter(
        "cairn.cache.refused",
        "answers not kept as they were asked for before a purge",
        statistics::refusedByPurge);
    meters.gauge("cairn.cache.entries", "answers in the cache", cache::entries);
    meters.gauge("cairn.cache.bytes", "octets that the cache takes", cache::octets);
    meters.gauge("cairn.cache.bytes.max", "octets that the cache may take", cache::maximum);
  }

  void bind(UpstreamPool pool) {
    meters.histogram(
        "cairn_upstream_rtt_seconds", "round trips to upstreams over UDP", () -> histograms(pool));
    meters.gauge("cairn.upstream.in.flight", "questions under way to upstreams", pool::underWay);
    meters.counter(
        "cairn.upstream.rejected",
        "questions not asked as too many were under way",
        pool::turnedAway);
    meters.counters(
        "cairn_upstream_queries",
        "questions sent",
        List.of("upstream"),
        () -> each(pool, s -> s.counts().sends()));
    meters.counters(
        "cairn_upstream_replies",
        "replies that came in time",
        List.of("upstream"),
        () -> each(pool, s -> s.counts().replies()));
    meters.counters(
        "cairn_upstream_ignored",
        "messages that matched no question",
        List.of("upstream"),
        () -> each(pool, s -> s.counts().ignored()));
    meters.counters(
        "cairn_upstream_truncated",
        "replies that had to be fetched over TCP",
        List.of("upstream"),
        () -> each(pool, s -> s.counts().truncated()));
    meters.counters(
        "cairn_upstream_connections_opened",
        "connections over TCP or TLS",
        List.of("upstream"),
        () -> each(pool, s -> s.counts().connections().opened()));
    meters.counters(
        "cairn_upstream_tls_resumed",
        "connections whose TLS session was an earlier one",
        List.of("upstream"),
        () -> each(pool, s -> s.counts().connections().resumed()));
    meters.gauges(
        "cairn_upstream_connections",
        "connections that are open",
        List.of("upstream"),
        () -> each(pool, s -> s.counts().connections().open()));
    meters.gauges(
        "cairn_upstream_open",
        "questions that are open",
        List.of("upstream"),
        () -> each(pool, s -> (long) s.open()));
    meters.gauges(
        "cairn_upstream_up",
        "1 if it is asked, 0 if it is left alone",
        List.of("upstream"),
        () -> each(pool, s -> s.condition().standing() == Standing.DOWN ? 0L : 1L));
    meters.counters(
        "cairn_upstream_failures",
        "questions that an upstream did not answer",
        List.of("upstream", "reason"),
        () -> failures(pool));
  }

  void bind(LoopWatch loops) {
    meters.counter(
        "cairn.loop.standstills",
        "times that a thread that reads packets stood still for a second or longer",
        loops.standstills());
    meters.gauge(
        "cairn.loop.delay.seconds",
        "how long the slowest of the threads that read packets took to come to a task",
        loops::delay);
  }

  void bind(Sites<DnsListener> listeners) {
    meters.counters(
        "cairn_udp_overflow",
        "datagrams that the kernel lost, as they came quicker than they were read",
        List.of("address"),
        () -> listeners.all().stream().map(StateMeters::overflow).toList());
  }

  private static Sample overflow(DnsListener listener) {
    return new Sample(List.of(AddressUnavailable.shown(listener.address())), listener.overflow());
  }

  void bind(Supplier<List<ZoneStatus>> zones) {
    meters.gauge(
        "cairn.zones",
        "zones that are served",
        () -> zones.get().stream().filter(z -> z.zone() != null).count());
    meters.gauge(
        "cairn.zones.outdated",
        "zones whose file has errors",
        () -> zones.get().stream().filter(z -> !z.isCurrent()).count());
    meters.gauge(
        "cairn.zones.bytes",
        "octets that zones take",
        () -> zones.get().stream().mapToLong(z -> z.zone() == null ? 0 : z.zone().octets()).sum());
    meters.gauges(
        "cairn_zone_serial",
        "the serial in force",
        List.of("zone"),
        () -> each(zones, z -> z.zone() == null ? Double.NaN : z.zone().serial()));
    meters.gauges(
        "cairn_zone_records",
        "records in force",
        List.of("zone"),
        () -> each(zones, z -> z.zone() == null ? 0 : z.zone().records()));
    meters.gauges(
        "cairn_zone_load_seconds",
        "how long the last load took",
        List.of("zone"),
        () -> each(zones, z -> z.loadTime().toNanos() / NANOS_A_SECOND));
    meters.gauges(
        "cairn_zone_current",
        "1 if the file is what is served, 0 if it has errors",
        List.of("zone"),
        () -> each(zones, z -> z.isCurrent() ? 1 : 0));
  }

  private static List<Sample> each(UpstreamPool pool, Function<UpstreamStatistics, Long> value) {
    return pool.statistics().stream()
        .map(s -> new Sample(List.of(s.endpoint().toString()), value.apply(s)))
        .toList();
  }

  /// Those of the upstreams that are asked now; the others are forgotten.
  private List<LatencyHistogram> histograms(UpstreamPool pool) {
    var endpoints = pool.statistics().stream().map(UpstreamStatistics::endpoint).toList();
    roundTrips.keySet().retainAll(endpoints);
    return endpoints.stream().map(this::roundTrips).toList();
  }

  private static List<Sample> failures(UpstreamPool pool) {
    return pool.statistics().stream().flatMap(StateMeters::failures).toList();
  }

  private static Stream<Sample> failures(UpstreamStatistics statistics) {
    return statistics.counts().failures().entrySet().stream()
        .map(e ->
            new Sample(List.of(statistics.endpoint().toString(), e.getKey().word()), e.getValue()));
  }

  private static List<Sample> each(
      Supplier<List<ZoneStatus>> zones, Function<ZoneStatus, Number> value) {
    return zones.get().stream()
        .limit(MOST_ZONES)
        .map(z -> new Sample(List.of(z.name().toString()), value.apply(z).doubleValue()))
        .toList();
  }
}
