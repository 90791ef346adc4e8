package dev.cairn.wire;

import dev.cairn.message.Edns;
import dev.cairn.message.EdnsOptions;
import dev.cairn.message.Flags;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// What queries and replies have in common: the header, the one question, and a walk over records
/// that believes no count and no length.
final class MessageReader {
  static final int HEADER = 12;

  private static final int RECORD_FIXED = 10;

  private final byte[] message;
  private final int limit;
  private final WireName name = new WireName();
  private int at = HEADER;

  MessageReader(byte[] message, int limit) {
    this.message = message;
    this.limit = limit;
  }

  static Flags flags(byte[] message) {
    return new Flags(Octets.get16(message, 2));
  }

  static int id(byte[] message) {
    return Octets.get16(message, 0);
  }

  /// How many records a section claims to have: 0 question, 1 answer, 2 authority, 3 additional.
  int count(int section) {
    return Octets.get16(message, 4 + 2 * section);
  }

  /// The question at the place reached, null if it is malformed. A first name has nothing before it
  /// to point at.
  @Nullable Question question() {
    int end = WireName.endOfUncompressed(message, limit, at);
    if (end == WireName.MALFORMED || end + 4 > limit) {
      return null;
    }
    Name name = RecordSet.nameAt(message, at);
    at = end + 4;
    return new Question(name, Octets.get16(message, end), Octets.get16(message, end + 2));
  }

  /// Steps over a question; whether there is one in full.
  boolean skipQuestion() {
    int end = name.read(message, limit, at);
    if (end == WireName.MALFORMED || end + 4 > limit) {
      return false;
    }
    at = end + 4;
    return true;
  }

  /// Steps onto the next record; null if there is none in full.
  @Nullable RawRecord record() {
    int end = name.read(message, limit, at);
    if (end == WireName.MALFORMED || end + RECORD_FIXED > limit) {
      return null;
    }
    int rdata = end + RECORD_FIXED;
    int length = Octets.get16(message, end + 8);
    if (rdata + length > limit) {
      return null;
    }
    at = rdata + length;
    return new RawRecord(
        Octets.get16(message, end),
        Octets.get16(message, end + 2),
        Octets.get32(message, end + 4),
        rdata,
        length);
  }

  /// The name of the record last read.
  Name currentName() {
    return RecordSet.nameAt(name.bytes, 0);
  }

  /// The same; that of the question itself, if it is written like it.
  Name currentName(Question question) {
    byte[] asked = question.wire();
    return Arrays.equals(name.bytes, 0, name.length, asked, 0, asked.length)
        ? question.name()
        : currentName();
  }

  boolean currentNameIsRoot() {
    return name.length == 1;
  }

  boolean isAtEnd() {
    return at == limit;
  }

  /// What an OPT record says, null if its options are malformed (RFC 6891 §6.1.2).
  @Nullable Edns edns(RawRecord opt) {
    int version = opt.ttl() >>> 16 & 0xFF;
    EdnsOptions options =
        version > 0 // what options are there we cannot know (RFC 6891 §6.1.3)
            ? EdnsOptions.NONE
            : OptionReader.read(message, opt.rdata(), opt.rdata() + opt.length());
    return options == null
        ? null
        : new Edns(true, opt.dnsClass(), version, opt.ttl() & 0xFFFF, options);
  }

  /// The record's rdata with all names in it uncompressed, null if they are malformed.
  byte @Nullable [] rdata(RawRecord record) {
    return RdataReader.expand(message, record);
  }

  /// A record's fixed part, and where its rdata lies in the message.
  record RawRecord(int type, int dnsClass, int ttl, int rdata, int length) {
    boolean isOpt() {
      return type == Type.OPT;
    }
  }
}
