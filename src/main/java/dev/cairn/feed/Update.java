package dev.cairn.feed;

import dev.cairn.registry.Instance;
import dev.cairn.registry.Mirror;
import java.util.Set;

/// What a source says: all that it knows now, and how it came to be known.
sealed interface Update {

  Mirror mirror();

  Generation generation();

  /// All was read anew. What is missing may have been removed, or the source may have lost it.
  record Whole(Mirror mirror, Generation generation) implements Update {}

  /// The source told of each of these changes.
  record Step(Mirror mirror, Generation generation, Set<Instance.Key> put, Set<Instance.Key> gone)
      implements Update {}
}
