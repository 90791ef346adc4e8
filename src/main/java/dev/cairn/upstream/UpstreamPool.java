package dev.cairn.upstream;

import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.xbill.DNS.Name;

/// All upstreams that any forward rule asks: their sockets and statistics outlive configurations,
/// and rules with the same upstream share it. Bounds how many questions are under way.
public final class UpstreamPool implements AutoCloseable {
  private final Means means;
  private final LoopTest loopTest;
  private final int mostQuestions;
  private final AtomicInteger questions = new AtomicInteger();
  private final LongAdder turnedAway = new LongAdder();
  private final Map<Endpoint, Upstream> upstreams = new ConcurrentHashMap<>();
  private volatile UpstreamSettings settings = UpstreamSettings.DEFAULTS;

  /// @param sockets stay open until the pool is closed, and are closed by whoever made them
  /// @param time for deadlines and round trip times
  /// @param random for source ports' lanes, message IDs, cookies and more
  /// @param mostQuestions how many different questions may be under way, of all rules together
  public UpstreamPool(
      Sockets sockets,
      Timekeeper time,
      SecureRandom random,
      UpstreamObserver observer,
      int mostQuestions) {
    this.means = new Means(sockets, time, random, observer, () -> settings);
    this.loopTest = new LoopTest(means);
    this.mostQuestions = mostQuestions;
  }

  /// What holds for all upstreams from now on.
  public void settings(UpstreamSettings next) {
    HealthCheck before = settings.check();
    settings = next;
    if (!upstreams.isEmpty() && !next.check().equals(before)) {
      upstreams.values().forEach(Upstream::watch);
    }
  }

  /// How each upstream does, ordered by how it is written.
  public List<UpstreamStatistics> statistics() {
    return upstreams.values().stream()
        .map(Upstream::statistics)
        .sorted(Comparator.comparing(one -> one.endpoint().toString()))
        .toList();
  }

  /// Queries that failed because too many questions were under way, or too many clients waited for
  /// the same one.
  public long turnedAway() {
    return turnedAway.sum();
  }

  /// Different questions under way.
  public int underWay() {
    return questions.get();
  }

  /// Forgets the upstreams that no rule asks any more, once the forwarders of a new configuration
  /// are made. What is under way to them ends as usual.
  public void retainOnly(Collection<Endpoint> endpoints) {
    Set<Endpoint> kept = Set.copyOf(endpoints);
    upstreams
        .entrySet()
        .removeIf(entry -> {
          boolean isOver = !kept.contains(entry.getKey());
          if (isOver) {
            entry.getValue().retire();
            loopTest.forget(entry.getValue());
          }
          return isOver;
        });
  }

  /// The machine is in another network: what was learned of upstreams says nothing any more, and
  /// connections lead nowhere.
  public void networkChanged() {
    upstreams.values().forEach(Upstream::reset);
  }

  /// Closes all sockets, each as soon as nobody waits on it any more.
  @Override
  public void close() {
    retainOnly(List.of());
  }

  /// The upstream there, which is looked after from now on.
  public Upstream upstream(Endpoint endpoint) {
    return upstreams.computeIfAbsent(
        endpoint,
        one -> {
          var upstream = new Upstream(one, means);
          upstream.watch();
          return upstream;
        });
  }

  public Timekeeper time() {
    return means.time();
  }

  /// The loop of this thread, or any for a thread without one.
  public EventLoop home() {
    return means.sockets().home();
  }

  /// Whether what upstreams are asked comes back to us.
  public LoopTest loopTest() {
    return loopTest;
  }

  /// Nobody answered, and somebody asks us the same: that may be the upstreams themselves.
  ///
  /// @param name that was asked for
  public void suspectLoop(Collection<Upstream> asked, Name name) {
    asked.forEach(one -> loopTest.begin(one, name));
  }

  /// Takes a place for one question; false if there is none.
  public boolean admit() {
    if (questions.incrementAndGet() <= mostQuestions) {
      return true;
    }
    questions.decrementAndGet();
    return false;
  }

  public void turnAway() {
    turnedAway.increment();
  }

  public void dismiss() {
    questions.decrementAndGet();
  }
}
