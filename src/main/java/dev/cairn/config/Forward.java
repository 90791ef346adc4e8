package dev.cairn.config;

import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Name;

/// The table `[forward]`: who is asked for names without an owner here.
///
/// @param upstreams no one twice; empty means that such names are refused
/// @param timeout of one try, 10 ms to 30 s
/// @param deadline of a whole query, 50 ms to 60 s, never shorter than the timeout
/// @param attempts tries for one query, 1 to 10
/// @param maxInFlight queries under way to all upstreams, 1 to 1,000,000
/// @param rules no suffix twice, none that is a `[[zone]]` too, and never the root
public record Forward(
    List<UpstreamAddress> upstreams,
    Duration timeout,
    Duration deadline,
    int attempts,
    int maxInFlight,
    List<Rule> rules) {

  public static final Forward DEFAULTS =
      new Forward(
          List.of(UpstreamAddress.SYSTEM),
          Duration.ofMillis(800),
          Duration.ofSeconds(4),
          3,
          4096,
          List.of());

  public Forward {
    upstreams = List.copyOf(upstreams);
    rules = List.copyOf(rules);
  }

  /// One `[[forward.rule]]`: others are asked for the names at and below a suffix.
  ///
  /// @param suffix absolute
  /// @param upstreams no one twice; empty means that such names are refused
  public record Rule(Name suffix, List<UpstreamAddress> upstreams) {
    public Rule {
      upstreams = List.copyOf(upstreams);
    }
  }
}
