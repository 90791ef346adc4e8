package dev.cairn.admin;

import dev.cairn.admin.UpstreamStatus.Breaker;
import dev.cairn.admin.UpstreamStatus.Condition;
import dev.cairn.admin.UpstreamStatus.LastError;
import dev.cairn.admin.UpstreamStatus.Questions;
import dev.cairn.admin.UpstreamStatus.RoundTrips;
import dev.cairn.admin.UpstreamStatus.Sessions;
import dev.cairn.admin.UpstreamStatus.State;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Two upstreams and a few entries that a test chooses; remembers what it was told to do.
public final class FakeApi implements UpstreamApi, CacheApi {
  public static final String QUAD9 = "tls://dns.quad9.net@9.9.9.9:853";
  public static final String OFFICE = "10.0.0.53";

  public final Queue<Purge> purged = new ConcurrentLinkedQueue<>();
  public final Queue<WhatIf> simulated = new ConcurrentLinkedQueue<>();
  public volatile List<UpstreamStatus> upstreams = List.of(quad9(), office());
  public volatile List<CachedAnswer> entries = List.of();
  public volatile boolean isBroken;

  private static UpstreamStatus quad9() {
    Map<String, Long> failures = new LinkedHashMap<>();
    failures.put("timeout", 4L);
    failures.put("refused-connection", 0L);
    failures.put("servfail", 1200L);
    return new UpstreamStatus(
        QUAD9,
        "tls",
        new Condition(State.UP, Breaker.CLOSED, 10_800, null),
        new RoundTrips(12.34, 11.9, 12.0, 20.0, null),
        new Questions(3, 8192, 12_345, 12_340, 1, 2),
        failures,
        new Sessions(1, 7, 5),
        new LastError("no reply within 800 ms", 12),
        List.of(Name.root));
  }

  private static UpstreamStatus office() {
    return new UpstreamStatus(
        OFFICE,
        "udp",
        new Condition(State.DOWN, Breaker.HALF_OPEN, 5, 200L),
        null,
        new Questions(0, 0, 0, 0, 0, 0),
        Map.of("timeout", 0L),
        new Sessions(0, 0, 0),
        null,
        List.of(Name.fromConstantString("corp.example.")));
  }

  /// An entry of 300 seconds that was told a minute ago.
  public static CachedAnswer entry(Name name, String... records) {
    return fresh(name, CachedAnswer.Kind.ANSWER, QUAD9, null, 240, List.of(records));
  }

  /// A failure of a minute ago that is remembered for four seconds more.
  public static CachedAnswer failure(Name name) {
    String reason = OFFICE + " said SERVFAIL";
    return fresh(name, CachedAnswer.Kind.FAILURE, "", reason, 4, List.of());
  }

  private static CachedAnswer fresh(
      Name name,
      CachedAnswer.Kind kind,
      String toldBy,
      @Nullable String reason,
      long ttl,
      List<String> records) {
    return new CachedAnswer(
        name, "A", false, false, Name.root, kind, toldBy, reason, null, true, 60, ttl, null, 1234,
        180, records);
  }

  /// An entry with DO and CD that is stale.
  public static CachedAnswer stale(Name name) {
    return new CachedAnswer(
        name,
        "TYPE65280",
        true,
        true,
        Name.root,
        CachedAnswer.Kind.NXDOMAIN,
        "",
        null,
        "EDE 15: by policy",
        false,
        7200,
        null,
        3600L,
        1,
        1,
        List.of());
  }

  @Override
  public List<UpstreamStatus> upstreams() {
    if (isBroken) {
      throw new IllegalStateException("secret of the house");
    }
    return upstreams;
  }

  @Override
  public Simulation simulate(WhatIf query) {
    simulated.add(query);
    return new Simulation(
        query.name(),
        Type.string(query.type()),
        new Simulation.Owner(Name.root, "forward"),
        "ordered",
        List.of(
            new Simulation.Turn(QUAD9, State.UP, query.down().contains(QUAD9) ? "it is down" : ""),
            new Simulation.Turn(OFFICE, State.DOWN, "")),
        entries.isEmpty() ? null : entries.getFirst(),
        "the answer of " + OFFICE);
  }

  @Override
  public List<CachedAnswer> at(Name name, int most) {
    return entries.stream().filter(entry -> entry.name().equals(name)).limit(most).toList();
  }

  @Override
  public CacheReason why(Name name, int type) {
    List<CachedAnswer> held =
        at(name, 9).stream().filter(entry -> entry.type().equals(Type.string(type))).toList();
    return new CacheReason(
        name,
        Type.string(type),
        held,
        List.of(held.isEmpty() ? "Nothing is held." : QUAD9 + " told it 60 s ago.", "So it is."));
  }

  @Override
  public List<CachedAnswer> top(int count) {
    return entries.stream().limit(count).toList();
  }

  @Override
  public CacheTotals totals() {
    return new CacheTotals(1234, 1 << 20, 64 << 20, 750, 200, 30, 20, 5, 0);
  }

  @Override
  public long purge(Purge what) {
    purged.add(what);
    return entries.size();
  }
}
