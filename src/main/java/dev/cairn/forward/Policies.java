package dev.cairn.forward;

import dev.cairn.forward.Selection.HashKey;
import dev.cairn.message.Query;
import dev.cairn.resolve.Asker;
import dev.cairn.upstream.Upstream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// The orders in which upstreams are asked, all being well.
final class Policies {
  /// Every so often another upstream than the fastest is asked besides, so that it can become it.
  private static final int EXPLORATION = 16;

  private static final double GOLDEN = 0.6180339887498949; // spreads any number of steps evenly

  private final List<Upstream> upstreams;
  private final Selection selection;
  private final int allWeights;
  private final AtomicLong turns = new AtomicLong();

  Policies(List<Upstream> upstreams, Selection selection) {
    this.upstreams = upstreams;
    this.selection = selection;
    this.allWeights = selection.weights().stream().mapToInt(Integer::intValue).sum();
  }

  Choice choose(Query query, Asker asker) {
    return choose(query, asker, turns.getAndIncrement());
  }

  /// What [#choose] would say next.
  Choice foresee(Query query, Asker asker) {
    return choose(query, asker, turns.get());
  }

  private Choice choose(Query query, Asker asker, long turn) {
    return switch (selection.policy()) {
      case ORDERED -> inOrder(upstreams);
      case ROUND_ROBIN -> inOrder(fromTurn(turn));
      case WEIGHTED -> inOrder(from(byWeight(turn)));
      case LEAST_INFLIGHT -> inOrder(sorted(Comparator.comparingInt(Upstream::open), turn));
      case FASTEST -> fastest(turn);
      case HASH -> inOrder(sorted(rendezvous(query, asker), turn));
      case PARALLEL -> new Choice(upstreams, selection.atOnce(), null);
    };
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
  private int byWeight(long turn) {
    double place = turn * GOLDEN % 1 * allWeights;
    int index = 0;
    for (double end = selection.weights().get(0); place >= end && index < upstreams.size() - 1; ) {
      end += selection.weights().get(++index);
    }
    return index;
  }

  /// Of equals, each in turn is the first.
  private List<Upstream> sorted(Comparator<Upstream> by, long turn) {
    List<Upstream> order = fromTurn(turn);
    order.sort(by);
    return order;
  }

  /// Those of whom nothing is known yet come first: so they become known.
  private Choice fastest(long turn) {
    var order = new ArrayList<>(upstreams);
    order.sort(Comparator.comparingLong(Upstream::smoothedRoundTrip));
    boolean explores = turn % EXPLORATION == 0 && order.size() > 1;
    Upstream other =
        explores ? order.get(1 + (int) (turn / EXPLORATION % (order.size() - 1))) : null;
    return new Choice(order, 1, other);
  }

  /// Weighted rendezvous hashing: who is left out or added moves no more keys than it must.
  private Comparator<Upstream> rendezvous(Query query, Asker asker) {
    long key = keyOf(query, asker);
    return Comparator.comparingDouble(upstream -> -score(upstream, key));
  }

  private double score(Upstream upstream, long key) {
    long mixed = mix(key ^ mix(upstream.toString().hashCode()));
    double drawn = ((mixed >>> 11) + 0.5) * 0x1.0p-53; // above 0, below 1
    int weight =
        selection.weights().isEmpty() ? 1 : selection.weights().get(upstreams.indexOf(upstream));
    return weight / -Math.log(drawn);
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
