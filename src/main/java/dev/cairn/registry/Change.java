package dev.cairn.registry;

/// One step of the directory, as it stands in the journal: what is there from now on, or not any
/// more. To apply the same twice changes nothing.
public sealed interface Change {
  record NodePut(Node node) implements Change {}

  /// With all that is on it.
  record NodeGone(String name) implements Change {}

  /// Its node is there.
  record InstancePut(Instance instance) implements Change {}

  /// With its checks.
  record InstanceGone(Instance.Key key) implements Change {}

  /// Its node, and its instance if it has one, are there.
  record CheckPut(Check check) implements Change {}

  record CheckGone(Check.Key key) implements Change {}

  record ValuePut(KeyValue entry) implements Change {}

  record ValueGone(String key) implements Change {}
}
