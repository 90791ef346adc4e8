package dev.cairn.forward;

import dev.cairn.forward.Selection.HashKey;
import dev.cairn.message.Query;
import dev.cairn.resolve.Asker;
import dev.cairn.upstream.Upstream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// The orders in which upstreams are asked, all being well.
final class Policies {
  /// Every so often another upstream than the fastest is asked besides, so that it can become it.
  private static final int EXPLORATION = 16;

  private static final double GOLDEN = 0.6180339887498949; // spreads any number of steps evenly

  private final List<Upstream> upstreams;
  private final Selection selection;
  private final AtomicLong turns = new AtomicLong();

  Policies(List<Upstream> upstreams, Selection selection) {
    this.upstreams = upstreams;
    this.selection = selection;
  }

  /// @param isGood whose turn it may be; the others share nothing, as if they were not there
  Choice choose(Query query, Asker asker, Predicate<Upstream> isGood) {
    return choose(query, asker, isGood, turns.getAndIncrement());
  }

  /// What [#choose] would say next.
  Choice foresee(Query query, Asker asker, Predicate<Upstream> isGood) {
    return choose(query, asker, isGood, turns.get());
  }

  private Choice choose(Query query, Asker asker, Predicate<Upstream> isGood, long turn) {
    return switch (selection.policy()) {
      case ORDERED -> inOrder(upstreams);
      case ROUND_ROBIN -> {
        List<Upstream> good = those(isGood);
        yield inOrder(from(upstreams.indexOf(good.get((int) (turn % good.size())))));
      }
      case WEIGHTED -> inOrder(from(upstreams.indexOf(byWeight(those(isGood), turn))));
      case LEAST_INFLIGHT -> inOrder(sorted(Upstream::open, fromTurn(turn)));
      case FASTEST -> fastest(turn);
      case HASH -> inOrder(byScore(query, asker));
      case PARALLEL -> new Choice(upstreams, selection.atOnce(), null);
    };
  }

  /// Those who can have a turn: if none is good, all.
  private List<Upstream> those(Predicate<Upstream> areGood) {
    List<Upstream> good = upstreams.stream().filter(areGood).toList();
    return good.isEmpty() ? upstreams : good;
  }

  private static Choice inOrder(List<Upstream> order) {
    return new Choice(order, 1, null);
  }

  private List<Upstream> fromTurn(long turn) {
    return from((int) (turn % upstreams.size()));
  }

  /// One and those behind it, then those before it.
  private List<Upstream> from(int first) {
    var order = new ArrayList<Upstream>(upstreams.size());
    order.addAll(upstreams.subList(first, upstreams.size()));
    order.addAll(upstreams.subList(0, first));
    return order;
  }

  /// In the long run each as often as its weight, and in the short run not in bursts.
  private Upstream byWeight(List<Upstream> candidates, long turn) {
    int all = candidates.stream().mapToInt(this::weight).sum();
    double place = turn * GOLDEN % 1 * all;
    for (Upstream one : candidates) {
      place -= weight(one);
      if (place < 0) {
        return one;
      }
    }
    return candidates.getLast();
  }

  private int weight(Upstream upstream) {
    return selection.weights().isEmpty() ? 1 : selection.weights().get(upstreams.indexOf(upstream));
  }

  /// The least first; of equals, the order stays as it is. What is measured changes all the time,
  /// so it is read once.
  private static List<Upstream> sorted(ToLongFunction<Upstream> measure, List<Upstream> order) {
    return order.stream()
        .map(one -> Map.entry(one, measure.applyAsLong(one)))
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Those of whom nothing is known yet come first: so they become known.
  private Choice fastest(long turn) {
    List<Upstream> order = sorted(Upstream::smoothedRoundTrip, upstreams);
    boolean explores = turn % EXPLORATION == 0 && order.size() > 1;
    Upstream other =
        explores ? order.get(1 + (int) (turn / EXPLORATION % (order.size() - 1))) : null;
    return new Choice(order, 1, other);
  }

  /// Weighted rendezvous hashing: who is left out or added moves no more keys than it must.
  private List<Upstream> byScore(Query query, Asker asker) {
    long key = keyOf(query, asker);
    var order = new ArrayList<>(upstreams);
    order.sort(Comparator.comparingDouble(upstream -> -score(upstream, key)));
    return order;
  }

  private double score(Upstream upstream, long key) {
    long mixed = mix(key ^ mix(upstream.toString().hashCode()));
    double drawn = ((mixed >>> 11) + 0.5) * 0x1.0p-53; // above 0, below 1
    return weight(upstream) / -Math.log(drawn);
  }

  private long keyOf(Query query, Asker asker) {
    if (selection.hashKey() == HashKey.NAME) {
      return Arrays.hashCode(query.question().labels().bytes());
    }
    byte[] address = asker.client().getAddress();
    return Arrays.hashCode(Arrays.copyOf(address, address.length == 4 ? 3 : 7));
  }

  /// Spreads the bits of a number over all of it (the finalizer of MurmurHash3).
  private static long mix(long number) {
    long mixed = (number ^ number >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ mixed >>> 33;
  }
}
