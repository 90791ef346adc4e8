package dev.cairn.registry;

import dev.cairn.health.Status;

/// One opinion on how an instance, or all of a node, does.
///
/// @param name for people
/// @param instance the id of the instance on the key's node that it is about; empty if it is about
///   all of the node
public record Check(
    Key key, String name, String instance, CheckSpec spec, Result result, Stamp stamp) {

  /// No two checks have the same.
  ///
  /// @param node the name of the node in lower case
  public record Key(String node, String id) implements Comparable<Key> {
    /// By node.
    @Override
    public int compareTo(Key other) {
      boolean isOnSame = node.equals(other.node); // quick if it is the same text, as it mostly is
      return isOnSame ? id.compareTo(other.id) : node.compareTo(other.node);
    }
  }

  /// What was found last.
  ///
  /// @param criticalSince when it became critical without a break, in milliseconds since 1970; 0 if
  ///   it is not
  /// @param expires when it is critical unless told otherwise, in milliseconds since 1970; 0 for
  ///   never
  public record Result(Status status, String output, long criticalSince, long expires) {}

  /// The instance that it is about; one with an empty id if it is about all of the node.
  public Instance.Key subject() {
    return new Instance.Key(key.node(), instance);
  }

  Check with(Stamp other) {
    return new Check(key, name, instance, spec, result, other);
  }

  Check with(Result other) {
    return new Check(key, name, instance, spec, other, stamp);
  }
}
