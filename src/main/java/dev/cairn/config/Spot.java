package dev.cairn.config;

/// A key and the place where it stands.
///
/// @param key as in `forward.rule[0].suffix`
record Spot(String key, Place place) {}
