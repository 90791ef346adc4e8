package dev.cairn.transport;

import dev.cairn.guard.Guard;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.resolve.Asker;
import dev.cairn.resolve.Owner;
import dev.cairn.resolve.Trace;
import dev.cairn.responder.CountingObserver;
import dev.cairn.responder.Responder;
import dev.cairn.responder.TestHouse;
import dev.cairn.zone.Zone;
import dev.cairn.zone.ZoneResolver;
import dev.cairn.zone.ZoneResolver.AnyAnswer;
import dev.cairn.zone.ZoneResolver.OnMiss;
import dev.cairn.zone.ZoneText;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// A house that answers `example.org.` at once, and `slow.example.` when it is let.
final class SlowHouse {
  /// Records of 60,000 octets together, at `large.example.org.`
  static final int LARGE = 60_000;

  /// One permit lets one query of `slow.example.` go on.
  final Semaphore permits = new Semaphore(0);

  final AtomicInteger waiting = new AtomicInteger();
  final AtomicInteger mostWaiting = new AtomicInteger();
  final CountingObserver observer;
  final Responder responder;

  SlowHouse() {
    Zone zone = ZoneText.zone("example.org.", text());
    var house =
        new TestHouse(
            List.of(
                Owner.zone(
                    zone.origin(), new ZoneResolver(zone, OnMiss.NXDOMAIN, AnyAnswer.ONE_SET)),
                Owner.forward(
                    Name.fromConstantString("slow.example."),
                    (_, _) -> Outcome.NOT_MINE,
                    this::resolve)),
            new Guard(TestHouse.EVERYBODY, TestHouse.EVERYBODY));
    observer = house.observer;
    responder = house.responder;
  }

  static byte[] quick(int id) {
    return query(id, "www.example.org.", Type.A);
  }

  static byte[] large(int id) {
    return query(id, "large.example.org.", Type.TXT);
  }

  static byte[] slow(int id) {
    return query(id, "www.slow.example.", Type.A);
  }

  static byte[] query(int id, String name, int type) {
    var question = Record.newRecord(Name.fromConstantString(name), type, DClass.IN);
    Message query = Message.newQuery(question);
    query.getHeader().setID(id);
    return query.toWire();
  }

  private void resolve(Query query, Asker asker, Trace trace, Consumer<Outcome> then) {
    mostWaiting.accumulateAndGet(waiting.incrementAndGet(), Math::max);
    Thread.startVirtualThread(() -> {
      permits.acquireUninterruptibly();
      waiting.decrementAndGet();
      var address = RecordSet.of(query.question().name(), Type.A, 60, List.of(new byte[4]));
      then.accept(new Answer(List.of(), List.of(address), List.of(), List.of(), Standing.TOLD));
    });
  }

  private static String text() {
    var text = new StringBuilder("$TTL 300\n@ SOA ns1 h 1 7200 900 1209600 300\n@ NS ns1\n");
    text.append("ns1 A 192.0.2.1\nwww A 192.0.2.2\n");
    for (int i = 0; i < LARGE / 200; i++) {
      text.append("large TXT \"").append("%0187d".formatted(i)).append("\"\n");
    }
    return text.toString();
  }
}
