package dev.cairn.cli;

import dev.cairn.zone.check.SourceLines;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A line of a file, as much of it as fits, and a caret under the place that is meant.
///
/// @param width of the terminal, in characters
record Excerpt(int width) {
  private static final String INDENT = "    ";
  private static final String CUT = "…";
  private static final int LEAST = 40;
  private static final int USUAL = 100;

  Excerpt {
    width = Math.max(width, LEAST) - INDENT.length();
  }

  /// As wide as the shell says in `COLUMNS`.
  static Excerpt ofColumns(@Nullable String columns) {
    boolean isNumber = columns != null && columns.matches("[0-9]{1,4}");
    return new Excerpt(isNumber ? Integer.parseInt(columns) : USUAL);
  }

  /// Two lines, or one without a caret.
  ///
  /// @param text the line, and what may follow it
  /// @param column from 1 on, in octets; 0 if the whole line is meant
  String atOctet(byte[] text, int column) {
    byte[] line = SourceLines.firstLine(text);
    int before = Math.min(Math.max(column - 1, 0), line.length);
    String prefix = new String(line, 0, before, StandardCharsets.UTF_8);
    String rest = new String(line, before, line.length - before, StandardCharsets.UTF_8);
    return lines(safe(prefix), safe(rest), column > 0);
  }

  /// The same for a column in characters.
  String atCharacter(byte[] text, int column) {
    String line = new String(SourceLines.firstLine(text), StandardCharsets.UTF_8);
    int before = Math.min(Math.max(column - 1, 0), line.length());
    return lines(safe(line.substring(0, before)), safe(line.substring(before)), column > 0);
  }

  private String lines(String prefix, String rest, boolean hasCaret) {
    String start = prefix;
    if (prefix.length() > width / 2 && prefix.length() + rest.length() > width) {
      int kept = Math.max(width / 2, width - rest.length()) - CUT.length();
      start = CUT + prefix.substring(prefix.length() - kept);
    }
    String end = rest;
    if (start.length() + rest.length() > width) {
      end = rest.substring(0, width - start.length() - CUT.length()) + CUT;
    }
    String caret = INDENT + start.replaceAll("[^\t]", " ") + "^" + System.lineSeparator();
    return INDENT + start + end + System.lineSeparator() + (hasCaret ? caret : "");
  }

  /// Without what a terminal would obey.
  private static String safe(String text) {
    var safe = new StringBuilder();
    text.chars()
        .forEach(character -> safe.append(isHarmless(character) ? (char) character : '\uFFFD'));
    return safe.toString();
  }

  private static boolean isHarmless(int character) {
    return character == '\t'
        || !Character.isISOControl(character) && Character.getType(character) != Character.FORMAT;
  }
}
