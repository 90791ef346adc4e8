package dev.cairn.config;

import dev.cairn.config.ConfigResult.Bad;
import dev.cairn.config.ConfigResult.Good;
import java.nio.file.Path;
import java.util.List;

/// Reads dns.toml and finds everything that is wrong with it at once. Throws for nothing that a
/// file can hold.
///
/// ```
/// file ── TextFile ──► text ── Document ──► tables ── Schema, TableReader ──► Config
///            │                    │                        │
///            ▼                    ▼                        ▼
///        unreadable            grammar           keys, values, duplicates    ──► ConfigError
/// ```
public final class ConfigReader {
  private ConfigReader() {}

  /// Reads a file of at most 1 MiB in UTF-8.
  public static ConfigResult read(Path file) {
    return switch (TextFile.read(file)) {
      case TextFile.Text text -> parse(file, text.text());
      case TextFile.Unreadable unreadable -> new Bad(List.of(unreadable.error()), null);
    };
  }

  /// Reads a text as if it were that file, which need not exist: its folder is where relative paths
  /// begin.
  public static ConfigResult parse(Path file, String text) {
    if (text.length() > TextFile.LIMIT) {
      return new Bad(List.of(TextFile.tooLarge(file)), null);
    }
    var document = Document.of(TextFile.withoutByteOrderMark(text));
    var problems = new Problems(file, document);
    var schema = new Schema(folderOf(file), problems);
    var config = TableReader.read(document, problems, schema::config);
    var errors = problems.inOrder();
    return errors.isEmpty() ? new Good(config) : new Bad(errors, config);
  }

  static Path folderOf(Path file) {
    var absolute = file.toAbsolutePath();
    var folder = absolute.getParent();
    return folder == null ? absolute : folder;
  }
}
