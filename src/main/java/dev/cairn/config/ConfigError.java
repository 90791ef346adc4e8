package dev.cairn.config;

import java.nio.file.Path;

/// One thing that is wrong, and what would be right.
///
/// @param file as the caller named it
/// @param line from 1; 0 if the file as a whole is meant
/// @param column from 1, in characters; 0 if the file as a whole is meant
/// @param key as in `forward.rule[0].suffix`, counted from 0; empty if it is not about a key
/// @param message one line
public record ConfigError(Path file, int line, int column, String key, String message) {

  /// About the file as a whole.
  public static ConfigError of(Path file, String message) {
    return new ConfigError(file, 0, 0, "", message);
  }

  /// `file:line:column: key: message`, without the parts that are left open.
  @Override
  public String toString() {
    var place = line == 0 ? "" : ":" + line + ":" + column;
    var subject = key.isEmpty() ? "" : key + ": ";
    return file + place + ": " + subject + message;
  }
}
