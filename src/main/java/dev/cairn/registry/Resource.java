package dev.cairn.registry;

/// What a client may wait for a change of; each has an index of its own. Names are in lower case.
public sealed interface Resource {
  /// Which services there are, with what tags, and where: any instance comes, goes or is defined
  /// anew. Never the status of a check.
  record Services() implements Resource {}

  /// The instances of one service, the status of their checks, and their nodes.
  record OfService(String name) implements Resource {}

  /// The instances of one service and their nodes, whatever their checks say.
  record Placed(String service) implements Resource {}

  record Nodes() implements Resource {}

  /// One node, what runs on it, and the status of its checks.
  record OfNode(String name) implements Resource {}

  /// One node and what runs on it, whatever their checks say.
  record OnNode(String name) implements Resource {}

  /// All checks: one comes, goes or changes its status.
  record Checks() implements Resource {}

  record Value(String key) implements Resource {}

  /// All values whose keys begin so.
  record Values(String prefix) implements Resource {}
}
