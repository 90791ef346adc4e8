package dev.cairn.feed;

import dev.cairn.registry.Mirror;
import java.time.Instant;

/// What was known of a source, as it is kept.
///
/// @param identity of the source that it was
/// @param syncedAt when it was in sync last
record Snapshot(String identity, Generation generation, Instant syncedAt, Mirror mirror) {

  Snapshot confirmed(Instant at) {
    return new Snapshot(identity, generation, at, mirror);
  }
}
