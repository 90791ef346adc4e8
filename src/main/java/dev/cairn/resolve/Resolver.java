package dev.cairn.resolve;

import dev.cairn.message.Outcome;
import dev.cairn.message.Query;
import java.util.function.Consumer;

/// Answers by asking others, later. Never waits itself, so it may be called on threads that read
/// packets.
@FunctionalInterface
public interface Resolver {

  /// Hands out what there is to say, never [Outcome#NOT_MINE]: exactly once, before it returns or
  /// later, on whatever thread. Throws nothing that a client or an upstream can cause.
  void resolve(Query query, Asker asker, Trace trace, Consumer<Outcome> then);
}
