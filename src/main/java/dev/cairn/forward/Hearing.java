package dev.cairn.forward;

import dev.cairn.forward.Verdict.Failure;

/// What came of sending an inquiry over one socket.
sealed interface Hearing {

  /// A message that replies to it; nobody has looked further.
  final class Heard implements Hearing {
    private final byte[] message;

    Heard(byte[] message) {
      this.message = message;
    }

    byte[] message() {
      return message;
    }
  }

  /// Nothing that does.
  record Unheard(Failure failure) implements Hearing {}
}
