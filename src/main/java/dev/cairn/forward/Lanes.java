package dev.cairn.forward;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The sockets to one upstream: as many random source ports as lanes, taken at random and replaced
/// often, so that whoever forges a reply has to guess port, lane and ID at once (RFC 5452 §9.2).
final class Lanes {
  private static final int COUNT = 16;

  private final InetSocketAddress upstream;
  private final Means means;
  private final UpstreamCounters counters;
  private final Slot[] slots = new Slot[COUNT];
  private volatile boolean retired;

  Lanes(InetSocketAddress upstream, Means means, UpstreamCounters counters) {
    this.upstream = upstream;
    this.means = means;
    this.counters = counters;
    for (int i = 0; i < COUNT; i++) {
      slots[i] = new Slot();
    }
  }

  /// A lane in which a place was taken for the caller, null if all are full.
  ///
  /// @throws IOException if no socket can be opened
  @Nullable Lane take() throws IOException {
    int first = means.random().nextInt(COUNT);
    for (int i = 0; i < COUNT; i++) {
      Lane lane = slots[(first + i) % COUNT].take();
      if (lane != null) {
        return lane;
      }
    }
    return null;
  }

  /// Closes each lane as soon as nobody waits on it any more. Whoever still takes one gets it for
  /// one question.
  void retire() {
    retired = true;
    for (Slot slot : slots) {
      slot.retire();
    }
  }

  /// The place of one lane and, when it is worn, of its successor.
  private final class Slot {
    private final ReentrantLock opening = new ReentrantLock();
    private volatile @Nullable Lane lane;

    @Nullable Lane take() throws IOException {
      Lane known = lane;
      if (known == null || isWorn(known)) {
        known = replaced();
      }
      boolean taken = known.takePlace();
      if (retired) {
        known.retire();
      }
      return taken ? known : null;
    }

    private Lane replaced() throws IOException {
      opening.lock();
      try {
        Lane known = lane;
        if (known != null && !isWorn(known)) {
          return known; // somebody else was quicker
        }
        Lane fresh =
            Lane.open(upstream, means.sockets(), new Replies(counters), means.ticker().read());
        if (known != null) {
          known.retire();
        }
        lane = retired ? null : fresh;
        return fresh;
      } finally {
        opening.unlock();
      }
    }

    private boolean isWorn(Lane known) {
      return known.isWorn(means.ticker().read());
    }

    void retire() {
      opening.lock();
      try {
        Lane known = lane;
        lane = null;
        if (known != null) {
          known.retire();
        }
      } finally {
        opening.unlock();
      }
    }
  }
}
