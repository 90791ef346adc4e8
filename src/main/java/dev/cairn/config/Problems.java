package dev.cairn.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong with one file.
final class Problems {
  private static final Comparator<ConfigError> BY_PLACE =
      Comparator.comparingInt(ConfigError::line).thenComparingInt(ConfigError::column);

  private final Path file;
  private final Document document;
  private final List<ConfigError> errors = new ArrayList<>();

  /// Begins with what the grammar says.
  Problems(Path file, Document document) {
    this.file = file;
    this.document = document;
    for (var fault : document.faults()) {
      add(new Spot("", fault.place()), fault.message());
    }
  }

  void add(Spot spot, String message) {
    var place = spot.place();
    errors.add(new ConfigError(file, place.line(), place.column(), spot.key(), message));
  }

  /// A key that nobody knows, unless it may only be in the wrong table because a header could not
  /// be read.
  void addUnknown(Spot spot, String message) {
    if (!document.mayBeMisplaced(spot.place())) {
      add(spot, message);
    }
  }

  /// A key that a table does not have, unless it may be in a line that could not be read.
  ///
  /// @param spot the key, at the place of the table
  void addMissing(Spot spot, String key, String message) {
    if (!document.mayHaveLost(key, spot.place())) {
      add(spot, message);
    }
  }

  List<ConfigError> inOrder() {
    return errors.stream().sorted(BY_PLACE).toList();
  }
}
