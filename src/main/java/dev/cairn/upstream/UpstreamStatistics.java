package dev.cairn.upstream;

import dev.cairn.upstream.Breaker.Standing;
import dev.cairn.upstream.Breaker.State;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How one upstream has done since it became known, as of one moment.
///
/// @param open questions that are open now
/// @param mostOpen that may be
public record UpstreamStatistics(
    Endpoint endpoint,
    Condition condition,
    RoundTripTimes roundTrips,
    Counts counts,
    int open,
    int mostOpen) {

  /// @param since when it became so, in nanoseconds of the ticker; if it is doubtful, since when it
  ///   has left questions unanswered
  /// @param nextTrialAt in nanoseconds of the ticker; says nothing if it is up
  public record Condition(State breaker, Standing standing, long since, long nextTrialAt) {}

  /// All zero if it never replied.
  ///
  /// @param smoothed each new one counts for an eighth (RFC 6298 §2)
  public record RoundTripTimes(
      Duration last, Duration smoothed, Duration p50, Duration p95, Duration p99) {
    static RoundTripTimes of(RoundTrips trips) {
      return new RoundTripTimes(
          Duration.ofNanos(trips.last()),
          Duration.ofNanos(trips.smoothed()),
          Duration.ofNanos(trips.percentile(50)),
          Duration.ofNanos(trips.percentile(95)),
          Duration.ofNanos(trips.percentile(99)));
    }
  }

  /// @param sends questions sent
  /// @param replies matching messages that came back, of whatever content
  /// @param truncated replies that had to be fetched over TCP
  /// @param ignored messages that matched no open question: forged, late or garbage
  /// @param failures how often it was of no use, by why; all faults are there
  /// @param lastFailure null if there was none
  public record Counts(
      long sends,
      long replies,
      long truncated,
      long ignored,
      Connections connections,
      Map<Fault, Long> failures,
      @Nullable LastFailure lastFailure) {}

  /// @param open now
  /// @param opened in all, over TCP or TLS
  /// @param resumed those of which the TLS session was an earlier one
  public record Connections(long open, long opened, long resumed) {}

  /// @param what completes a sentence that begins with the upstream
  /// @param at in nanoseconds of the ticker
  public record LastFailure(String what, long at) {}
}
