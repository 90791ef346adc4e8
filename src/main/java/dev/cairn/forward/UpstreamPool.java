package dev.cairn.forward;

import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/// All upstreams that any forward rule asks: their sockets and statistics outlive configurations,
/// and rules with the same upstream share it. Bounds how many questions are under way.
public final class UpstreamPool implements AutoCloseable {
  private final Means means;
  private final int mostQuestions;
  private final Semaphore places;
  private final LongAdder turnedAway = new LongAdder();
  private final Map<InetSocketAddress, Upstream> upstreams = new ConcurrentHashMap<>();

  /// @param sockets stay open until the pool is closed, and are closed by whoever made them
  /// @param ticker for deadlines and round trip times
  /// @param random for source ports' lanes and message IDs
  /// @param mostQuestions how many different questions may be under way, of all rules together
  public UpstreamPool(
      Sockets sockets,
      Ticker ticker,
      SecureRandom random,
      UpstreamObserver observer,
      int mostQuestions) {
    this.means = new Means(sockets, ticker, random, observer);
    this.mostQuestions = mostQuestions;
    this.places = new Semaphore(mostQuestions);
  }

  /// How each upstream does, ordered by address.
  public List<UpstreamStatistics> statistics() {
    return upstreams.values().stream()
        .map(Upstream::statistics)
        .sorted(Comparator.comparing(one -> one.address().toString()))
        .toList();
  }

  /// Queries that failed because too many questions were under way, or too many clients waited for
  /// the same one.
  public long turnedAway() {
    return turnedAway.sum();
  }

  /// Different questions under way.
  public int underWay() {
    return mostQuestions - places.availablePermits();
  }

  /// Forgets the upstreams that no rule asks any more, once the forwarders of a new configuration
  /// are made. What is under way to them ends as usual.
  public void retainOnly(Collection<InetSocketAddress> addresses) {
    upstreams
        .entrySet()
        .removeIf(entry -> {
          boolean isOver = !addresses.contains(entry.getKey());
          if (isOver) {
            entry.getValue().retire();
          }
          return isOver;
        });
  }

  /// Closes all sockets, each as soon as nobody waits on it any more.
  @Override
  public void close() {
    retainOnly(List.of());
  }

  Upstream upstream(InetSocketAddress address) {
    return upstreams.computeIfAbsent(address, one -> new Upstream(one, means));
  }

  Ticker ticker() {
    return means.ticker();
  }

  /// Takes a place for one question; false if there is none.
  boolean admit() {
    return places.tryAcquire();
  }

  void turnAway() {
    turnedAway.increment();
  }

  void dismiss() {
    places.release();
  }
}
