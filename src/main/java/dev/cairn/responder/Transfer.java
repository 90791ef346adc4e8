package dev.cairn.responder;

import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;
import dev.cairn.resolve.WholeZone;
import dev.cairn.wire.TransferWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One zone on its way to one client: a message is made when the one before it has left, so that a
/// slow client costs no more memory than that.
///
/// The SOA record stands first and last, as the sign that all has come (RFC 5936 §2.2).
final class Transfer implements Exchange.Rest {
  private static final int USUAL = 16_384; // octets of a message, unless one record has more
  private static final int LARGEST = 65_535;

  private final Exchange exchange;
  private final Query query;
  private final WholeZone zone;
  private final Iterator<RecordSet> sets;
  private final Ending ending;
  private final Deque<RecordSet> taken = new ArrayDeque<>(); // not yet written
  private boolean isLastTaken;
  private long messages;
  private long records;

  /// How it may end.
  interface Ending {
    /// The last message was handed over.
    void sent(Transfer transfer);

    /// The client went away, or took nothing for too long.
    void gone(Transfer transfer);

    void failed(Transfer transfer, Throwable bug);
  }

  /// @param exchange detached
  Transfer(Exchange exchange, Query query, WholeZone zone, Ending ending) {
    this.exchange = exchange;
    this.query = query;
    this.zone = zone;
    this.sets = zone.others();
    this.ending = ending;
    taken.add(zone.soa());
  }

  Exchange exchange() {
    return exchange;
  }

  Query query() {
    return query;
  }

  /// What became of it.
  TransferSummary summary() {
    return new TransferSummary(
        query.question().name(),
        zone.serial(),
        exchange.client(),
        exchange.signer(),
        messages,
        records);
  }

  /// Sends the next message.
  @Override
  public void next() {
    try {
      if (!fill()) {
        exchange.sendPart(this);
        return;
      }
      exchange.send();
    } catch (RuntimeException | Error bug) { // nobody else would make room for the next
      ending.failed(this, bug);
      return;
    }
    ending.sent(this);
  }

  @Override
  public void gone() {
    ending.gone(this);
  }

  /// Writes a message; whether it is the last.
  private boolean fill() {
    var writer = new TransferWriter(query, exchange.response(), LARGEST);
    RecordSet set = peek();
    while (set != null && writer.append(set)) {
      taken.poll();
      set = writer.length() < USUAL ? peek() : null;
    }
    if (writer.records() == 0) {
      throw new IllegalStateException("no message has room for " + taken.peek());
    }
    writer.finish();
    messages++;
    records += writer.records();
    return peek() == null;
  }

  /// The next set to be written, null if there is none. Large ones are taken record by record.
  private @Nullable RecordSet peek() {
    if (taken.isEmpty()) {
      if (sets.hasNext()) {
        RecordSet set = sets.next();
        taken.addAll(set.count() > 1 && set.length() > USUAL / 2 ? set.singles() : List.of(set));
      } else if (!isLastTaken) {
        isLastTaken = true;
        taken.add(zone.soa());
      }
    }
    return taken.peek();
  }
}
