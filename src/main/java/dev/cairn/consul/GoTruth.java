package dev.cairn.consul;

import org.jspecify.annotations.Nullable;

/// Booleans in every spelling that programs in Go take.
final class GoTruth {
  private GoTruth() {}

  /// Null if it is none.
  static @Nullable Boolean parse(String text) {
    return switch (text) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> null; // a word, not an outcome
    };
  }
}
