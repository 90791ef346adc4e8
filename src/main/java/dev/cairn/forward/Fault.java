package dev.cairn.forward;

/// Why what an upstream did is no answer, as far as it matters for counting.
public enum Fault {
  /// Nothing came in time.
  TIMEOUT,
  /// Nobody listens there.
  REFUSED_CONNECTION,
  /// It could not be sent or received.
  NETWORK,
  /// As many questions as are allowed are under way to it.
  BUSY,
  SERVFAIL,
  REFUSED,
  FORMERR,
  NOTIMP,
  OTHER_RCODE,
  /// It sent us on to others: it does not resolve.
  LAME,
  /// What came is no message, or contradicts itself.
  MALFORMED,
  /// What came made us fail.
  BUG;

  /// Whether the upstream was reached and said something that is of no use.
  boolean wasHeard() {
    return switch (this) {
      case TIMEOUT, REFUSED_CONNECTION, NETWORK, BUSY, REFUSED -> false;
      case SERVFAIL, FORMERR, NOTIMP, OTHER_RCODE, LAME, MALFORMED, BUG -> true;
    };
  }
}
