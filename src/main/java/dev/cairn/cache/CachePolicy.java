package dev.cairn.cache;

import java.time.Duration;

/// How long answers are held, whatever their TTLs say.
///
/// @param longest for answers
/// @param longestNegative for the absence of names and types (RFC 2308 §5)
/// @param stale for how long after that they may still be served if nobody can be asked (RFC 8767
///   §5); zero for never
public record CachePolicy(Duration longest, Duration longestNegative, Duration stale) {
  int longestSeconds() {
    return seconds(longest);
  }

  int longestNegativeSeconds() {
    return seconds(longestNegative);
  }

  private static int seconds(Duration duration) {
    return Math.clamp(duration.toSeconds(), 0, Integer.MAX_VALUE);
  }
}
