package dev.cairn.cli;

import dev.cairn.config.ConfigError;
import dev.cairn.zone.Diagnostic;
import dev.cairn.zone.check.Inspection.Report;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `cairn check` has found.
///
/// @param config null if zone files were judged alone
/// @param zones by name
record CheckReport(@Nullable Configuration config, List<Report> zones) {
  /// What there is to say of the configuration.
  ///
  /// @param folder what lies in the zones folder and is not read
  record Configuration(Path file, List<ConfigError> errors, List<Diagnostic> folder) {
    int errorCount() {
      return errors.size() + (int) folder.stream().filter(Diagnostic::isError).count();
    }

    int warningCount() {
      return errors.size() + folder.size() - errorCount();
    }
  }

  /// How many there are, told or not.
  int errors() {
    return (config == null ? 0 : config.errorCount())
        + zones.stream().mapToInt(Report::errors).sum();
  }

  int warnings() {
    return (config == null ? 0 : config.warningCount())
        + zones.stream().mapToInt(Report::warnings).sum();
  }

  /// `ok`, `warnings` or `errors`.
  static String verdict(int errors, int warnings) {
    if (errors > 0) {
      return "errors";
    }
    return warnings > 0 ? "warnings" : "ok";
  }
}
