package dev.cairn.upstream;

import dev.cairn.message.Question;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// How upstreams are checked when no client asks.
///
/// @param when checks are made
/// @param question what is asked: any reply but SERVFAIL is a good one; null to see only whether
///   the port answers, whatever it says
/// @param interval between two checks of an upstream that is up, with [When#ALWAYS]
/// @param timeout of a check; of an upstream that is down, at most until the next one is due
/// @param rise good checks in a row until an upstream is up again, at least 1
/// @param fall bad checks in a row until an upstream is down, at least 1
public record HealthCheck(
    When when,
    @Nullable Question question,
    Duration interval,
    Duration timeout,
    int rise,
    int fall) {

  /// When checks are made.
  public enum When {
    /// From the start on, in the interval.
    ALWAYS,
    /// Only of an upstream that clients found to be down.
    WHEN_DOWN,
    NEVER
  }

  public static final HealthCheck DEFAULTS =
      new HealthCheck(
          When.WHEN_DOWN,
          Question.in(Name.root, Type.NS),
          Duration.ofSeconds(10),
          Duration.ofSeconds(1),
          1,
          3);
}
