package dev.cairn.registry;

/// One entry of the key-value store.
///
/// @param value never changed
/// @param flags whatever the client wants, unsigned
public record KeyValue(String key, byte[] value, long flags, Stamp stamp) {
  KeyValue with(Stamp other) {
    return new KeyValue(key, value, flags, other);
  }
}
