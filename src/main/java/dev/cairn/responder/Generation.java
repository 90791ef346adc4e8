package dev.cairn.responder;

import dev.cairn.guard.Guard;
import dev.cairn.guard.Keys;
import dev.cairn.hotpath.HotPath;
import dev.cairn.message.Edns;
import dev.cairn.message.EdnsOptions;
import dev.cairn.message.Outcome;
import dev.cairn.resolve.AliasChaser;
import dev.cairn.resolve.Reach;
import dev.cairn.wire.Offer;
import org.jspecify.annotations.Nullable;

/// All that a query needs, as of one moment. Immutable: a change builds the next one whole, and
/// publishes it with one write.
///
/// @param offersRecursion whether there is anybody to forward to, which is what RA says to those
///   who may
public record Generation(
    Guard guard,
    HotPath hotPath,
    AliasChaser chaser,
    ServerIdentity identity,
    OptionReplies options,
    Keys keys,
    boolean offersRecursion) {

  /// How far a client's queries may go.
  Reach reach(Exchange exchange) {
    return guard.mayForward(exchange.clientOctets()) ? Reach.EVERYWHERE : Reach.OURS;
  }

  /// What is said of the server with a response.
  ///
  /// @param outcome null for an error that no outcome stands for
  Offer offer(Exchange exchange, Edns edns, @Nullable Outcome outcome) {
    boolean mayForward = offersRecursion && guard.mayForward(exchange.clientOctets());
    Offer offer = mayForward ? Offer.RECURSION : Offer.NOTHING;
    return edns.options().equals(EdnsOptions.NONE)
        ? offer
        : offer.with(options.to(edns, exchange, outcome));
  }
}
