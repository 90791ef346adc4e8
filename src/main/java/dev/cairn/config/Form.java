package dev.cairn.config;

/// How a value is written.
sealed interface Form<T> permits Text, WholeNumber {
  /// Such a value, as it would stand in the file.
  String example();

  /// What has to stand there where many are expected.
  String allowedList();

  Parsed<T> read(Object value);
}
