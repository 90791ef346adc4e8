package dev.cairn.resolve;

/// A [LocalResolver] that can also say what there is in lent room, where that is plain.
public interface LentResolver extends LocalResolver {

  /// Adds what there is to say to the question; [LentAnswer.Kind#NOT_MINE] if it has to be said as
  /// a value, and then nothing was added that counts.
  void select(LentAnswer answer);
}
