package dev.cairn.cache;

import dev.cairn.wire.CompiledAnswer.Kind;
import java.time.Duration;

/// How long answers are held, whatever their TTLs say, and how much they say.
///
/// @param shortest for all that may be held at all; the TTLs that are told are lifted to it, too.
///   Zero leaves TTLs as they are. Where it exceeds one of the longest, that one holds
/// @param longest for answers
/// @param longestNegative for the absence of names and types (RFC 2308 §5)
/// @param stale for how long after that they may still be served if nobody can be asked (RFC 8767
///   §5); zero for never
/// @param absence how much an NXDOMAIN says
public record CachePolicy(
    Duration shortest,
    Duration longest,
    Duration longestNegative,
    Duration stale,
    Absence absence) {

  /// What the absence of a name says of others.
  public enum Absence {
    /// Nothing.
    OF_THE_NAME,
    /// That there is nothing below it either (RFC 8020).
    OF_ALL_BELOW
  }

  /// A policy that lifts no TTL, and for which an NXDOMAIN says nothing of other names.
  public CachePolicy(Duration longest, Duration longestNegative, Duration stale) {
    this(Duration.ZERO, longest, longestNegative, stale, Absence.OF_THE_NAME);
  }

  /// For how long an answer of some kind may be held at most.
  int longestSeconds(Kind kind) {
    return switch (kind) {
      case ANSWER, ALIAS -> longestSeconds();
      case NO_DATA, NX_DOMAIN -> longestNegativeSeconds();
    };
  }

  int longestSeconds() {
    return seconds(longest);
  }

  int longestNegativeSeconds() {
    return seconds(longestNegative);
  }

  int shortestSeconds() {
    return seconds(shortest);
  }

  private static int seconds(Duration duration) {
    return Math.clamp(duration.toSeconds(), 0, Integer.MAX_VALUE);
  }
}
