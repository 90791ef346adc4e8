package dev.cairn.admin;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// How one upstream does.
///
/// @param name as the operator configured it, such as `tls://dns.quad9.net@9.9.9.9:853`
/// @param protocol such as `udp` or `tls`
/// @param rtt null before the first reply
/// @param failures how often it was of no use, by class, such as `timeout`; in this order
/// @param lastError null if there was none
/// @param rules suffixes of those that ask it
public record UpstreamStatus(
    String name,
    String protocol,
    @JsonUnwrapped Condition condition,
    @Nullable RoundTrips rtt,
    @JsonUnwrapped Questions questions,
    Map<String, Long> failures,
    @JsonUnwrapped Sessions sessions,
    @Nullable LastError lastError,
    List<Name> rules) {

  public UpstreamStatus {
    failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
    rules = List.copyOf(rules);
  }

  /// Whether it is asked.
  public enum State {
    UP,
    /// It failed lately, and is asked after others.
    SUSPECT,
    DOWN,
    /// Nobody has asked it yet.
    UNKNOWN
  }

  /// Whether it is left alone for a while.
  public enum Breaker {
    CLOSED,
    OPEN,
    /// One question may try it.
    HALF_OPEN
  }

  /// @param since seconds for which this state has held; of a suspect, for which it has left
  ///   questions unanswered
  /// @param nextProbeMs until it is looked at again; null if no look is planned
  public record Condition(State state, Breaker breaker, long since, @Nullable Long nextProbeMs) {}

  /// Round trips in milliseconds.
  ///
  /// @param p50Ms null, as the others, before enough replies came to tell
  public record RoundTrips(
      double smoothedMs,
      double lastMs,
      @Nullable Double p50Ms,
      @Nullable Double p95Ms,
      @Nullable Double p99Ms) {}

  /// Questions, since the upstream became known.
  ///
  /// @param inFlight under way now
  /// @param ignored messages that matched no open question
  public record Questions(
      long inFlight, long inFlightMax, long sends, long replies, long ignored, long truncated) {}

  /// @param connections open now; 0 where there are none
  /// @param handshakes of TLS, since the upstream became known
  /// @param resumed those of them that could do without certificates
  public record Sessions(long connections, long handshakes, long resumed) {}

  /// @param text a sentence; may have been chosen by the upstream in part
  public record LastError(String text, long secondsAgo) {}
}
