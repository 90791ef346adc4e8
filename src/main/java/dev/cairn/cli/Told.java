package dev.cairn.cli;

import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a server said, as lines for people.
///
/// @param isFound whether there was anything to tell
record Told(boolean isFound, List<String> lines) {

  /// Puts JSON into words.
  interface Telling {
    Told of(JsonNode said);
  }

  static Told found(List<String> lines) {
    return new Told(true, List.copyOf(lines));
  }

  static Told nothing(String sentence) {
    return new Told(false, List.of(sentence));
  }
}
