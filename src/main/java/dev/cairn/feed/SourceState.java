package dev.cairn.feed;

import java.time.Instant;

/// How well a source is known just now.
public sealed interface SourceState {
  SourceState FRESH = new Fresh();

  /// Whatever it says is known at once.
  record Fresh() implements SourceState {}

  /// It is away, or what it says now is doubted: the last good state is served.
  ///
  /// @param since when it was in sync last
  record Stale(Instant since) implements SourceState {}

  /// Nothing of it is known at all, not even from before the start.
  ///
  /// @param since when it is followed
  record NeverSynced(Instant since) implements SourceState {}
}
