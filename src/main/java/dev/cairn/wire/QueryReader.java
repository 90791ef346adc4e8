package dev.cairn.wire;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.Transport;
import dev.cairn.message.Tsig;
import dev.cairn.wire.MessageReader.RawRecord;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// Reads what clients send. Never throws, whatever the octets are (RFC 1035 §4.1, RFC 6891, RFC
/// 8906, RFC 9619).
public final class QueryReader {

  /// A message, read.
  public sealed interface Reading {}

  /// A query that can be answered. Its EDNS version may still be one that nobody knows.
  ///
  /// @param signed null if it is not
  public record WellFormed(Query query, @Nullable Signed signed) implements Reading {}

  /// A signature that nobody has looked at yet.
  ///
  /// @param at where its record begins in the message; it is the last one
  public record Signed(Tsig tsig, int at) {}

  /// What gets an error; or no more than a cookie, which may be asked for without a question.
  ///
  /// @param question is echoed if there was one
  /// @param edns of the message, as far as it could be made out: an OPT record is answered with one
  ///   (RFC 6891 §6.1.1)
  public record Malformed(int id, Flags flags, int rcode, @Nullable Question question, Edns edns)
      implements Reading {}

  /// Whether this is to be looked at: a whole header, and no response. To answer an answer could
  /// start a loop.
  public boolean isQuery(byte[] message, int length) {
    return length >= MessageReader.HEADER && message[2] >= 0;
  }

  /// Reads a message for which [#isQuery] holds.
  public Reading read(byte[] message, int length, Transport transport) {
    int id = MessageReader.id(message);
    Flags flags = MessageReader.flags(message);
    var reader = new MessageReader(message, length);
    if (flags.opcode() != Opcode.QUERY) {
      return new Malformed(id, flags, Rcode.NOTIMP, null, anyEdns(reader));
    }
    if (reader.count(0) != 1) { // RFC 9619
      boolean hasNone = reader.count(0) == 0;
      Edns edns = anyEdns(reader);
      boolean wantsCookie = hasNone && edns.options().cookie() != null; // RFC 7873 §5.4
      return new Malformed(id, flags, wantsCookie ? Rcode.NOERROR : Rcode.FORMERR, null, edns);
    }
    Question question = reader.question();
    if (question == null) {
      return new Malformed(id, flags, Rcode.FORMERR, null, Edns.ABSENT);
    }
    if (!skipped(reader, question)) {
      return new Malformed(id, flags, Rcode.FORMERR, question, Edns.ABSENT);
    }
    return additional(reader, new Query(id, question, flags, Edns.ABSENT, transport));
  }

  /// A query has no answer and, but for IXFR (RFC 1995 §3), no authority section.
  private static boolean skipped(MessageReader reader, Question question) {
    if (reader.count(1) != 0 || reader.count(2) != 0 && question.type() != Type.IXFR) {
      return false;
    }
    for (int i = 0; i < reader.count(2); i++) {
      if (reader.record() == null) {
        return false;
      }
    }
    return true;
  }

  private static Reading additional(MessageReader reader, Query bare) {
    Query query = bare;
    Signed signed = null;
    for (int i = 0; i < reader.count(3); i++) {
      int at = reader.at();
      RawRecord record = reader.record();
      if (record == null) {
        return malformed(query, Rcode.FORMERR);
      }
      if (signed != null) { // behind which nothing may stand (RFC 8945 §5.1)
        return malformed(query, Rcode.FORMERR);
      }
      if (record.type() == Type.TSIG) {
        Tsig tsig = reader.tsig(record);
        if (tsig == null) {
          return malformed(query, Rcode.FORMERR);
        }
        signed = new Signed(tsig, at);
      }
      if (record.isOpt()) {
        Edns edns =
            reader.currentNameIsRoot() && !query.edns().isPresent() ? reader.edns(record) : null;
        if (edns == null) {
          return malformed(withOpt(query, record), Rcode.FORMERR);
        }
        query = with(query, edns);
      }
    }
    return reader.isAtEnd() ? new WellFormed(query, signed) : malformed(query, Rcode.FORMERR);
  }

  private static Query with(Query query, Edns edns) {
    return new Query(query.id(), query.question(), query.flags(), edns, query.transport());
  }

  /// With an OPT record of which nothing but its flags can be used.
  private static Query withOpt(Query query, RawRecord opt) {
    return with(query, Edns.plain(opt.dnsClass(), 0, opt.ttl() & 0xFFFF));
  }

  /// The EDNS of a message that is no query of ours, if it can be made out.
  private static Edns anyEdns(MessageReader reader) {
    for (int i = 0; i < reader.count(0); i++) {
      if (!reader.skipQuestion()) {
        return Edns.ABSENT;
      }
    }
    int records = reader.count(1) + reader.count(2) + reader.count(3);
    for (int i = 0; i < records; i++) {
      RawRecord record = reader.record();
      if (record == null) {
        return Edns.ABSENT;
      }
      Edns edns = record.isOpt() ? reader.edns(record) : null;
      if (edns != null) {
        return edns;
      }
    }
    return Edns.ABSENT;
  }

  private static Malformed malformed(Query query, int rcode) {
    return new Malformed(query.id(), query.flags(), rcode, query.question(), query.edns());
  }
}
