package dev.cairn.config;

import java.util.function.Function;

/// What came of reading one value.
sealed interface Parsed<T> {
  /// It is what it should be.
  record Value<T>(T value) implements Parsed<T> {}

  /// It is not what it should be.
  ///
  /// @param why what is wrong and what is allowed, to stand behind the key
  record Wrong<T>(String why) implements Parsed<T> {}

  /// Goes on with the value, if it is one.
  default <R> Parsed<R> then(Function<T, Parsed<R>> next) {
    return switch (this) {
      case Value<T>(T value) -> next.apply(value);
      case Wrong<T>(String why) -> wrong(why);
    };
  }

  static <T> Parsed<T> value(T value) {
    return new Value<>(value);
  }

  static <T> Parsed<T> wrong(String why) {
    return new Wrong<>(why);
  }
}
