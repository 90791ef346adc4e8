package dev.cairn.forward;

import dev.cairn.upstream.Endpoint;
import java.time.Duration;
import java.util.List;

/// What the operator wrote about one forward rule.
///
/// @param upstreams whom to ask, in this order; may be empty
/// @param origin where they come from
/// @param reactions what follows when an upstream is of no use
/// @param rebinding which addresses are not believed
public record ForwardSettings(
    List<Endpoint> upstreams,
    Origin origin,
    Selection selection,
    Patience patience,
    Reactions reactions,
    Rebinding rebinding) {

  /// Where upstreams come from, and so what it means if there are none.
  public enum Origin {
    /// Written in the configuration: none means that nothing is forwarded.
    CONFIGURED,
    /// Read from the system's resolv.conf: none means that something is missing.
    SYSTEM
  }

  /// How long whom is waited for.
  ///
  /// @param timeout longest wait for one upstream before another is asked as well
  /// @param deadline how long all of it may take, from when the client asked
  /// @param attempts how many messages are sent at most, at least 1
  /// @param staleAfter how long a client waits where there is an old answer (RFC 8767 §5)
  public record Patience(Duration timeout, Duration deadline, int attempts, Duration staleAfter) {
    public static final Patience DEFAULTS =
        new Patience(Duration.ofMillis(800), Duration.ofSeconds(4), 3, Duration.ofMillis(1_800));
  }

  /// These upstreams, asked in this order, with all else as if nothing were written.
  public static ForwardSettings of(List<Endpoint> upstreams) {
    return new ForwardSettings(
        upstreams,
        Origin.CONFIGURED,
        Selection.ORDERED,
        Patience.DEFAULTS,
        Reactions.DEFAULTS,
        Rebinding.ALLOWED);
  }

  public ForwardSettings {
    upstreams = List.copyOf(upstreams);
  }
}
