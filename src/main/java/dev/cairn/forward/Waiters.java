package dev.cairn.forward;

import dev.cairn.message.Outcome;
import dev.cairn.resolve.AnswerStore;
import java.util.ArrayList;
import java.util.List;

/// The clients that wait for one asking, a bounded number of them. Belongs to its loop.
final class Waiters {
  private static final int MOST = 4_096;

  private final Asking asking;
  private final AnswerStore store;
  private final List<Waiter> all = new ArrayList<>(1);

  Waiters(Asking asking, AnswerStore store) {
    this.asking = asking;
    this.store = store;
  }

  boolean areMany() {
    return all.size() > 1;
  }

  boolean areFull() {
    return all.size() >= MOST;
  }

  void add(Waiter waiter) {
    all.add(waiter);
  }

  /// Hands out to all of them, and knows them no more.
  void serve(Outcome told) {
    for (Waiter waiter : all) {
      serve(waiter, told);
    }
    all.clear();
  }

  /// Hands an old answer out to those for whom there is one.
  void serveStale(Outcome failed) {
    all.stream().filter(Waiter::hasStale).forEach(waiter -> serve(waiter, failed));
  }

  /// Hands out to one, who may be of them.
  void serve(Waiter waiter, Outcome told) {
    waiter.serve(told, asking, store);
  }
}
