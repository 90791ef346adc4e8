package dev.cairn.feed;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What all sources have in common.
///
/// @param folder where what they know is kept; made when it is needed
/// @param clock of the wall
public record FeedTerms(
    Path folder, Tolerance tolerance, Pace pace, InstantSource clock, RandomGenerator chance) {

  /// How long what is doubtful is put up with.
  ///
  /// @param guardHold how long what would take much away is held
  /// @param maxStale how long what a source said is served while it is away; null for ever
  public record Tolerance(Duration guardHold, @Nullable Duration maxStale) {
    private static final Duration LONGEST_BEAT = Duration.ofMinutes(1);

    /// How much of the time in sync a crash may cost.
    Duration beat() {
      Duration fraction = maxStale == null ? LONGEST_BEAT : maxStale.dividedBy(10);
      return fraction.compareTo(LONGEST_BEAT) < 0 ? fraction : LONGEST_BEAT;
    }
  }
}
