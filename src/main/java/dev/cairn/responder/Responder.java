package dev.cairn.responder;

import dev.cairn.guard.Cookies.Verdict;
import dev.cairn.guard.Key;
import dev.cairn.guard.Keys;
import dev.cairn.guard.Signing;
import dev.cairn.hotpath.HotPath;
import dev.cairn.message.Edns;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.NotMine;
import dev.cairn.message.Outcome.Refused;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.Tsig;
import dev.cairn.resolve.Asker;
import dev.cairn.resolve.Reach;
import dev.cairn.resolve.Trace;
import dev.cairn.resolve.WholeZone;
import dev.cairn.responder.WaitingRoom.Refusal;
import dev.cairn.wire.Offer;
import dev.cairn.wire.QueryReader;
import dev.cairn.wire.QueryReader.Malformed;
import dev.cairn.wire.QueryReader.Signed;
import dev.cairn.wire.QueryReader.WellFormed;
import dev.cairn.wire.ResponseBuffer;
import dev.cairn.wire.ResponseWriter;
import dev.cairn.wire.TsigWriter;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// The whole way of a query, from bytes to bytes. Shared by all threads; holds no state of a query.
///
/// An exception is a bug of ours and ends at one of two doors, [#respond] and the place of a query
/// that waits: the client gets SERVFAIL, and the observer is told.
public final class Responder {
  private static final Refused NOT_IN =
      new Refused(new ExtendedError(ExtendedError.NOT_SUPPORTED, "only class IN is served"));
  private static final Refused UNWELCOME =
      new Refused(
          new ExtendedError(
              ExtendedError.PROHIBITED, "this server answers other clients only, see [access]"));
  private final Supplier<Generation> generation;
  private final WaitingRoom waitingRoom;
  private final QueryObserver observer;
  private final LongSupplier nanoTime;
  private final Transfers transfers = new Transfers();
  private final QueryReader reader = new QueryReader();
  private final ResponseWriter writer = new ResponseWriter();

  /// @param nanoTime a clock that only goes forward, in nanoseconds
  public Responder(
      Supplier<Generation> generation,
      WaitingRoom waitingRoom,
      QueryObserver observer,
      LongSupplier nanoTime) {
    this.generation = generation;
    this.waitingRoom = waitingRoom;
    this.observer = observer;
    this.nanoTime = nanoTime;
  }

  /// Answers before it returns, unless others have to be asked; then the answer follows when there
  /// is one.
  public void respond(Exchange exchange) {
    long start = nanoTime.getAsLong();
    try {
      if (!reader.isQuery(exchange.query(), exchange.queryLength())) {
        ignore(exchange); // to answer an answer could start a loop
        return;
      }
      var now = generation.get(); // once, so that no answer mixes two generations
      switch (now.guard().judge(exchange.clientOctets(), exchange.clientPort())) {
        case IGNORE -> ignore(exchange);
        case REFUSE -> refuse(exchange, now, start);
        case ADMIT -> {
          int type = answerAtOnce(exchange, now, start);
          if (type < 0) {
            read(exchange, now, type == HotPath.UNKNOWN, start);
          }
        }
      }
    } catch (RuntimeException bug) {
      failed(exchange, bug);
    }
  }

  /// Plain queries of zones and services, and those for which the cache has the answer.
  private int answerAtOnce(Exchange exchange, Generation now, long start) {
    int type =
        now.hotPath()
            .answer(
                exchange.query(),
                exchange.queryLength(),
                exchange.transport(),
                now.reach(exchange),
                exchange.response());
    if (type >= 0) {
      int rcode = exchange.response().rcode();
      exchange.send();
      observer.answered(exchange, type, rcode, nanoTime.getAsLong() - start);
    }
    return type;
  }

  /// @param isUnknown whether nothing here answers it, as was just found
  private void read(Exchange exchange, Generation now, boolean isUnknown, long start) {
    switch (reader.read(exchange.query(), exchange.queryLength(), exchange.transport())) {
      case WellFormed(Query query, Signed signed) when signed != null ->
          judge(exchange, now, query, signed, start);
      case WellFormed(Query query, Signed _) -> answer(exchange, now, query, isUnknown, start);
      case Malformed malformed -> malformed(exchange, now, malformed, start);
    }
  }

