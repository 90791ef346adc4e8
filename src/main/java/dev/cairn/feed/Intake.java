package dev.cairn.feed;

import java.time.Duration;
import java.util.Map;

/// Who takes what a source says. From any thread of the source.
interface Intake {

  /// The source said so, and is in sync.
  void take(Update update);

  /// The source answers, and all that it said was taken.
  void inSync();

  /// All that the source has and that cannot be used; the rest is.
  ///
  /// @param flaws why, by key, or by file with line and column
  void flaws(Map<String, String> flaws);

  /// In how long all has to be read anew; zero or less if it is time.
  Duration untilReading();
}
