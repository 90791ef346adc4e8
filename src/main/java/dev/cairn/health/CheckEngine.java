package dev.cairn.health;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Makes checks, each again and again: the first run at a moment that is drawn, the next one an
/// interval after the end of the last. Thread-safe.
///
/// ```
/// start(plan) ─► Round (one loop, Pace) ─► Trial: Lookup → DialRule → Dialling → Finding ─► told
///                   ▲                                                               │
///                   └────────────── interval after the end ◄────────────────────────┘
/// ```
public final class CheckEngine implements AutoCloseable {
  private static final int MOST_UNDER_WAY = 4_096;

  private final Reach.Means means;
  private final Map<EventLoop, Pace> paces = new ConcurrentHashMap<>();
  private final Set<Round> rounds = ConcurrentHashMap.newKeySet();
  private final AtomicInteger underWay = new AtomicInteger();
  private final LongAdder runs = new LongAdder();
  private final Round.Owner counter = new Counter();
  private final List<Runnable> held = new ArrayList<>();
  private boolean isHeld;

  /// @param sockets with loops that are not those of DNS
  /// @param names looks hosts up; may wait
  public CheckEngine(
      Sockets sockets, Timing timing, RandomGenerator random, Names names, CheckTls tls) {
    means = new Reach.Means(sockets, timing, random, new Lookup(names), tls);
  }

  /// Makes a check from now on.
  ///
  /// @param told what each run finds, on a loop of checks: it must not wait
  public Running start(Plan plan, Consumer<Finding> told) {
    EventLoop loop = means.sockets().loops().next();
    var reach = new Reach(means, loop);
    var round = new Round(plan, told, reach, pace(loop), counter);
    rounds.add(round);
    long wait = means.random().nextLong(Math.max(plan.first().toNanos(), 0) + 1);
    whenReleased(() -> round.start(wait));
    return round;
  }

  private synchronized void whenReleased(Runnable start) {
    if (isHeld) {
      held.add(start);
    } else {
      start.run();
    }
  }

  /// Makes no check that is started from now on until [#release].
  public synchronized void hold() {
    isHeld = true;
  }

  /// Makes those that were held, too.
  public synchronized void release() {
    isHeld = false;
    held.forEach(Runnable::run);
    held.clear();
  }

  private Pace pace(EventLoop loop) {
    return paces.computeIfAbsent(
        loop, one -> new Pace(means.timing(), one, means.random(), MOST_UNDER_WAY));
  }

  /// Why what a probe is about may not be dialled, as things are now; empty if it may, or if its
  /// name has no address yet. Told at once for an address, later for a name.
  public CompletableFuture<String> refusal(Probe probe, DialRule rule) {
    String host = host(probe);
    if (host.isEmpty()) {
      return CompletableFuture.completedFuture("");
    }
    return means
        .lookup()
        .find(host, rule)
        .thenApply(located ->
            switch (located) {
              case Located.Refused(String sentence) -> sentence;
              case Located.Found _, Located.Unknown _ -> "";
            });
  }

  private static String host(Probe probe) {
    return switch (probe) {
      case Probe.Http http -> Errand.of(http).host();
      case Probe.Tcp tcp -> tcp.host();
      case Probe.Udp udp -> udp.host();
      case Probe.Dns dns -> dns.server().host();
      case Probe.Script _ -> ""; // dials what it likes
    };
  }

  /// How many checks are made.
  public int checks() {
    return rounds.size();
  }

  /// How many runs are under way.
  public int underWay() {
    return underWay.get();
  }

  /// How many runs there were.
  public long runs() {
    return runs.sum();
  }

  /// Stops all checks. The loops belong to whoever made them.
  @Override
  public void close() {
    rounds.forEach(Round::stop);
    means.lookup().close();
  }

  private final class Counter implements Round.Owner {
    @Override
    public Trial trial(Plan plan, Reach reach) {
      return Trial.of(plan.probe(), plan.dialRule(), reach);
    }

    @Override
    public void began(Round round) {
      underWay.incrementAndGet();
      runs.increment();
    }

    @Override
    public void ended(Round round) {
      underWay.decrementAndGet();
    }

    @Override
    public void stopped(Round round) {
      rounds.remove(round);
    }
  }
}
