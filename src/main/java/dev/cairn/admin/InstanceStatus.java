package dev.cairn.admin;

import java.util.List;
import java.util.Map;

/// One instance of a service.
///
/// @param status `passing`, `warning`, `critical` or `maintenance`
/// @param source who knows of it; empty for the registry itself
/// @param checks its own, and those of its node
public record InstanceStatus(
    String id,
    String node,
    String address,
    int port,
    String status,
    List<String> tags,
    Map<String, String> meta,
    String source,
    List<CheckStatus> checks) {
  public InstanceStatus {
    tags = List.copyOf(tags);
    meta = Map.copyOf(meta);
    checks = List.copyOf(checks);
  }

  /// @param type such as `http`; empty where somebody else makes it
  /// @param output what was found last; may have been chosen by whoever was asked
  public record CheckStatus(
      String id, String name, String type, String status, String output, String notes) {}
}
