package dev.cairn.forward;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// What the operator wrote about one forward rule.
///
/// @param upstreams whom to ask, in this order; may be empty
/// @param origin where they come from
/// @param patience how long one upstream may take for a datagram before the next is asked
/// @param deadline how long all of it may take
/// @param attempts how many questions are sent at most, at least 1
public record ForwardSettings(
    List<InetSocketAddress> upstreams,
    Origin origin,
    Duration patience,
    Duration deadline,
    int attempts) {

  /// Where upstreams come from, and so what it means if there are none.
  public enum Origin {
    /// Written in the configuration: none means that nothing is forwarded.
    CONFIGURED,
    /// Read from the system's resolv.conf: none means that something is missing.
    SYSTEM
  }

  public ForwardSettings {
    upstreams = List.copyOf(upstreams);
  }
}
