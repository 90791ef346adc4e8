package dev.cairn.upstream;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What the operator wrote about all upstreams together.
///
/// @param mostInFlight questions that one upstream may have open, at least 1
/// @param integrity how replies are told from forged ones
/// @param authorities PEM file of the certificates that those of upstreams must lead to; null for
///   the system's
public record UpstreamSettings(
    int mostInFlight,
    Integrity integrity,
    @Nullable Path authorities,
    HealthCheck check,
    BreakerSettings breaker) {

  /// As if nothing were written.
  public static final UpstreamSettings DEFAULTS =
      new UpstreamSettings(
          8_192,
          new Integrity(false, true, Mismatch.WAIT),
          null,
          HealthCheck.DEFAULTS,
          BreakerSettings.DEFAULTS);

  /// @param randomCase whether the case of letters is drawn, and has to come back (0x20)
  /// @param cookies whether DNS cookies are used towards those who know them (RFC 7873)
  /// @param onMismatch what follows a message that has our ID and another question
  public record Integrity(boolean randomCase, boolean cookies, Mismatch onMismatch) {}

  /// What follows a message that does not match.
  public enum Mismatch {
    /// The right one may still come.
    WAIT,
    /// It is asked over TCP.
    RETRY
  }

  /// When an upstream is left alone, and for how long.
  ///
  /// @param failures so many in a row, without any reply between them
  /// @param errorPercent or so many of a hundred within the window; 0 for never
  /// @param backoff the first time
  /// @param longestBackoff it doubles up to here
  public record BreakerSettings(
      int failures, int errorPercent, Duration window, Duration backoff, Duration longestBackoff) {
    public static final BreakerSettings DEFAULTS =
        new BreakerSettings(
            5, 0, Duration.ofSeconds(10), Duration.ofMillis(200), Duration.ofSeconds(1));
  }
}
