package dev.cairn.cache;

import dev.cairn.message.Outcome;
import dev.cairn.message.Question;

/// What the cache holds for one question, as it was at one moment.
///
/// @param outcome what is told, TTLs counted down to at least 0
public record CachedAnswer(Asked asked, Source source, Life life, Use use, Outcome outcome) {

  /// The question, and the bits of a query that make another one of it. An NXDOMAIN that is told of
  /// all types has the type 0.
  public record Asked(Question question, boolean dnssecOk, boolean checkingDisabled) {}

  /// Who told it.
  ///
  /// @param scope in which it is given out
  /// @param upstream in the form that operators know; empty if nobody knows
  public record Source(Scope scope, String upstream) {}

  /// How old it is, and for how long it holds.
  ///
  /// @param age in seconds
  /// @param left in seconds; 0 or less if it is stale, and then since when
  public record Life(int age, int left) {
    public boolean isStale() {
      return left <= 0;
    }
  }

  /// How often it was given out, and what it costs.
  ///
  /// @param octets of memory, all told
  public record Use(int hits, int octets) {}
}
