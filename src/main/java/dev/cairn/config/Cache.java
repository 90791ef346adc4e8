package dev.cairn.config;

import java.time.Duration;

/// The table `[cache]`: how much is kept of what we were told, and how long.
///
/// @param size in octets, 64 KiB to 1 TiB
/// @param maxTtl longest life of an answer, 1 s to 7 d
/// @param negativeMaxTtl longest life of "does not exist" (RFC 2308 §5), 1 s to 7 d
/// @param serveStale whether an answer whose time is over is served when nobody can be asked (RFC
///   8767)
/// @param staleMax how long after its expiry, 1 s to 30 d
/// @param prefetch whether what is asked often is asked again before it expires
public record Cache(
    long size,
    Duration maxTtl,
    Duration negativeMaxTtl,
    boolean serveStale,
    Duration staleMax,
    boolean prefetch) {

  public static final Cache DEFAULTS =
      new Cache(64L << 20, Duration.ofDays(1), Duration.ofHours(1), true, Duration.ofDays(1), true);
}
