package dev.cairn.registry;

import dev.cairn.health.Probe;
import dev.cairn.health.Status;
import java.time.Duration;
import java.util.Objects;

/// What a check is: how it is found out, and what follows.
///
/// @param notes for people
/// @param deregisterAfter how long it may be critical without a break before its instance is
///   removed; zero for ever
public record CheckSpec(
    Means means, Thresholds thresholds, Duration deregisterAfter, String notes) {

  /// A check that somebody else makes, and tells of.
  public static final CheckSpec TOLD =
      new CheckSpec(new Means.Told(), Thresholds.AT_ONCE, Duration.ZERO, "");

  /// A check with this id that somebody else tells of: his maintenance is maintenance here as well.
  public static CheckSpec told(String id, Status status, String notes) {
    boolean isMaintenance = status == Status.CRITICAL && Maintenance.isId(id);
    Means means = isMaintenance ? new Means.Maintenance() : new Means.Told();
    return new CheckSpec(means, Thresholds.AT_ONCE, Duration.ZERO, notes);
  }

  /// How many results in a row it takes.
  public record Thresholds(int toPassing, int toWarning, int toCritical) {
    public static final Thresholds AT_ONCE = new Thresholds(0, 0, 0);
  }

  /// Who asked for a probe, which decides what it may dial.
  public enum Asker {
    /// The operator, or a program on this machine.
    THIS_MACHINE,
    /// Somebody else, or nobody knows.
    UNKNOWN
  }

  /// How it is found out.
  public sealed interface Means {

    /// By a probe of ours.
    record Probed(Probe probe, Duration interval, Duration timeout, Asker asker) implements Means {
      public Probed {
        asker = Objects.requireNonNullElse(asker, Asker.UNKNOWN); // journals of text say nothing
      }

      /// One of which it is not known who asked for it.
      public Probed(Probe probe, Duration interval, Duration timeout) {
        this(probe, interval, timeout, Asker.UNKNOWN);
      }

      public Probed askedFor(Asker by) {
        return new Probed(probe, interval, timeout, by);
      }
    }

    /// Whoever registered it says so, and says it again before this time is over.
    record TimeToLive(Duration ttl) implements Means {}

    /// It is as bad as all that is known of another instance; of its node, if `instance` is empty.
    record Alias(String node, String instance) implements Means {}

    /// The operator took it out of service; the reason is in the notes.
    record Maintenance() implements Means {}

    /// Another registry, or a client that writes to the catalog, says so.
    record Told() implements Means {}
  }

  /// As Consul's API names the kind: `http`, `ttl`, …
  public String type() {
    return switch (means) {
      case Means.Probed probed ->
          switch (probed.probe()) {
            case Probe.Http _ -> "http";
            case Probe.Tcp _ -> "tcp";
            case Probe.Udp _ -> "udp";
            case Probe.Dns _ -> "dns";
            case Probe.Script _ -> "script";
          };
      case Means.TimeToLive _ -> "ttl";
      case Means.Alias _ -> "alias";
      case Means.Maintenance _ -> "maintenance";
      case Means.Told _ -> "";
    };
  }
}
