package dev.cairn.telemetry;

import java.time.Instant;

/// Something that happened, and when.
///
/// @param id of 26 letters and digits: later ones sort behind, from whatever server
/// @param seq how many have happened since the start
public record Event(String id, long seq, Instant time, Happening what) {}
