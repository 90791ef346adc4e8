package dev.cairn.cache;

import dev.cairn.message.Outcome;
import dev.cairn.message.Question;

/// What the cache holds for one question, as it was at one moment: what was told, or that nobody
/// could be asked.
///
/// @param outcome what is told, TTLs counted down to at least 0
public record CachedAnswer(Asked asked, Source source, Life life, Use use, Outcome outcome) {
  /// The type of an NXDOMAIN that is told of all types.
  public static final int ALL_TYPES = 0;

  /// The question, and the bits of a query that make another one of it. An NXDOMAIN that is told of
  /// all types has the type [#ALL_TYPES].
  public record Asked(Question question, boolean dnssecOk, boolean checkingDisabled) {}

  /// Who told it.
  ///
  /// @param scope in which it is given out
  /// @param upstream in the form that operators know; empty if nobody knows
  public record Source(Scope scope, String upstream) {}

  /// How old it is, for how long it holds, and what it is good for.
  ///
  /// @param age in seconds
  /// @param left in seconds; 0 or less if it is stale, and then since when
  public record Life(int age, int left, Serving serving) {
    public boolean isStale() {
      return left <= 0;
    }
  }

  /// What becomes of it when it is asked for.
  public enum Serving {
    /// It holds, and is given out.
    FRESH,
    /// It is stale, and given out at once all the same, as asking failed lately.
    STALE_AT_ONCE,
    /// It is stale, and given out if asking leads to nothing.
    STALE_IF_NEED_BE,
    /// It is too old, or of no rule that there is.
    NEVER
  }

  /// How often it was given out, and what it costs.
  ///
  /// @param octets of memory, all told; 0 for a failure, which takes no room from answers
  public record Use(int hits, int octets) {}
}
