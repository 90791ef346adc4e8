package dev.cairn.cli;

import java.io.IOException;

/// No reply came. The message is a sentence for the user.
final class NoReplyException extends IOException {
  private static final long serialVersionUID = 1L;

  NoReplyException(String message) {
    super(message);
  }

  NoReplyException(String message, IOException cause) {
    super(message, cause);
  }
}
