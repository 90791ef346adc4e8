package dev.cairn.health;

import java.time.Duration;

/// A probe, and when it is made.
///
/// @param interval from the end of one run to the beginning of the next
/// @param timeout of one run
/// @param first within which the first run begins
public record Plan(
    Probe probe, Duration interval, Duration timeout, Duration first, DialRule dialRule) {}
