package dev.cairn.resolve;

import dev.cairn.message.Outcome;
import dev.cairn.message.Query;

/// Answers by asking others. May wait as long as its own deadlines say, so it is called on virtual
/// threads only.
@FunctionalInterface
public interface Resolver {

  /// What there is to say, never [Outcome#NOT_MINE]. Throws nothing that a client or an upstream
  /// can cause.
  Outcome resolve(Query query, Trace trace);
}
