package dev.cairn.config;

import java.util.function.Function;

/// How a value is written as a string.
///
/// @param kind what the string is, as in "a string"
/// @param example such a string, in quotes
/// @param reader from the string, without quotes, to the value
record Form<T>(String kind, String example, Function<String, Parsed<T>> reader) {
  Form(String example, Function<String, Parsed<T>> reader) {
    this("a string", example, reader);
  }

  /// What has to stand there.
  String allowed() {
    return kind + " such as " + example;
  }

  Parsed<T> read(String text) {
    return reader.apply(text);
  }
}
