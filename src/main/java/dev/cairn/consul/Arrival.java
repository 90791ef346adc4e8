package dev.cairn.consul;

/// What comes in on a connection, in order.
sealed interface Arrival {
  record Whole(Asked asked, Ending ending) implements Arrival {}

  /// A request that is not taken; the connection ends with the answer.
  record Unusable(Page page) implements Arrival {}

  /// What becomes of the connection after the answer.
  enum Ending {
    STAYS,
    CLOSES
  }
}
