package dev.cairn.responder;

import dev.cairn.guard.Guard;
import dev.cairn.resolve.AliasChaser;

/// All that a query needs, as of one moment. Immutable: a change builds the next one whole, and
/// publishes it with one write.
///
/// @param offersRecursion whether there is anybody to forward to, which is what RA says to those
///   who may
public record Generation(
    Guard guard, AliasChaser chaser, ServerIdentity identity, boolean offersRecursion) {}
