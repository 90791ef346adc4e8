package dev.cairn.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The table `[cache]`: how much is kept of what we were told, and how long.
///
/// @param size in octets, 64 KiB to 1 TiB
/// @param serveStale whether an answer whose time is over is served when nobody can be asked (RFC
///   8767)
/// @param staleAfter how long a client waits before it gets such an answer, 0 ms to 10 s
/// @param prefetch whether what is asked often is asked again before it expires
/// @param nxdomainCut whether a name that does not exist has none below it either (RFC 8020)
/// @param file where it is kept while the server does not run, absolute; null means nowhere
public record Cache(
    long size,
    Lifetimes lifetimes,
    boolean serveStale,
    Duration staleAfter,
    boolean prefetch,
    boolean nxdomainCut,
    @Nullable Path file) {

  public static final Cache DEFAULTS =
      new Cache(64L << 20, Lifetimes.DEFAULTS, true, Duration.ofMillis(1800), true, false, null);

  /// How long an answer is kept; a `[[forward.rule]]` may have its own.
  ///
  /// @param minTtl shortest life of an answer, 0 s to 1 h, never longer than the longest
  /// @param maxTtl longest life of an answer, 1 s to 7 d
  /// @param negativeMaxTtl longest life of "does not exist" (RFC 2308 §5), 1 s to 7 d
  /// @param staleMax how long after its expiry it may still be served, 1 s to 30 d
  public record Lifetimes(
      Duration minTtl, Duration maxTtl, Duration negativeMaxTtl, Duration staleMax) {

    public static final Lifetimes DEFAULTS =
        new Lifetimes(Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1), Duration.ofDays(1));
  }
}
