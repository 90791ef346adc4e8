package dev.cairn.server;

import dev.cairn.admin.CachedAnswer;
import dev.cairn.admin.Simulation;
import dev.cairn.admin.Simulation.Turn;
import dev.cairn.admin.UpstreamApi;
import dev.cairn.admin.UpstreamStatus;
import dev.cairn.admin.UpstreamStatus.Breaker;
import dev.cairn.admin.UpstreamStatus.Condition;
import dev.cairn.admin.UpstreamStatus.LastError;
import dev.cairn.admin.UpstreamStatus.Questions;
import dev.cairn.admin.UpstreamStatus.RoundTrips;
import dev.cairn.admin.UpstreamStatus.Sessions;
import dev.cairn.admin.UpstreamStatus.State;
import dev.cairn.admin.WhatIf;
import dev.cairn.forward.Forwarder;
import dev.cairn.forward.Selection;
import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.Transport;
import dev.cairn.resolve.AliasChaser;
import dev.cairn.resolve.Asker;
import dev.cairn.resolve.Owner;
import dev.cairn.resolve.Trace;
import dev.cairn.upstream.Fault;
import dev.cairn.upstream.Upstream;
import dev.cairn.upstream.UpstreamPool;
import dev.cairn.upstream.UpstreamStatistics;
import dev.cairn.upstream.UpstreamStatistics.LastFailure;
import dev.cairn.upstream.UpstreamStatistics.RoundTripTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Upstreams as the API tells them, and what would happen to a query.
final class UpstreamView implements UpstreamApi {
  private final UpstreamPool pool;
  private final Supplier<Map<Name, Forwarder>> forwarders;
  private final Supplier<AliasChaser> chaser;
  private final BiFunction<Name, Integer, @Nullable CachedAnswer> cached;

  /// @param forwarders in force, by the suffix of their rule
  /// @param cached what the cache has for a name and a type, null for nothing
  UpstreamView(
      UpstreamPool pool,
      Supplier<Map<Name, Forwarder>> forwarders,
      Supplier<AliasChaser> chaser,
      BiFunction<Name, Integer, @Nullable CachedAnswer> cached) {
    this.pool = pool;
    this.forwarders = forwarders;
    this.chaser = chaser;
    this.cached = cached;
  }

  @Override
  public List<UpstreamStatus> upstreams() {
    Map<String, List<Name>> rules = new LinkedHashMap<>();
    forwarders
        .get()
        .forEach((suffix, forwarder) ->
            forwarder
                .settings()
                .upstreams()
                .forEach(one ->
                    rules.computeIfAbsent(one.toString(), _ -> new ArrayList<>()).add(suffix)));
    List<String> order = List.copyOf(rules.keySet());
    return pool.statistics().stream()
        .sorted(Comparator.comparingInt(one -> order.indexOf(one.endpoint().toString())))
        .map(one -> status(one, rules.getOrDefault(one.endpoint().toString(), List.of())))
        .toList();
  }

  private UpstreamStatus status(UpstreamStatistics told, List<Name> rules) {
    var counts = told.counts();
    Map<String, Long> failures = new LinkedHashMap<>();
    for (Fault fault : Fault.values()) {
      failures.put(fault.word(), counts.failures().getOrDefault(fault, 0L));
    }
    var questions =
        new Questions(
            told.open(),
            told.mostOpen(),
            counts.sends(),
            counts.replies(),
            counts.ignored(),
            counts.truncated());
    var connections = counts.connections();
    return new UpstreamStatus(
        told.endpoint().toString(),
        told.endpoint().protocol().name().toLowerCase(Locale.ROOT),
        condition(told),
        roundTrips(told.roundTrips()),
        questions,
        failures,
        new Sessions(connections.open(), connections.opened(), connections.resumed()),
        lastError(counts.lastFailure()),
        rules);
  }

  private Condition condition(UpstreamStatistics told) {
    var condition = told.condition();
    boolean isUnknown = told.counts().sends() == 0;
    State state =
        switch (condition.standing()) {
          case GOOD -> isUnknown ? State.UNKNOWN : State.UP;
          case DOUBTFUL -> State.SUSPECT;
          case DOWN -> State.DOWN;
        };
    Breaker breaker =
        switch (condition.breaker()) {
          case CLOSED -> Breaker.CLOSED;
          case OPEN -> Breaker.OPEN;
          case HALF_OPEN -> Breaker.HALF_OPEN;
        };
    long now = pool.time().read();
    Long nextProbe =
        state == State.DOWN ? Math.max((condition.nextTrialAt() - now) / 1_000_000, 0) : null;
    return new Condition(state, breaker, (now - condition.since()) / 1_000_000_000, nextProbe);
  }

