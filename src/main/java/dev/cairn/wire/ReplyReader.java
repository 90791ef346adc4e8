package dev.cairn.wire;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.wire.MessageReader.RawRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Opcode;

/// Reads what upstreams send. Never throws, whatever the octets are.
public final class ReplyReader {

  /// A whole message, null if it is no well-formed response with one question.
  public @Nullable Reply read(byte[] message, int length) {
    var reader = new MessageReader(message, length);
    if (!isReply(reader, message, length)) {
      return null;
    }
    Question question = reader.question();
    return question == null ? null : read(message, reader, question);
  }

  /// The same for a message that is known to repeat a question, in whatever case, or to be nothing
  /// but a header: the reply has that question, and its records that one's name.
  public @Nullable Reply read(byte[] message, int length, Question asked) {
    var reader = new MessageReader(message, length);
    boolean isHeader = length == MessageReader.HEADER && reader.count(0) == 0;
    return isHeader || (isReply(reader, message, length) && reader.skipQuestion())
        ? read(message, reader, asked)
        : null;
  }

  private static boolean isReply(MessageReader reader, byte[] message, int length) {
    if (length < MessageReader.HEADER) {
      return false;
    }
    Flags flags = MessageReader.flags(message);
    return flags.isResponse() && flags.opcode() == Opcode.QUERY && reader.count(0) == 1;
  }

  private static @Nullable Reply read(byte[] message, MessageReader reader, Question question) {
    Flags flags = MessageReader.flags(message);
    List<RecordSet> answer = section(reader, reader.count(1), question);
    List<RecordSet> authority = answer == null ? null : section(reader, reader.count(2), question);
    if (answer == null || authority == null) {
      return flags.isTruncated()
          ? new Reply(flags, flags.rcode(), question, List.of(), List.of(), Edns.ABSENT)
          : null;
    }
    RawRecord opt = opt(reader);
    Edns edns = opt == null ? null : reader.ednsOfResponse(opt);
    return new Reply(
        flags,
        flags.rcode() | (opt == null ? 0 : opt.ttl() >>> 24) << 4,
        question,
        answer,
        authority,
        edns == null ? Edns.ABSENT : edns);
  }

  /// The ID of a message of at least two octets.
  public static int id(byte[] message) {
    return MessageReader.id(message);
  }

  /// The records of one section as sets, in the order of their first records; null if one is
  /// malformed. Other classes are left out.
  private static @Nullable List<RecordSet> section(
      MessageReader reader, int count, Question question) {
    if (count == 0) {
      return List.of();
    }
    var sets = new GatheredSets();
    for (int i = 0; i < count; i++) {
      RawRecord record = reader.record();
      byte[] rdata = record == null ? null : reader.rdata(record);
      if (record == null || rdata == null) {
        return null;
      }
      if (record.dnsClass() == question.dnsClass()) {
        sets.of(reader.currentName(question), record.type()).add(ttl(record), rdata);
      }
    }
    return sets.toSets(question);
  }

  /// One with its highest bit set is a large positive number (RFC 8767 §4), here the largest that
  /// may be told; whoever keeps it sets a lower bound.
  private static int ttl(RawRecord record) {
    return record.ttl() < 0 ? Integer.MAX_VALUE : record.ttl();
  }

  /// The OPT record, null if there is none. It has the upper bits of the rcode (RFC 6891 §6.1.3).
  private static @Nullable RawRecord opt(MessageReader reader) {
    for (int i = 0; i < reader.count(3); i++) {
      RawRecord record = reader.record();
      if (record == null || record.isOpt()) {
        return record;
      }
    }
    return null;
  }
}
