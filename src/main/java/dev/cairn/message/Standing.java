package dev.cairn.message;

/// What stands behind an outcome: the bits AA and AD follow from it.
public enum Standing {
  /// Our own data: AA (RFC 1035 §4.1.1).
  AUTHORITATIVE,
  /// What an upstream told us.
  TOLD,
  /// What an upstream told us and says it has validated: AD for clients that asked (RFC 6840 §5.8).
  TOLD_AS_VALIDATED
}
