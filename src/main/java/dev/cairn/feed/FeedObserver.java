package dev.cairn.feed;

/// Told what becomes of sources, on their threads; must not wait long.
public interface FeedObserver {
  FeedObserver NONE = new FeedObserver() {};

  /// It is in sync from now on.
  default void synced(String source) {}

  /// It is away, or never was there.
  default void stale(String source, String why) {}

  /// What it says now is held.
  default void guarded(String source, String why) {}

  /// Something that it has cannot be used.
  ///
  /// @param where a key, or a file with line and column
  default void flawed(String source, String where, String why) {}
}
