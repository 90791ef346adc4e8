package dev.cairn.registry;

import dev.cairn.health.Status;
import dev.cairn.registry.Check.Result;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.CheckSpec.Thresholds;
import java.time.Duration;

/// The checks that take an instance, or all of a node, out of service: with the ids and the words
/// that clients of Consul know.
final class Maintenance {
  private static final String OF_SERVICE = "_service_maintenance:";
  private static final String OF_NODE = "_node_maintenance";

  private Maintenance() {}

  /// Of an instance.
  static Check.Key of(Instance.Key key) {
    return new Check.Key(key.node(), OF_SERVICE + key.id());
  }

  /// Of all of a node.
  static Check.Key of(Node node) {
    return new Check.Key(ServiceDirectory.fold(node.name()), OF_NODE);
  }

  /// Whether a check with this id is one, whoever tells of it.
  static boolean isId(String id) {
    return id.startsWith(OF_SERVICE) || id.equals(OF_NODE);
  }

  /// @param instance empty for all of the node
  /// @param reason may be empty
  /// @param now since when, in milliseconds since 1970
  /// @param end in milliseconds since 1970; 0 for never
  static Check check(Check.Key key, String instance, String reason, long now, long end) {
    String what = instance.isEmpty() ? "node" : "service";
    String notes =
        !reason.isEmpty()
            ? reason
            : "Maintenance mode is enabled for this %s, but no reason was provided. This is a default message."
                .formatted(what);
    return new Check(
        key,
        instance.isEmpty() ? "Node Maintenance Mode" : "Service Maintenance Mode",
        instance,
        new CheckSpec(new Means.Maintenance(), Thresholds.AT_ONCE, Duration.ZERO, notes),
        new Result(Status.CRITICAL, "", now, end),
        Stamp.NONE);
  }
}
