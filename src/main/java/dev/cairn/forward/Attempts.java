package dev.cairn.forward;

import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Question;
import dev.cairn.resolve.Trace;
import dev.cairn.upstream.Failure;
import dev.cairn.upstream.Upstream;
import java.util.ArrayList;
import java.util.List;

/// All that was tried for one question, in order, and what is to be known of it as a whole. Belongs
/// to the loop of its asking.
final class Attempts {
  private final List<Attempt> all = new ArrayList<>(3);

  void add(Attempt attempt) {
    all.add(attempt);
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  int size() {
    return all.size();
  }

  /// Whether an upstream was asked at all.
  boolean have(Upstream upstream) {
    for (Attempt attempt : all) {
      if (attempt.upstream() == upstream) {
        return true;
      }
    }
    return false;
  }

  /// Whether an upstream's reply, which did not fit, comes over TCP.
  boolean fetchFrom(Upstream upstream) {
    for (Attempt attempt : all) {
      if (attempt.upstream() == upstream && attempt.isFetching()) {
        return true;
      }
    }
    return false;
  }

  /// Whether an upstream may not have understood how it was asked.
  boolean wereNotUnderstoodBy(Upstream upstream) {
    for (Attempt attempt : all) {
      if (attempt.upstream() == upstream && attempt.isNotUnderstood()) {
        return true;
      }
    }
    return false;
  }

  /// Whether asking an upstream once more may help, by what it did before.
  boolean leaveHopeIn(Upstream upstream) {
    for (Attempt attempt : all) {
      if (attempt.upstream() == upstream && !attempt.isWorthAnother()) {
        return false;
      }
    }
    return true;
  }

  /// Why an upstream was of no use the last time.
  Failure failureOf(Upstream upstream, Failure otherwise) {
    Failure last = otherwise;
    for (Attempt attempt : all) {
      Failure failure = attempt.upstream() == upstream ? attempt.failure() : null;
      last = failure == null ? last : failure;
    }
    return last;
  }

  /// Whether an answer that a client waits for may still be in time.
  boolean anyAwaited() {
    for (Attempt attempt : all) {
      if (attempt.isAwaited() && !attempt.isBesides()) {
        return true;
      }
    }
    return false;
  }

  /// Whether a late answer is worth the room that waiting takes.
  boolean anyWorthWaiting() {
    return all.stream().anyMatch(Attempt::isWorthWaiting);
  }

  /// Whether an upstream said that it is of no use.
  boolean anyTold() {
    return all.stream().anyMatch(Attempt::wasTold);
  }

  /// Whether a better reply may follow one that was of no use.
  boolean anyDoubtful() {
    return all.stream().anyMatch(Attempt::mayHearBetter);
  }

  /// Why nobody could answer.
  Failed failure(Group group) {
    return Failures.of(all, group);
  }

  /// The question is answered; see [Attempt#leave].
  void leave(long nanos) {
    for (Attempt attempt : all) {
      attempt.leave(nanos);
    }
  }

  /// Tells what was done so far.
  void retell(Question question, Trace trace) {
    if (!trace.equals(Trace.NONE)) {
      all.forEach(
          attempt -> trace.upstream(attempt.upstream(), question, attempt.said(), attempt.took()));
    }
  }
}
