package dev.cairn.resolve;

import dev.cairn.message.NameKey;
import dev.cairn.message.Outcome;
import dev.cairn.message.Query;

/// What one forward rule was told before, as the one who asks its upstreams needs it. Never waits.
public interface AnswerStore {

  /// A value that is equal for two queries exactly if one answer serves both. It is made once for a
  /// query, and goes with it from then on.
  NameKey keyOf(Query query);

  /// What is known of a query that is about to be asked: an answer whose time is not over,
  /// [Outcome.Stale] if it is, [Outcome#NOT_MINE] if there is none.
  Outcome recall(NameKey key, Query query);

  /// Judges what the upstreams said or how they failed. Keeps nothing yet.
  Held hold(NameKey key, Query query, Report report);

  /// What was judged, and is still to be kept: clients need not wait for that.
  ///
  /// @param outcome to hand out, its TTLs bounded as if it came from here
  /// @param keeping keeps it, if it is worth that
  record Held(Outcome outcome, Runnable keeping) {}

  /// Whether there was a purge of it since then, so that keeping refuses what was asked for then.
  ///
  /// @param askedAt in nanoseconds of the clock of [Report]
  boolean isPurged(NameKey key, long askedAt);

  /// What [#recall] gave as stale was handed out.
  void handedOut(Outcome.Stale stale);
}
