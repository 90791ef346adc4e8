package dev.cairn.forward;

import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Query;
import dev.cairn.resolve.AnswerStore;
import dev.cairn.resolve.Asker;
import dev.cairn.resolve.Trace;
import dev.cairn.upstream.Timekeeper.Alarm;
import java.util.function.Consumer;

/// A client's query that waits for what becomes of an asking.
final class Waiter {
  private final Query query;
  private final Asker asker;
  private final Outcome known;
  private final Trace trace;
  private final Consumer<Outcome> then;
  private Alarm alarm = Alarm.NONE;
  private boolean isServed;

  /// @param known a stale answer, or [Outcome#NOT_MINE]
  Waiter(Query query, Asker asker, Outcome known, Trace trace, Consumer<Outcome> then) {
    this.query = query;
    this.asker = asker;
    this.known = known;
    this.trace = trace;
    this.then = then;
  }

  Asker asker() {
    return asker;
  }

  boolean hasStale() {
    return known instanceof Stale;
  }

  void wakesBy(Alarm other) {
    alarm = other;
  }

  /// Hands an outcome out, once; an old answer in the place of a failure.
  void serve(Outcome outcome, Asking asking, AnswerStore store) {
    if (isServed) {
      return;
    }
    isServed = true;
    alarm.cancel();
    asking.attempts().retell(query.question(), trace);
    if (outcome instanceof Failed && known instanceof Stale stale) {
      store.handedOut(stale);
      then.accept(stale);
    } else {
      then.accept(outcome);
    }
  }
}
