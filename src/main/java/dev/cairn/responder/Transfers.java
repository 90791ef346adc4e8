package dev.cairn.responder;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.Refused;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.message.Transport;
import dev.cairn.resolve.Owner;
import dev.cairn.resolve.WholeResolver;
import dev.cairn.resolve.WholeZone;
import dev.cairn.wire.HeldSerial;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// Whole zones for those who may have them: AXFR (RFC 5936), and IXFR, which is answered with the
/// zone whole or, to whom has the newest already, with its SOA alone (RFC 1995 §2, §4).
final class Transfers {
  private static final Refused NOT_FOR_YOU =
      new Refused(
          new ExtendedError(
              ExtendedError.PROHIBITED,
              "this server gives its zones to other clients only, see [transfer]"));
  private static final Refused TOO_MANY =
      new Refused(
          new ExtendedError(
              ExtendedError.OTHER, "so many transfers as may be are under way, try again later"));
  private static final Failed NOT_READY =
      new Failed(
          new ExtendedError(
              ExtendedError.NOT_READY, "the zone is not loaded, or not all that it is made of"));
  private static final long HALF = 1L << 31; // of all serials (RFC 1982 §3.2)

  private final AtomicInteger running = new AtomicInteger();

  /// What becomes of a query for a zone.
  sealed interface Reply {
    /// A message, as others are.
    record Message(Outcome outcome) implements Reply {}

    /// One without records.
    record Rejection(int rcode) implements Reply {}

    /// The zone, for which there is room: to be [#ended].
    record Whole(WholeZone zone) implements Reply {}
  }

  static boolean isAskedFor(Question question) {
    return question.type() == Type.AXFR || question.type() == Type.IXFR;
  }

  Reply reply(Exchange exchange, Generation now, Query query) {
    if (!now.guard().mayTransfer(exchange.clientOctets(), exchange.signer())) {
      return new Reply.Message(NOT_FOR_YOU);
    }
    Question question = query.question();
    Owner owner = now.chaser().ownerOf(question);
    if (owner == null || !owner.kind().isOurs() || !owner.suffix().equals(question.name())) {
      return new Reply.Rejection(Rcode.NOTAUTH); // (RFC 5936 §2.2.1)
    }
    if (query.transport() == Transport.UDP && question.type() == Type.AXFR) {
      return new Reply.Rejection(Rcode.FORMERR); // there is no such thing (RFC 5936 §4.2)
    }
    WholeZone zone = owner.here() instanceof WholeResolver resolver ? resolver.whole() : null;
    if (zone == null) {
      return new Reply.Message(NOT_READY);
    }
    if (question.type() == Type.IXFR && isSoaEnough(exchange, query, zone)) {
      RecordSet soa = zone.soa().withOwner(question.name());
      return new Reply.Message(
          new Answer(List.of(), List.of(soa), List.of(), List.of(), Standing.AUTHORITATIVE));
    }
    if (running.incrementAndGet() > now.guard().mostTransfers()) {
      ended();
      return new Reply.Message(TOO_MANY);
    }
    return new Reply.Whole(zone);
  }

  /// Over UDP it says no more than whether to ask over TCP.
  private static boolean isSoaEnough(Exchange exchange, Query query, WholeZone zone) {
    OptionalLong held = HeldSerial.of(exchange.query(), exchange.queryLength());
    boolean isOlder =
        held.isEmpty()
            || held.getAsLong() != zone.serial()
                && (zone.serial() - held.getAsLong() & 0xFFFF_FFFFL) < HALF;
    return query.transport() == Transport.UDP || !isOlder;
  }

  /// A transfer is over, whatever its end.
  void ended() {
    running.decrementAndGet();
  }
}
