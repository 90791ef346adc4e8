package dev.cairn.resolve;

import dev.cairn.message.Outcome;
import dev.cairn.message.Query;

/// Answers from what is in memory. Called on threads that read packets, so it never waits: no
/// locks, no I/O.
@FunctionalInterface
public interface LocalResolver {

  /// What there is to say; [Outcome#NOT_MINE] if somebody else has to be asked. Throws nothing that
  /// a client can cause.
  Outcome resolve(Query query, Trace trace);
}
