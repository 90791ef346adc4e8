package dev.cairn.forward;

import dev.cairn.cache.Told;
import dev.cairn.forward.TestUpstream.Script;
import dev.cairn.message.Transport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// What a [TestUpstream] can do.
public final class Scripts {
  private Scripts() {}

  /// Answers with these records, whatever they are.
  public static Script answer(String... records) {
    return (query, _) -> List.of(reply(query, Rcode.NOERROR, records).toWire());
  }

  /// Says this rcode; with records of the authority section.
  public static Script say(int rcode, String... authority) {
    return (query, _) -> {
      Message reply = reply(query, rcode);
      Stream.of(authority).forEach(text -> reply.addRecord(Told.record(text), Section.AUTHORITY));
      return List.of(reply.toWire());
    };
  }

  /// Says this rcode in a message that is nothing but a header.
  public static Script sayWithoutQuestion(int rcode) {
    return (query, _) -> {
      Message reply = reply(query, rcode);
      reply.removeAllRecords(Section.QUESTION);
      return List.of(reply.toWire());
    };
  }

  /// Answers any question for an address with this one.
  public static Script address(String address) {
    return (query, transport) ->
        answer(query.getQuestion().getName() + " 300 IN A " + address).repliesTo(query, transport);
  }

  /// Says this rcode and why (RFC 8914), with records of the authority section.
  public static Script sayBecause(int rcode, int code, String text, String... authority) {
    return (query, _) -> {
      Message reply = reply(query, rcode);
      Stream.of(authority).forEach(one -> reply.addRecord(Told.record(one), Section.AUTHORITY));
      reply.removeAllRecords(Section.ADDITIONAL);
      reply.addRecord(
          new OPTRecord(1232, 0, 0, 0, List.of(new ExtendedErrorCodeOption(code, text))),
          Section.ADDITIONAL);
      return List.of(reply.toWire());
    };
  }

  public static Script silence() {
    return (_, _) -> List.of();
  }

  /// Does it when the gate opens.
  public static Script after(CountDownLatch gate, Script then) {
    return (query, transport) -> {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return then.repliesTo(query, transport);
    };
  }

  /// Does it after a while.
  public static Script slow(Duration pause, Script then) {
    return (query, transport) -> {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      return then.repliesTo(query, transport);
    };
  }

  /// Does the one for names that are among these, the other for all others.
  public static Script forNames(Predicate<Name> these, Script then, Script otherwise) {
    return (query, transport) ->
        (these.test(query.getQuestion().getName()) ? then : otherwise).repliesTo(query, transport);
  }

  /// Does the one for so many queries, then the other for as many, then the one again.
  public static Script alternating(int queries, Script first, Script second) {
    var seen = new AtomicInteger();
    return (query, transport) ->
        (seen.getAndIncrement() / queries % 2 == 0 ? first : second).repliesTo(query, transport);
  }

  /// Does the one over UDP, the other over TCP.
  public static Script byTransport(Script datagrams, Script streams) {
    return (query, transport) ->
        (transport == Transport.UDP ? datagrams : streams).repliesTo(query, transport);
  }

  /// Sends nothing but that it did not fit.
  public static Script truncation() {
    return (query, _) -> {
      Message reply = reply(query, Rcode.NOERROR);
      reply.getHeader().setFlag(Flags.TC);
      return List.of(reply.toWire());
    };
  }

  /// Says over UDP that it did not fit; does it over TCP.
  public static Script truncatingDatagrams(Script right) {
    return byTransport(truncation(), right);
  }

  /// Does the one and then the other.
  public static Script both(Script first, Script second) {
    return (query, transport) ->
        Stream.concat(
                first.repliesTo(query, transport).stream(),
                second.repliesTo(query, transport).stream())
            .toList();
  }

  /// Sends these octets.
  public static Script octets(byte... octets) {
    return (_, _) -> List.of(octets);
  }

  /// Does it as if another ID had come.
  public static Script withWrongId(Script right) {
    return (query, transport) -> {
      Message other = query.clone();
      other.getHeader().setID(query.getHeader().getID() ^ 1);
      return right.repliesTo(other, transport);
    };
  }

  /// Does it as if another name had been asked.
  public static Script withWrongQuestion(Script right) {
    return (query, transport) -> {
      Record question = query.getQuestion();
      Name other = Name.fromConstantString("other.example.com.");
      var wrong = Message.newQuery(Record.newRecord(other, question.getType(), 1));
      wrong.getHeader().setID(query.getHeader().getID());
      return right.repliesTo(wrong, transport);
    };
  }

  /// Does it as if the name had been asked in small letters.
  public static Script withLowerCase(Script right) {
    return (query, transport) -> {
      Record question = query.getQuestion();
      Name lower = Name.fromConstantString(question.getName().toString().toLowerCase(Locale.ROOT));
      Message other = Message.newQuery(Record.newRecord(lower, question.getType(), 1));
      other.getHeader().setID(query.getHeader().getID());
      return right.repliesTo(other, transport);
    };
  }

  /// Adds records to a section of what it says.
  public static Script adding(int section, Script right, String... records) {
    return changing(
        right,
        reply -> Stream.of(records).forEach(text -> reply.addRecord(Told.record(text), section)));
  }

  /// Changes what it says.
  public static Script changing(Script right, Consumer<Message> change) {
    return (query, transport) -> {
      List<byte[]> changed = new ArrayList<>();
      for (byte[] octets : right.repliesTo(query, transport)) {
        var reply = new Message(octets);
        change.accept(reply);
        changed.add(reply.toWire());
      }
      return changed;
    };
  }

  /// A response to a query, with records in its answer section.
  public static Message reply(Message query, int rcode, String... answer) {
    var header = new Header(query.getHeader().getID());
    header.setFlag(Flags.QR);
    header.setFlag(Flags.RD);
    header.setFlag(Flags.RA);
    header.setRcode(rcode);
    var reply = new Message();
    reply.setHeader(header);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    Stream.of(answer).forEach(text -> reply.addRecord(Told.record(text), Section.ANSWER));
    return reply;
  }
}
