package dev.cairn.config;

import java.util.function.Function;

/// A value that is written as a string.
///
/// @param kind what the string is, as in "a string"
/// @param example such a string, in quotes
/// @param reader from the string, without quotes, to the value
record Text<T>(String kind, String example, Function<String, Parsed<T>> reader) implements Form<T> {
  Text(String example, Function<String, Parsed<T>> reader) {
    this("a string", example, reader);
  }

  @Override
  public String allowedList() {
    return "a list of strings such as [" + example + "]";
  }

  @Override
  public Parsed<T> read(Object value) {
    return value instanceof String text
        ? reader.apply(text)
        : Parsed.wrong(Shown.mustBe(kind + " such as " + example, value));
  }
}