  private static @Nullable RoundTrips roundTrips(RoundTripTimes times) {
    return times.last().isZero()
        ? null
        : new RoundTrips(
            millis(times.smoothed()),
            millis(times.last()),
            millis(times.p50()),
            millis(times.p95()),
            millis(times.p99()));
  }

  private @Nullable LastError lastError(@Nullable LastFailure failure) {
    return failure == null
        ? null
        : new LastError(failure.what(), (pool.time().read() - failure.at()) / 1_000_000_000);
  }

  private static double millis(Duration duration) {
    return duration.toNanos() / 1e6;
  }

  @Override
  public Simulation simulate(WhatIf what) {
    var question = Question.in(what.name(), what.type());
    var query = new Query(0, question, Flags.RECURSIVE_QUERY, Edns.ABSENT, Transport.UDP);
    Owner owner = chaser.get().ownerOf(question);
    Forwarder forwarder = owner == null ? null : forwarders.get().get(owner.suffix());
    boolean isForwarded = owner != null && owner.kind() == Owner.Kind.FORWARD;
    if (!isForwarded || forwarder == null) {
      return simulation(what, owner, "", List.of(), null, here(owner, query));
    }
    var asker = new Asker(what.client(), pool.time().read());
    List<Turn> order =
        forwarder.foresee(query, asker, what.down()).stream()
            .map(upstream -> turn(upstream, what))
            .toList();
    CachedAnswer known = cached.apply(what.name(), what.type());
    Selection selection = forwarder.settings().selection();
    String policy = selection.policy().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return simulation(
        what, owner, policy, order, known, sentence(order, selection.atOnce(), known));
  }

  private static Simulation simulation(
      WhatIf what,
      @Nullable Owner owner,
      String policy,
      List<Turn> order,
      @Nullable CachedAnswer known,
      String outcome) {
    Simulation.Owner shown =
        owner == null
            ? null
            : new Simulation.Owner(owner.suffix(), owner.kind().name().toLowerCase(Locale.ROOT));
    return new Simulation(
        what.name(), Type.string(what.type()), shown, policy, order, known, outcome);
  }

  private static Turn turn(Upstream upstream, WhatIf what) {
    if (what.down().contains(upstream.toString())) {
      return new Turn(upstream.toString(), State.DOWN, "down, as you suppose");
    }
    if (upstream.isDown()) {
      return new Turn(upstream.toString(), State.DOWN, "left alone by its breaker");
    }
    return new Turn(upstream.toString(), upstream.isGood() ? State.UP : State.SUSPECT, "");
  }

  private static String here(@Nullable Owner owner, Query query) {
    if (owner == null) {
      return "REFUSED: no zone and no forward rule owns this name";
    }
    Outcome outcome = owner.here().resolve(query, Trace.NONE);
    String what =
        switch (outcome) {
          case Outcome.Answer _ -> "an answer";
          case Outcome.NoData _ -> "no data of this type";
          case Outcome.NxDomain _ -> "NXDOMAIN";
          case Outcome.Alias alias -> "an alias to " + alias.target();
          case Outcome.NameTooLong _ -> "YXDOMAIN";
          case Outcome.Referral _ -> "a referral";
          case Outcome.Remarked _ -> "what an upstream told";
          case Outcome.Stale _ -> "an old answer";
          case Outcome.Cut _ -> "a part of an answer";
          case Outcome.Refused refused -> "REFUSED: " + refused.why().text();
          case Outcome.Failed failed -> "SERVFAIL: " + failed.why().text();
          case Outcome.NotMine _ -> "what the owner above has to say";
        };
    return owner.suffix() + " is answered here, nobody is asked: " + what;
  }

  private static String sentence(List<Turn> order, int atOnce, @Nullable CachedAnswer known) {
    if (known != null && known.reason() != null) {
      return "SERVFAIL from the cache, nobody is asked for %d s more: %s"
          .formatted(known.ttl(), known.reason());
    }
    if (known != null && known.ttl() != null) {
      return "answered from the cache, nobody is asked; fresh for " + known.ttl() + " s";
    }
    List<String> asked =
        order.stream()
            .filter(turn -> turn.leftOut().isEmpty())
            .limit(atOnce)
            .map(Turn::upstream)
            .toList();
    if (!asked.isEmpty() && known != null && known.atOnce()) {
      return "the old answer at once, with TTL 30 and \"Stale Answer\", as asking failed lately";
    }
    if (!asked.isEmpty()) {
      return String.join(" and ", asked)
          + (asked.size() == 1 ? " is asked first" : " are asked at once")
          + (known == null ? "" : "; if nobody answers in time, the old answer is given");
    }
    if (order.isEmpty()) {
      return "REFUSED: the rule has no upstreams";
    }
    return known == null
        ? "all upstreams are down: a few are tried all the same, else SERVFAIL at once"
        : "all upstreams are down: the old answer at once, with TTL 30 and \"Stale Answer\"";
  }
}