  /// A signed query is answered only if it is what it claims to be (RFC 8945 §5.2).
  private void judge(Exchange exchange, Generation now, Query query, Signed signed, long start) {
    Tsig tsig = signed.tsig();
    switch (now.keys().judge(exchange.query(), signed.at(), tsig, seconds())) {
      case Keys.Verdict.Right(Key key) -> {
        var signing = new Signing(key, tsig, Responder::seconds);
        var mine = new SignedExchange(exchange, signing, query.responseLimit());
        answer(mine, now, query, false, start);
      }
      case Keys.Verdict.Wrong wrong -> {
        observer.unsigned(wrong.error());
        ResponseBuffer response = exchange.response();
        writer.writeError(query, wrong.rcode(), now.offer(exchange, query.edns(), null), response);
        if (wrong.error() != Rcode.NOERROR) {
          Tsig said =
              wrong.key() == null
                  ? tsig.refused(wrong.error())
                  : new Signing(wrong.key(), tsig, Responder::seconds)
                      .sign(response.bytes(), response.length(), wrong.error());
          TsigWriter.append(said, response);
        }
        exchange.send();
        observer.answered(exchange, query, wrong.rcode(), nanoTime.getAsLong() - start);
      }
    }
  }

  private void answer(
      Exchange exchange, Generation now, Query query, boolean isUnknown, long start) {
    judgeCookie(exchange, now, query.edns());
    int error = errorOf(query);
    if (error != Rcode.NOERROR) {
      sendError(exchange, now, query, error, start);
      return;
    }
    if (query.question().dnsClass() == DClass.IN && Transfers.isAskedFor(query.question())) {
      transfer(exchange, now, query, start);
      return;
    }
    Outcome outcome = isUnknown ? Outcome.NOT_MINE : outcomeHere(query, now, now.reach(exchange));
    if (outcome instanceof NotMine) {
      askOthers(exchange.detached(), now, query, start);
    } else {
      send(exchange, now, query, outcome, start);
    }
  }

  private void transfer(Exchange exchange, Generation now, Query query, long start) {
    switch (transfers.reply(exchange, now, query)) {
      case Transfers.Reply.Message(Outcome outcome) -> {
        if (outcome instanceof Refused) {
          observer.transferRefused();
        }
        send(exchange, now, query, outcome, start);
      }
      case Transfers.Reply.Rejection(int rcode) -> sendError(exchange, now, query, rcode, start);
      case Transfers.Reply.Whole(WholeZone zone) -> transfer(exchange, now, query, zone, start);
    }
  }

  private void transfer(
      Exchange exchange, Generation now, Query query, WholeZone zone, long start) {
    int seat = waitingRoom.seatOf(exchange.client().getAddress(), query.question());
    Refusal refusal = waitingRoom.admit(seat);
    if (refusal != Refusal.NONE) {
      transfers.ended();
      observer.overloaded(refusal);
      send(exchange, now, query, refusal.outcome(), start);
      return;
    }
    new Transfer(exchange.detached(), query, zone, new EndOfTransfer(seat, start)).next();
  }

  /// The time as signatures have it (RFC 8945 §4.2).
  private static long seconds() {
    return System.currentTimeMillis() / 1000;
  }

  private void sendError(Exchange exchange, Generation now, Query query, int rcode, long start) {
    writer.writeError(query, rcode, now.offer(exchange, query.edns(), null), exchange.response());
    exchange.send();
    observer.answered(exchange, query, rcode, nanoTime.getAsLong() - start);
  }

  /// Makes room for another transfer.
  private final class EndOfTransfer implements Transfer.Ending {
    private final int seat;
    private final long start;

    EndOfTransfer(int seat, long start) {
      this.seat = seat;
      this.start = start;
    }

    private void leave() {
      waitingRoom.leave(seat);
      transfers.ended();
    }

    @Override
    public void sent(Transfer transfer) {
      leave();
      observer.transferred(transfer.summary());
      long nanos = nanoTime.getAsLong() - start;
      observer.answered(transfer.exchange(), transfer.query(), Rcode.NOERROR, nanos);
    }

    @Override
    public void gone(Transfer transfer) {
      leave();
      observer.transferBroken(transfer.summary());
    }

    @Override
    public void failed(Transfer transfer, Throwable bug) {
      leave();
      Responder.this.failed(
          transfer.exchange(), new IllegalStateException(transfer.summary() + " failed", bug));
    }
  }

  private void send(Exchange exchange, Generation now, Query query, Outcome outcome, long start) {
    writer.write(query, outcome, now.offer(exchange, query.edns(), outcome), exchange.response());
    int rcode = exchange.response().rcode();
    exchange.send();
    observer.answered(exchange, query, rcode, nanoTime.getAsLong() - start);
  }

