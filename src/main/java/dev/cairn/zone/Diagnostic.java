package dev.cairn.zone;

import java.nio.file.Path;

/// Something to say about a zone file, and where.
///
/// @param rule what it is a case of
/// @param line from 1 on; 0 if it is about the file as a whole
/// @param column from 1 on, in octets; 0 if it is about the line as a whole
/// @param message what is wrong, and what is allowed
public record Diagnostic(Rule rule, Path file, int line, int column, String message) {
  /// What is told of a file must not command a terminal, nor begin a line of a log.
  public Diagnostic {
    message = visible(message);
  }

  /// Whether the zone can be served all the same.
  public enum Severity {
    /// The zone is not taken.
    ERROR,
    /// The zone is taken, what is meant is ignored or doubtful.
    WARNING
  }

  /// About a file that is not read.
  public Diagnostic(Severity severity, Path file, int line, int column, String message) {
    this(severity == Severity.ERROR ? Rule.UNREADABLE : Rule.NOT_READ, file, line, column, message);
  }

  public Severity severity() {
    return rule.severity();
  }

  public boolean isError() {
    return severity() == Severity.ERROR;
  }

  /// `file:line:column: message`, as editors and terminals know it.
  @Override
  public String toString() {
    String place = (line > 0 ? ":" + line : "") + (column > 0 ? ":" + column : "");
    String kind = severity() == Severity.WARNING ? "warning: " : "";
    return visible(file.toString()) + place + ": " + kind + message;
  }

  private static String visible(String text) {
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    var visible = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      visible.append(Character.isISOControl(c) ? "\\%03d".formatted((int) c) : c);
    }
    return visible.toString();
  }
}
