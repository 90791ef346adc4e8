package dev.cairn.config;

import java.util.List;

/// What came of reading a file.
public sealed interface ConfigResult {

  /// All is well.
  record Good(Config config) implements ConfigResult {}

  /// Everything that is wrong, in the order of the file; never empty.
  record Bad(List<ConfigError> errors) implements ConfigResult {
    public Bad {
      errors = List.copyOf(errors);
    }
  }
}
