package dev.cairn.resolve;

/// How far a client's query may go.
public enum Reach {
  /// Our own data only.
  OURS,
  /// To the upstreams as well.
  EVERYWHERE
}
