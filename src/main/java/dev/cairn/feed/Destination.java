package dev.cairn.feed;

import dev.cairn.registry.Union.Voice;
import java.util.List;

/// Where what sources say goes.
@FunctionalInterface
public interface Destination {

  /// This is all that all sources of a place say now, in their order; what they said before and is
  /// not there is gone. From the thread of one of them, one at a time.
  void take(List<Voice> voices);
}
