package dev.cairn.feed;

/// How new what a source says is.
///
/// @param timeline within which numbers can be compared: which cluster it is; empty if the source
///   does not say
/// @param number the higher the newer; an index or a revision
record Generation(String timeline, long number) {
  static final Generation NONE = new Generation("", 0);

  /// Whether what is of this generation would undo what is of the other: it is older, or of another
  /// timeline.
  boolean rewinds(Generation other) {
    boolean isElsewhere =
        !timeline.isEmpty() && !other.timeline.isEmpty() && !timeline.equals(other.timeline);
    return isElsewhere || number < other.number;
  }
}
