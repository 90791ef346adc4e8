package dev.cairn.resolve;

import dev.cairn.message.LabelPath;

/// Single names of ours that lie anywhere in the name space, such as the reverse names of what a
/// registry knows. They come before all that others know, and after zones.
public interface ScatteredNames extends LocalResolver {

  /// Whether this very name is one of them.
  boolean has(LabelPath name);
}
