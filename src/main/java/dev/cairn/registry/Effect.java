package dev.cairn.registry;

import org.jspecify.annotations.Nullable;

/// A change as it took effect.
///
/// @param change with its stamp
/// @param before the node, instance, check or entry that was there; null if there was none
public record Effect(Change change, @Nullable Record before) {}
