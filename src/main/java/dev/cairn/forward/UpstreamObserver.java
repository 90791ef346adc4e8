package dev.cairn.forward;

import java.net.InetSocketAddress;

/// Told what becomes of each question that goes to an upstream, on the virtual thread that asks:
/// `replied` if a matching datagram came back in time, then `failed` unless that was an answer.
public interface UpstreamObserver {
  UpstreamObserver NONE = new UpstreamObserver() {};

  /// A datagram came back, of whatever content.
  default void replied(InetSocketAddress upstream, long roundTripNanos) {}

  /// This upstream was of no use for this question.
  default void failed(InetSocketAddress upstream, Fault fault) {}
}