  private static Outcome outcomeHere(Query query, Generation now, Reach reach) {
    Question question = query.question();
    if (question.dnsClass() == DClass.CH) {
      return now.identity().resolve(question);
    }
    if (question.dnsClass() != DClass.IN) {
      return NOT_IN;
    }
    return now.chaser().here(query, reach, Trace.NONE);
  }

  /// The generation that the query began with is the one it ends with.
  private void askOthers(Exchange exchange, Generation now, Query query, long start) {
    var asker = new Asker(exchange.client().getAddress(), start);
    int seat = waitingRoom.seatOf(asker.client(), query.question());
    Refusal refusal = waitingRoom.admit(seat);
    if (refusal != Refusal.NONE) {
      observer.overloaded(refusal);
      send(exchange, now, query, refusal.outcome(), start);
      return;
    }
    var place = new Place(exchange, now, query, start, seat);
    try {
      now.chaser().anywhere(query, Reach.EVERYWHERE, asker, Trace.NONE, place);
    } catch (RuntimeException bug) {
      place.failed(bug);
    }
  }

  /// One query in the waiting room. It leaves once, by whatever door.
  private final class Place implements Consumer<Outcome> {
    private final Exchange exchange;
    private final Generation now;
    private final Query query;
    private final long start;
    private final int seat;
    private final AtomicBoolean isLeft = new AtomicBoolean();

    Place(Exchange exchange, Generation now, Query query, long start, int seat) {
      this.seat = seat;
      this.exchange = exchange;
      this.now = now;
      this.query = query;
      this.start = start;
    }

    @Override
    public void accept(Outcome outcome) {
      if (leaves()) {
        try {
          send(exchange, now, query, outcome, start);
        } catch (RuntimeException bug) {
          Responder.this.failed(exchange, bug);
        }
      }
    }

    void failed(RuntimeException bug) {
      if (leaves()) {
        Responder.this.failed(exchange, bug);
      }
    }

    private boolean leaves() {
      boolean isFirst = isLeft.compareAndSet(false, true);
      if (isFirst) {
        waitingRoom.leave(seat);
      }
      return isFirst;
    }
  }

  /// What no outcome stands for: EDNS versions that nobody knows (RFC 6891 §6.1.3), and types that
  /// cannot be asked for.
  private static int errorOf(Query query) {
    if (query.edns().version() > 0) {
      return Rcode.BADVERS;
    }
    return switch (query.question().type()) {
      case Type.OPT, Type.TSIG, Type.TKEY -> Rcode.FORMERR;
      case Type.MAILA, Type.MAILB -> Rcode.NOTIMP;
      default -> Rcode.NOERROR; // a number, not an outcome
    };
  }

  private void refuse(Exchange exchange, Generation now, long start) {
    switch (reader.read(exchange.query(), exchange.queryLength(), exchange.transport())) {
      case WellFormed(Query query, Signed _) -> send(exchange, now, query, UNWELCOME, start);
      case Malformed malformed -> malformed(exchange, now, malformed, start);
    }
  }

  private void malformed(Exchange exchange, Generation now, Malformed malformed, long start) {
    judgeCookie(exchange, now, malformed.edns());
    writer.write(malformed, now.offer(exchange, malformed.edns(), null), exchange.response());
    exchange.send();
    observer.answered(exchange, null, malformed.rcode(), nanoTime.getAsLong() - start);
  }

  private void judgeCookie(Exchange exchange, Generation now, Edns edns) {
    Verdict verdict = now.options().judge(edns, exchange);
    if (verdict != null) {
      observer.cookie(verdict);
    }
  }

  private void ignore(Exchange exchange) {
    exchange.ignore();
    observer.ignored(exchange);
  }

  private void failed(Exchange exchange, RuntimeException bug) {
    observer.failed(bug);
    writer.write(unread(exchange, Rcode.SERVFAIL), Offer.NOTHING, exchange.response());
    exchange.send();
  }

  private static Malformed unread(Exchange exchange, int rcode) {
    byte[] query = exchange.query();
    int id = (query[0] & 0xFF) << 8 | query[1] & 0xFF;
    int flags = (query[2] & 0xFF) << 8 | query[3] & 0xFF;
    return new Malformed(id, new Flags(flags), rcode, null, Edns.ABSENT);
  }
}
