package dev.cairn.registry;

/// Told of what checks lead to, besides the changes of the directory. On a thread that must not
/// wait.
public interface CheckListener {
  CheckListener NONE = new CheckListener() {};

  /// An instance was removed, as one of its checks was critical for too long.
  default void reaped(Instance instance, Check check) {}

  /// So many instances turned critical that this machine is taken to be cut off: they are given out
  /// as before.
  ///
  /// @param kept how many
  default void cutOff(int kept) {}

  /// That is over.
  default void backAgain() {}
}
