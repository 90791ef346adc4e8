package dev.cairn.config;

import java.util.function.Function;

/// How a value is written as a string.
///
/// @param example such a string, in quotes
/// @param reader from the string, without quotes, to the value
record Form<T>(String example, Function<String, Parsed<T>> reader) {
  Parsed<T> read(String text) {
    return reader.apply(text);
  }
}
