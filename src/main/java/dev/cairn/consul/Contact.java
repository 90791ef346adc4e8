package dev.cairn.consul;

/// When those who know what is answered were last heard of it.
///
/// @param millis since the one who was longest away was in sync; 0 if all are, or all of it is
///   known here
/// @param isWhole whether each of them has been heard at all
record Contact(long millis, boolean isWhole) {
  static final Contact NOW = new Contact(0, true);
}
