package dev.cairn.admin;

import org.jspecify.annotations.Nullable;

/// One other registry that is mirrored.
///
/// @param type such as `etcd`
/// @param staleFor seconds since it was in sync last; null unless it is stale
/// @param reason why it is not in sync, as a sentence; empty if it is
/// @param held what an update would do that is not in force; null if there is none
/// @param flaws how many of its entries cannot be used
public record SourceStatus(
    String name,
    String type,
    State state,
    @Nullable Long staleFor,
    String reason,
    int services,
    int instances,
    @Nullable Held held,
    int flaws) {

  /// How well it is known.
  public enum State {
    SYNCED,
    /// The last good state is served.
    STALE,
    /// Nothing is known of it yet.
    NEVER_SYNCED
  }

  /// @param instances how many there would be
  /// @param seconds until it is believed, if it says the same then
  public record Held(String why, int instances, long seconds) {}
}
