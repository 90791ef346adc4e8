package dev.cairn.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of reading a file.
public sealed interface ConfigResult {

  /// All is well.
  record Good(Config config) implements ConfigResult {}

  /// Everything that is wrong, in the order of the file; never empty.
  ///
  /// @param rest what the file says with the wrong parts at their defaults: never to be put in
  ///   force, but good for finding what else is wrong; null if it could not be read at all
  record Bad(List<ConfigError> errors, @Nullable Config rest) implements ConfigResult {
    public Bad {
      errors = List.copyOf(errors);
    }
  }
}
