package dev.cairn.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A name in lower case and a number beside it, as tables of names have them for keys. Keys are
/// equal whatever class they are of, so that what is kept is found with a [NameProbe].
public abstract class NameKey {
  final byte[] name;
  int length;
  long tag;
  int hash;

  /// @param name in lower case, in wire form; not to be changed while the key is in a table
  NameKey(byte[] name) {
    this.name = name;
  }

  /// A key to keep.
  ///
  /// @param name in lower case, in wire form, and nothing behind it; not to be changed
  protected NameKey(byte[] name, long tag, SipHash hashing) {
    this.name = name;
    this.length = name.length;
    tag(tag, hashing);
  }

  final void tag(long number, SipHash hashing) {
    tag = number;
    long mixed = (hashing.of(name, length) ^ number) * 0x9E3779B97F4A7C15L;
    hash = (int) (mixed >>> 32);
  }

  /// The name in wire form, with whatever may stand behind it. Not to be changed.
  public final byte[] bytes() {
    return name;
  }

  /// Octets of the name.
  public final int length() {
    return length;
  }

  /// The number beside the name.
  public final long tag() {
    return tag;
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other instanceof NameKey key
        && hash == key.hash
        && tag == key.tag
        && Arrays.equals(name, 0, length, key.name, 0, key.length);
  }

  @Override
  public final int hashCode() {
    return hash;
  }
}
