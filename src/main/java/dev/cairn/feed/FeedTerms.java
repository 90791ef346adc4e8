package dev.cairn.feed;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What all sources have in common.
///
/// @param folder where what they know is kept; made when it is needed
/// @param guardHold how long what would take much away is held
/// @param clock of the wall
public record FeedTerms(
    Path folder, Duration guardHold, Pace pace, InstantSource clock, RandomGenerator chance) {}
