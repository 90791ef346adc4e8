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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A client's query that waits for what becomes of an asking.
final class Waiter {
  private static final Logger LOG = LoggerFactory.getLogger(Waiter.class);

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

  /// Hands an outcome out, once; an old answer in the place of a failure. A bug on the client's
  /// side is told to that client, and to nobody else.
  void serve(Outcome outcome, Asking asking, AnswerStore store) {
    if (isServed) {
      return;
    }
    isServed = true;
    alarm.cancel();
    try {
      asking.attempts().retell(query.question(), trace);
      handOut(outcome, store);
    } catch (RuntimeException bug) {
      LOG.error("handing out {} failed because of a bug in Cairn", query.question(), bug);
      tellOfBug();
    }
  }

  private void tellOfBug() {
    try {
      then.accept(Asking.BROKEN);
    } catch (RuntimeException again) {
      LOG.error("nor could that be told of {}", query.question(), again);
    }
  }

  private void handOut(Outcome outcome, AnswerStore store) {
    if (outcome instanceof Failed && known instanceof Stale stale) {
      store.handedOut(stale);
      then.accept(stale);
    } else {
      then.accept(outcome);
    }
  }
}
