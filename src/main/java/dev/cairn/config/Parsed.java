package dev.cairn.config;

/// What came of reading one value.
sealed interface Parsed<T> {
  /// It is what it should be.
  record Value<T>(T value) implements Parsed<T> {}

  /// It is not what it should be.
  ///
  /// @param why what is wrong and what is allowed, to stand behind the key
  record Wrong<T>(String why) implements Parsed<T> {}

  static <T> Parsed<T> value(T value) {
    return new Value<>(value);
  }

  static <T> Parsed<T> wrong(String why) {
    return new Wrong<>(why);
  }
}
