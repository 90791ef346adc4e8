package dev.cairn.health;

/// What a probe found.
///
/// @param output for the operator; bounded by whoever made it
public record Finding(Status status, String output) {}
