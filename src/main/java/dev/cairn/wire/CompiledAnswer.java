package dev.cairn.wire;

import dev.cairn.message.Flags;
import dev.cairn.message.NameProbe;
import dev.cairn.message.Standing;
import dev.cairn.message.Transport;
import java.util.function.Predicate;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// An answer in few octets: its records as they stand in a message behind the question.
///
/// ```
/// │ kind 1 │ standing 1 │ aliases 2 │ answer 2 │ authority 2 │ additional 2 │ records … │ remark …
/// ```
///
/// Where the first bit of the kind is set, an upstream remarked something on it: `│ code 2 │ text …
/// │ octets of both 2 │`. The numbers count records; `aliases` are the first of `answer`. Pointers
/// are those of the whole message, so that the records fit behind a question with the name they
/// were compiled for, in whatever case: [ResponseWriter] would write the same. Benchmark:
/// `bench/README.md`.
public final class CompiledAnswer {
  static final int HEADER = 10;
  static final int REMARKED = 0x80;
  private static final int RECORD_FIXED = 10;

  /// What sort of answer it is.
  public enum Kind {
    ANSWER,
    NO_DATA,
    NX_DOMAIN,
    ALIAS
  }

  private static final Kind[] KINDS = Kind.values(); // values() makes a new array each time
  private static final Standing[] STANDINGS = Standing.values();

  private CompiledAnswer() {}

  public static Kind kind(byte[] compiled) {
    return KINDS[compiled[0] & ~REMARKED & 0xFF];
  }

  static boolean isRemarked(byte[] compiled) {
    return (compiled[0] & REMARKED) != 0;
  }

  public static Standing standing(byte[] compiled) {
    return STANDINGS[compiled[1]];
  }

  /// How many records lead from the question to the last name.
  public static int aliases(byte[] compiled) {
    return Octets.get16(compiled, 2);
  }

  static int answer(byte[] compiled) {
    return Octets.get16(compiled, 4);
  }

  static int authority(byte[] compiled) {
    return Octets.get16(compiled, 6);
  }

  static int additional(byte[] compiled) {
    return Octets.get16(compiled, 8);
  }

  /// Writes the response to a query, as whoever asks through us gets it: with RA. Whether it fits
  /// the client; if not, nothing was written.
  ///
  /// @param seconds how old the answer is
  public static boolean write(
      byte[] compiled, PlainQuery query, int seconds, Transport transport, ResponseBuffer out) {
    if (kind(compiled) == Kind.ALIAS) {
      return false; // somebody has to follow it
    }
    byte[] bytes = out.bytes();
    int remark = remark(compiled);
    int records = behindRecords(compiled) - HEADER;
    int opt = query.hasOpt() ? ResponseWriter.OPT_LENGTH + (remark == 0 ? 0 : remark + 4) : 0;
    int question = MessageReader.HEADER + query.name().length() + 4;
    if (question + records + opt > Math.min(query.responseLimit(transport), bytes.length)) {
      return false;
    }
    query.copyTo(bytes);
    Octets.put16(bytes, 2, flags(compiled, query));
    System.arraycopy(compiled, 4, bytes, 6, 6); // the numbers of records
    System.arraycopy(compiled, HEADER, bytes, question, records);
    if (seconds > 0) {
      countDown(bytes, question, question + records, seconds);
    }
    int end = question + records;
    out.length(end + opt);
    if (query.hasOpt()) {
      int behind = ResponseWriter.plainOpt(bytes, end, query.ednsFlags());
      if (remark > 0) {
        Octets.put16(bytes, behind - 2, remark + 4); // the length of all options
        Octets.put16(bytes, behind, EDNSOption.Code.EDNS_EXTENDED_ERROR);
        Octets.put16(bytes, behind + 2, remark);
        System.arraycopy(compiled, HEADER + records, bytes, behind + 4, remark);
      }
    }
    return true;
  }

  /// How many octets an upstream's remark takes, 0 without one.
  private static int remark(byte[] compiled) {
    return isRemarked(compiled) ? Octets.get16(compiled, compiled.length - 2) : 0;
  }

  private static int flags(byte[] compiled, PlainQuery query) {
    int asked = query.flags();
    int flags = Flags.QR | Flags.RA | asked & (Flags.RD | Flags.CD);
    boolean wantsAuthenticData = (asked & Flags.AD) != 0 || query.dnssecOk(); // RFC 6840 §5.7
    if (wantsAuthenticData && standing(compiled) == Standing.TOLD_AS_VALIDATED) {
      flags |= Flags.AD;
    }
    return kind(compiled) == Kind.NX_DOMAIN ? flags | Rcode.NXDOMAIN : flags;
  }

  private static void countDown(byte[] message, int from, int end, int seconds) {
    int at = from;
    while (at < end) {
      at = behindName(message, at);
      Octets.put32(message, at + 4, Octets.get32(message, at + 4) - seconds);
      at += RECORD_FIXED + Octets.get16(message, at + 8);
    }
  }

  /// The largest TTL in it, in seconds; 0 without records.
  public static int longestTtl(byte[] compiled) {
    int longest = 0;
    int end = behindRecords(compiled);
    int at = HEADER;
    while (at < end) {
      at = behindName(compiled, at);
      longest = Math.max(longest, Octets.get32(compiled, at + 4));
      at += RECORD_FIXED + Octets.get16(compiled, at + 8);
    }
    return longest;
  }

  /// The same answer with no TTL above a bound.
  ///
  /// @param longest in seconds
  public static byte[] bounded(byte[] compiled, int longest) {
    byte[] bounded = compiled.clone();
    int end = behindRecords(compiled);
    int at = HEADER;
    while (at < end) {
      at = behindName(compiled, at);
      Octets.put32(bounded, at + 4, Math.min(Octets.get32(compiled, at + 4), longest));
      at += RECORD_FIXED + Octets.get16(compiled, at + 8);
    }
    return bounded;
  }

  private static int behindRecords(byte[] compiled) {
    int remark = remark(compiled);
    return compiled.length - (remark == 0 ? 0 : remark + 2);
  }

  /// Whether all aliases of an answer that was just written lead to such names.
  ///
  /// @param probe each name is put there first
  public static boolean aliasesLeadTo(
      Predicate<NameProbe> names, byte[] compiled, NameProbe probe, ResponseBuffer out) {
    byte[] message = out.bytes();
    int at = behindName(message, MessageReader.HEADER) + 4;
    for (int i = 0; i < aliases(compiled); i++) {
      at = behindName(message, at);
      int rdata = at + RECORD_FIXED;
      if (Octets.get16(message, at) == Type.CNAME) {
        probe.takeCompressed(message, rdata);
        if (!names.test(probe)) {
          return false;
        }
      }
      at = rdata + Octets.get16(message, at + 8);
    }
    return true;
  }

  private static int behindName(byte[] message, int from) {
    int at = from;
    while (message[at] > 0) {
      at += 1 + message[at];
    }
    return message[at] == 0 ? at + 1 : at + 2;
  }
}
