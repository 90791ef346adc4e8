package dev.cairn.forward;

import dev.cairn.cache.Told;
import dev.cairn.forward.TestUpstream.Script;
import dev.cairn.message.Transport;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
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
