package dev.cairn.wire;

import dev.cairn.message.Edns;
import dev.cairn.message.EdnsOptions;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Flags;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Tsig;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// What queries and replies have in common: the header, the one question, and a walk over records
/// that believes no count and no length.
final class MessageReader {
  static final int HEADER = 12;

  private static final int RECORD_FIXED = 10;
  private static final int TSIG_FIXED = 10; // time, fudge, and how long the code behind them is
  private static final int TSIG_TAIL = 6; // behind the code

  private final byte[] message;
  private final int limit;
  private @Nullable WireName name; // made for the first that may be compressed
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
    byte[] wire = Arrays.copyOfRange(message, at, end);
    at = end + 4;
    return Question.ofWire(wire, Octets.get16(message, end), Octets.get16(message, end + 2));
  }

  /// Steps over a question; whether there is one in full.
  boolean skipQuestion() {
    int end = name().read(message, limit, at);
    if (end == WireName.MALFORMED || end + 4 > limit) {
      return false;
    }
    at = end + 4;
    return true;
  }

  /// Steps onto the next record; null if there is none in full.
  @Nullable RawRecord record() {
    int end = name().read(message, limit, at);
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
    return RecordSet.nameAt(name().bytes, 0);
  }

  /// The same; that of the question itself, if it is written like it.
  Name currentName(Question question) {
    byte[] asked = question.wire();
    WireName current = name();
    return Arrays.equals(current.bytes, 0, current.length, asked, 0, asked.length)
        ? question.name()
        : currentName();
  }

  boolean currentNameIsRoot() {
    return name().length == 1;
  }

  private WireName name() {
    WireName known = name;
    if (known == null) {
      known = new WireName();
      name = known;
    }
    return known;
  }

  /// Where the next record, or what else there is, begins.
  int at() {
    return at;
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

  /// The same of a response, with the reason that it gives.
  @Nullable Edns ednsOfResponse(RawRecord opt) {
    Edns edns = edns(opt);
    ExtendedError reason =
        edns == null || edns.version() > 0
            ? null
            : OptionReader.reason(message, opt.rdata(), opt.rdata() + opt.length());
    return edns == null || reason == null ? edns : edns.because(reason);
  }

  /// What a TSIG record says, null if it is malformed (RFC 8945 §4.2).
  @Nullable Tsig tsig(RawRecord record) {
    int end = record.rdata() + record.length();
    int fixed = WireName.endOfUncompressed(message, end, record.rdata());
    if (record.dnsClass() != DClass.ANY
        || record.ttl() != 0
        || fixed == WireName.MALFORMED
        || fixed + TSIG_FIXED > end) {
      return null;
    }
    int mac = fixed + TSIG_FIXED;
    int behind = mac + Octets.get16(message, mac - 2);
    int other = behind + TSIG_TAIL;
    if (other > end || other + Octets.get16(message, other - 2) != end) {
      return null;
    }
    return new Tsig(
        currentName(),
        RecordSet.nameAt(message, record.rdata()),
        (long) Octets.get16(message, fixed) << 32 | Octets.get32(message, fixed + 2) & 0xFFFF_FFFFL,
        Octets.get16(message, fixed + 6),
        Arrays.copyOfRange(message, mac, behind),
        Octets.get16(message, behind),
        Octets.get16(message, behind + 2),
        Arrays.copyOfRange(message, other, end));
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
