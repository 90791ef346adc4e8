package dev.cairn.health;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How what is checked does, the better first.
public enum Status {
  PASSING,
  WARNING,
  CRITICAL;

  /// The worse of the two.
  public Status worse(Status other) {
    return compareTo(other) >= 0 ? this : other;
  }

  /// As Consul's API says it: `passing`, `warning`, `critical`.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The status of a word in lower case, null if there is none such.
  public static @Nullable Status of(String word) {
    return switch (word) {
      case "passing" -> PASSING;
      case "warning" -> WARNING;
      case "critical" -> CRITICAL;
      default -> null; // a word, not an outcome
    };
  }
}
