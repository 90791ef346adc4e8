package dev.cairn.resolve;

import org.jspecify.annotations.Nullable;

/// A [LocalResolver] that can also tell all it knows.
public interface WholeResolver extends LocalResolver {

  /// Null if it is not known at the moment.
  @Nullable WholeZone whole();
}
