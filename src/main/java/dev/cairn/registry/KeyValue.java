package dev.cairn.registry;

import java.util.Arrays;

/// One entry of the key-value store.
///
/// @param value never changed
/// @param flags whatever the client wants, unsigned
public record KeyValue(String key, byte[] value, long flags, Stamp stamp) {
  /// Whether value and flags are the same.
  boolean holdsSameAs(KeyValue other) {
    return flags == other.flags && Arrays.equals(value, other.value);
  }

  KeyValue with(Stamp other) {
    return new KeyValue(key, value, flags, other);
  }
}
