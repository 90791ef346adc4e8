package dev.cairn.upstream;

/// Told what becomes of each question that goes to an upstream, on event loops: counts, and waits
/// for nothing.
public interface UpstreamObserver {
  UpstreamObserver NONE = new UpstreamObserver() {};

  /// A message came back, of whatever content.
  default void replied(Endpoint upstream, long roundTripNanos) {}

  /// This upstream was of no use for this question.
  default void failed(Endpoint upstream, Fault fault) {}

  /// It is left alone from now on.
  ///
  /// @param why what it did last
  default void wentDown(Endpoint upstream, String why) {}

  /// It is asked as before from now on.
  default void cameBack(Endpoint upstream) {}
}
