package dev.cairn.server;

import dev.cairn.admin.CacheApi;
import dev.cairn.admin.CacheReason;
import dev.cairn.admin.CacheTotals;
import dev.cairn.admin.CachedAnswer;
import dev.cairn.admin.Purge;
import dev.cairn.admin.Simulation;
import dev.cairn.admin.UpstreamApi;
import dev.cairn.admin.UpstreamStatus;
import dev.cairn.admin.UpstreamStatus.Breaker;
import dev.cairn.admin.UpstreamStatus.Condition;
import dev.cairn.admin.UpstreamStatus.Questions;
import dev.cairn.admin.UpstreamStatus.RoundTrips;
import dev.cairn.admin.UpstreamStatus.Sessions;
import dev.cairn.admin.UpstreamStatus.State;
import dev.cairn.admin.WhatIf;
import dev.cairn.cache.AnswerCache;
import dev.cairn.forward.Fault;
import dev.cairn.forward.UpstreamPool;
import dev.cairn.forward.UpstreamStatistics;
import dev.cairn.transport.AddressUnavailable;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Upstreams and cache as the API tells them.
final class ApiView implements UpstreamApi, CacheApi {
  private final UpstreamPool pool;
  private final AnswerCache cache;

  ApiView(UpstreamPool pool, AnswerCache cache) {
    this.pool = pool;
    this.cache = cache;
  }

  @Override
  public List<UpstreamStatus> upstreams() {
    return pool.statistics().stream().map(ApiView::status).toList();
  }

  private static UpstreamStatus status(UpstreamStatistics told) {
    State state = told.replies() > 0 ? State.UP : State.UNKNOWN;
    RoundTrips rtt =
        told.replies() == 0
            ? null
            : new RoundTrips(
                millis(told.smoothedRoundTrip()), millis(told.lastRoundTrip()), null, null, null);
    Map<String, Long> failures = new LinkedHashMap<>();
    for (Fault fault : Fault.values()) {
      failures.put(
          fault.name().toLowerCase(Locale.ROOT).replace('_', '-'),
          told.failures().getOrDefault(fault, 0L));
    }
    return new UpstreamStatus(
        AddressUnavailable.shown(told.address()),
        "udp",
        new Condition(state, Breaker.CLOSED, 0, null),
        rtt,
        new Questions(0, 0, told.sends(), told.replies(), told.ignored(), told.truncated()),
        failures,
        new Sessions(0, 0, 0),
        null,
        List.of());
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  @Override
  public Simulation simulate(WhatIf query) {
    return new Simulation(
        query.name(),
        Type.string(query.type()),
        null,
        "",
        List.of(),
        null,
        "the owner of the name answers");
  }

  @Override
  public List<CachedAnswer> at(Name name, int most) {
    return List.of();
  }

  @Override
  public CacheReason why(Name name, int type) {
    return new CacheReason(
        name, Type.string(type), List.of(), List.of("single entries are not told"));
  }

  @Override
  public List<CachedAnswer> top(int count) {
    return List.of();
  }

  @Override
  public CacheTotals totals() {
    var done = cache.statistics();
    return new CacheTotals(
        cache.entries(),
        cache.octets(),
        cache.maximum(),
        done.hits(),
        done.misses(),
        done.staleAnswers(),
        done.failures(),
        done.prefetches(),
        done.evictions());
  }

  /// Forgets names below as well, never too little.
  @Override
  public long purge(Purge what) {
    return switch (what) {
      case Purge.Everything() -> cache.forget(Name.root);
      case Purge.Subtree(Name suffix) -> cache.forget(suffix);
      case Purge.AllTypes(Name name) -> cache.forget(name);
      case Purge.OneType(Name name, _) -> cache.forget(name);
    };
  }
}
