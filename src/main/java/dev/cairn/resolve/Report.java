package dev.cairn.resolve;

import dev.cairn.message.Outcome;

/// What came of asking upstreams.
///
/// @param outcome what there is to say, or [Outcome.Failed]
/// @param upstream who told it, in the form that operators know; empty if nobody did
/// @param askedAt when it was asked, in nanoseconds of the store's ticker
public record Report(Outcome outcome, String upstream, long askedAt) {}
