package dev.cairn.resolve;

import dev.cairn.message.LabelPath;

/// Single names of ours that lie anywhere in the name space, such as the reverse names of what a
/// registry knows. They come before all that others know; before zones too, for the types that they
/// have records of.
public interface ScatteredNames extends LocalResolver {

  /// Whether this very name is one of them. Says no to nearly all names at once.
  boolean has(LabelPath name);

  /// Whether they may have records that a question for this type asks for.
  boolean tells(int type);
}
