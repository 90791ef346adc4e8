package dev.cairn.registry;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What became of a verb.
public sealed interface Receipt {

  /// It is in force: readers and DNS see it.
  ///
  /// @param onDisk ends when it would survive the end of this process, with an
  ///   [java.io.UncheckedIOException] if it will not; on the journal's thread
  record Done(CompletableFuture<@Nullable Void> onDisk) implements Receipt {}

  /// Nothing had to be done, or somebody else was first (compare and set).
  record Unchanged() implements Receipt {}

  /// It was not done.
  ///
  /// @param sentence as clients of Consul know it
  record Refused(Why why, String sentence) implements Receipt {}

  /// The sort of refusal.
  enum Why {
    /// What was asked makes no sense.
    BAD,
    /// What it is about is not there.
    UNKNOWN,
    /// It is there, but of another kind.
    CONFLICT,
    /// There are as many as there may be.
    FULL
  }
}
