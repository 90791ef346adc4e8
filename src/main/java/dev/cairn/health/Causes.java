package dev.cairn.health;

import java.net.ConnectException;
import java.net.PortUnreachableException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;

/// Why a run came to nothing, in words for the operator.
final class Causes {
  private static final int LONGEST = 200;

  private Causes() {}

  static String sentence(Throwable cause) {
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    String text = message.toLowerCase(Locale.ROOT);
    if (cause instanceof PortUnreachableException
        || cause instanceof ConnectException && text.contains("refused")) {
      return "connection refused";
    }
    if (cause instanceof ClosedChannelException || text.contains("connection reset")) {
      return "connection closed";
    }
    if (cause instanceof SSLException) {
      return "TLS: " + cut(message);
    }
    return text.contains("unreachable") || text.contains("no route")
        ? "no way there"
        : cut(message);
  }

  static String timeout(Duration after) {
    return "timeout after "
        + (after.toMillis() % 1_000 == 0 ? after.toSeconds() + "s" : after.toMillis() + "ms");
  }

  private static String cut(String message) {
    return message.substring(0, Math.min(message.length(), LONGEST));
  }
}
