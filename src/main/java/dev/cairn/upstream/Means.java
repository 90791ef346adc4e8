package dev.cairn.upstream;

import java.security.SecureRandom;
import java.util.function.Supplier;

/// What all upstreams need to be asked.
///
/// @param settings as of now: they change with the configuration
record Means(
    Sockets sockets,
    Timekeeper time,
    SecureRandom random,
    UpstreamObserver observer,
    Supplier<UpstreamSettings> settings) {}
