package dev.cairn.registry;

/// The indexes at which something came and last changed. The directory sets them.
public record Stamp(long created, long modified) {
  /// Of what is not in a directory yet.
  public static final Stamp NONE = new Stamp(0, 0);
}
