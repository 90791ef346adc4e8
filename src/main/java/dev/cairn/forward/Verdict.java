package dev.cairn.forward;

import dev.cairn.message.Outcome;
import dev.cairn.upstream.Failure;

/// What a reply of an upstream comes to.
sealed interface Verdict {
  Useless MALFORMED = new Useless(Failure.MALFORMED);

  /// It tells something.
  record Told(int rcode, Outcome outcome) implements Verdict {}

  /// It does not.
  record Useless(Failure failure) implements Verdict {}
}
