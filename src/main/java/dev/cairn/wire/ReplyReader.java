package dev.cairn.wire;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.wire.MessageReader.RawRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;

/// Reads what upstreams send. Never throws, whatever the octets are.
public final class ReplyReader {

  /// A whole message, null if it is no well-formed response with one question.
  public @Nullable Reply read(byte[] message, int length) {
    if (length < MessageReader.HEADER) {
      return null;
    }
    Flags flags = MessageReader.flags(message);
    var reader = new MessageReader(message, length);
    if (!flags.isResponse() || flags.opcode() != Opcode.QUERY || reader.count(0) != 1) {
      return null;
    }
    Question question = reader.question();
    if (question == null) {
      return null;
    }
    List<RecordSet> answer = section(reader, reader.count(1), question);
    List<RecordSet> authority = answer == null ? null : section(reader, reader.count(2), question);
    if (answer == null || authority == null) {
      return flags.isTruncated()
          ? new Reply(flags, flags.rcode(), question, List.of(), List.of(), Edns.ABSENT)
          : null;
    }
    RawRecord opt = opt(reader);
    Edns edns = opt == null ? null : reader.edns(opt);
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
    Map<SetKey, Gathered> sets = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      RawRecord record = reader.record();
      byte[] rdata = record == null ? null : reader.rdata(record);
      if (record == null || rdata == null) {
        return null;
      }
      if (record.dnsClass() == question.dnsClass()) {
        int ttl = Math.max(record.ttl(), 0); // a set highest bit means 0 (RFC 2181 §8)
        sets.computeIfAbsent(
                new SetKey(reader.currentName(), record.type()), _ -> new Gathered(ttl))
            .add(ttl, rdata);
      }
    }
    List<RecordSet> all = new ArrayList<>(sets.size());
    sets.forEach((key, set) -> all.add(set.toSet(key, question)));
    return all;
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

  /// Ordered, so that an upstream that chooses names of equal hashes does not make the map slow.
  private record SetKey(Name owner, int type) implements Comparable<SetKey> {
    @Override
    public int compareTo(SetKey other) {
      int byOwner = owner.compareTo(other.owner);
      return byOwner != 0 ? byOwner : Integer.compare(type, other.type);
    }
  }

  private static final class Gathered {
    private final List<byte[]> rdata = new ArrayList<>();
    private int ttl;

    Gathered(int ttl) {
      this.ttl = ttl;
    }

    void add(int otherTtl, byte[] octets) {
      ttl = Math.min(ttl, otherTtl); // one TTL a set (RFC 2181 §5.2)
      rdata.add(octets);
    }

    RecordSet toSet(SetKey key, Question question) {
      return RecordSet.of(
          key.owner, new Question(key.owner, key.type, question.dnsClass()), ttl, rdata);
    }
  }
}
