package dev.cairn.admin;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the API tells of services and of where they are from, and what the operator can do about
/// them. Called on threads that may wait a little.
public interface RegistryApi {

  /// Whether there is a registry at all; without it there is nothing to be told or done.
  boolean isEnabled();

  /// All services, by name.
  List<ServiceSummary> services();

  /// The instances of one service; none if there is no such service.
  List<InstanceStatus> instances(String service);

  Verdict register(NewInstance instance);

  Verdict deregister(Target target);

  /// Takes an instance out of service.
  ///
  /// @param time after which it comes back by itself; null for never
  Verdict down(Target target, String reason, @Nullable Duration time);

  /// Brings it back.
  Verdict up(Target target);

  /// All sources, in the order of the configuration.
  List<SourceStatus> sources();

  /// Serves what a source says now, though it would take much away.
  Verdict accept(String source);

  /// What became of a word of the operator's.
  ///
  /// @param isDone whether it is in force
  /// @param sentence what is so now, or why it was not done
  record Verdict(boolean isDone, String sentence) {}

  /// One instance.
  ///
  /// @param node empty for whichever node has it, if only one does
  record Target(String id, String node) {}

  /// @param id empty for the name
  /// @param address empty for that of this machine
  record NewInstance(
      String name,
      String id,
      String address,
      int port,
      List<String> tags,
      Map<String, String> meta,
      @Nullable NewCheck check) {
    public NewInstance {
      tags = List.copyOf(tags);
      meta = Map.copyOf(meta);
    }
  }

  /// How a new instance is known to be well.
  ///
  /// @param target a URL, or a host and a port; empty for `TTL`
  /// @param interval between two checks, or how long a report holds
  record NewCheck(Kind kind, String target, Duration interval) {
    /// Who finds out.
    public enum Kind {
      HTTP,
      TCP,
      TTL
    }
  }
}
