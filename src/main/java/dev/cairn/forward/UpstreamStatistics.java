package dev.cairn.forward;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/// How one upstream has done since it became known, as of one moment.
///
/// @param sends questions sent over UDP; those that then went over TCP too are `truncated`
/// @param replies matching datagrams that came back in time, of whatever content
/// @param truncated replies that had to be fetched over TCP
/// @param ignored messages that matched no open question: forged, late or garbage
/// @param failures how often it was of no use, by why; all faults are there
/// @param lastRoundTrip of the last datagram that came back, zero if none ever did
/// @param smoothedRoundTrip each new one counts for an eighth (RFC 6298 §2)
public record UpstreamStatistics(
    InetSocketAddress address,
    long sends,
    long replies,
    long truncated,
    long ignored,
    Map<Fault, Long> failures,
    Duration lastRoundTrip,
    Duration smoothedRoundTrip) {}
