package dev.cairn.feed;

import dev.cairn.registry.Mirror;

/// Where what sources know goes.
@FunctionalInterface
public interface Destination {

  /// This is all that the source knows now; what it knew before and is not there is gone. From the
  /// source's thread.
  void take(String source, Mirror mirror);
}
