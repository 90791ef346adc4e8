package dev.cairn.upstream;

import dev.cairn.wire.Reply;

/// Told what comes of a question to one upstream, on the loop that it was asked from.
///
/// Over UDP more than one thing may come: whoever guesses well may send an error before the true
/// answer arrives. So the question stays open, whatever was told, until its [Call] is dropped.
public interface Listener {

  /// A message that replies to the question; nobody has judged it.
  ///
  /// @param nanos how long it took
  void heard(Reply reply, long nanos);

  /// Whether one more message may be sent for this question; then it is counted as sent.
  boolean takesSend();

  /// It is of no use, for now.
  void failed(Failure failure);
}
