package dev.cairn.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who has which value, where no two may have the same.
final class Claims<T> {
  private final Map<T, Claim> claims = new HashMap<>();
  private final Problems problems;

  /// @param spot where it is written; null for a default
  private record Claim(String key, String shown, @Nullable Spot spot) {}

  Claims(Problems problems) {
    this.problems = problems;
  }

  /// Claims what is written there; what has been claimed before is an error here.
  void written(T value, String text, Spot spot) {
    var first = claims.putIfAbsent(value, new Claim(spot.key(), Shown.quoted(text), spot));
    if (first != null) {
      problems.add(
          spot,
          Shown.quoted(text)
              + (first.spot() == null
                  ? " is a default of " + first.key() + " already"
                  : " is " + first.key() + " at " + first.spot().place() + " already")
              + "; allowed: each once");
    }
  }

  /// Claims what holds unless written; what has been written before is an error there.
  void byDefault(T value, String key) {
    var first = claims.putIfAbsent(value, new Claim(key, "", null));
    if (first != null && first.spot() != null) {
      problems.add(
          first.spot(), first.shown() + " is a default of " + key + " already; allowed: each once");
    }
  }
}
