package dev.cairn.config;

import java.util.regex.Pattern;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// What the operator wrote, as it is repeated in a message: short, on one line, nothing invisible,
/// and what kind of value it is.
final class Shown {
  private static final int MOST = 200;
  private static final int LONGEST_MESSAGE = 500;
  private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z0-9_-]{1," + MOST + "}");

  private Shown() {}

  /// In quotes.
  static String quoted(String text) {
    var shown = new StringBuilder("\"");
    text.codePoints().limit(MOST).forEach(c -> append(shown, c));
    return shown.append(text.codePointCount(0, text.length()) > MOST ? "…\"" : "\"").toString();
  }

  /// A message of somebody else's.
  static String message(String text) {
    var shown = new StringBuilder();
    text.codePoints().limit(LONGEST_MESSAGE).forEach(c -> appendVisible(shown, c));
    return shown.toString();
  }

  /// In quotes only if it needs them.
  static String key(String key) {
    return BARE_KEY.matcher(key).matches() ? key : quoted(key);
  }

  /// That a value is of the wrong kind.
  static String mustBe(String allowed, Object value) {
    return "must be " + allowed + ", not " + kind(value);
  }

  private static String kind(Object value) {
    return switch (value) {
      case String _ -> "a string";
      case Long _ -> "an integer";
      case Double _ -> "a number with a fraction";
      case Boolean _ -> "true or false";
      case TomlArray array when !array.isEmpty() && array.isTable(0) -> "an array of tables";
      case TomlArray _ -> "a list";
      case TomlTable _ -> "a table";
      default -> "a date or time";
    };
  }

  private static void append(StringBuilder shown, int c) {
    if (c == '"' || c == '\\') {
      shown.append('\\');
    }
    appendVisible(shown, c);
  }

  private static void appendVisible(StringBuilder shown, int c) {
    if (isVisible(c)) {
      shown.appendCodePoint(c);
    } else {
      shown.append(c > 0xFFFF ? "\\U%08X".formatted(c) : "\\u%04X".formatted(c));
    }
  }

  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
