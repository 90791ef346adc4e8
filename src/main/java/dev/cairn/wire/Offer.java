package dev.cairn.wire;

/// What a response says of the server, whatever the outcome.
///
/// @param recursionAvailable what RA says: whether this client may have names resolved that are not
///   ours
/// @param options EDNS options in wire form, for a query that had their like. Not to be changed
public record Offer(boolean recursionAvailable, byte[] options) {
  private static final byte[] NO_OPTIONS = {};

  public static final Offer NOTHING = new Offer(false, NO_OPTIONS);
  public static final Offer RECURSION = new Offer(true, NO_OPTIONS);

  /// The same with these options.
  public Offer with(byte[] more) {
    return new Offer(recursionAvailable, more);
  }
}
