package dev.cairn.wire;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.NameProbe;
import dev.cairn.message.Transport;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption.Code;
import org.xbill.DNS.Type;

/// A query such as nearly all are: one question of class IN, and no more than an OPT record without
/// options that we answer. Read in place, in room that is used again; [QueryReader] reads all
/// others, and is the one who says what is wrong with them.
public final class PlainQuery {
  /// Where the question's name begins in a message.
  public static final int NAME = MessageReader.HEADER;

  private static final int QUESTION_FIXED = 4;
  private static final int OPTION_HEADER = 4;
  private static final int NOT_THERE = -1;
  private static final int QUERY = 0xF8; // QR and the opcode, in a header's third octet

  private final NameProbe name = new NameProbe();
  private byte[] message = {};
  private int questionEnd;
  private int opt; // where its fixed part begins

  /// Whether this is such a query; then it was taken in, and holds while the octets do.
  public boolean read(byte[] octets, int length) {
    message = octets;
    if (length < MessageReader.HEADER || !hasPlainHeader(octets)) {
      return false;
    }
    int end = name.take(octets, MessageReader.HEADER, length);
    if (end == NameProbe.MALFORMED || end + QUESTION_FIXED > length) {
      return false;
    }
    questionEnd = end + QUESTION_FIXED;
    return Octets.get16(octets, end + 2) == DClass.IN && isPlain(type()) && hasPlainRest(length);
  }

  /// QUERY; one question, no answer, no authority, at most one additional record.
  private static boolean hasPlainHeader(byte[] octets) {
    return (octets[2] & QUERY) == 0
        && Octets.get32(octets, 4) == 1 << 16
        && Octets.get16(octets, 8) == 0
        && Octets.get16(octets, 10) <= 1;
  }

  /// Types that are data, and no business of the protocol's own.
  private static boolean isPlain(int type) {
    return type != Type.OPT && (type < Type.TKEY || type > Type.MAILA);
  }

  private boolean hasPlainRest(int length) {
    if (message[11] == 0) {
      opt = NOT_THERE;
      return questionEnd == length;
    }
    opt = questionEnd + 1;
    int options = questionEnd + ResponseWriter.OPT_LENGTH;
    return options <= length
        && message[questionEnd] == 0
        && Octets.get16(message, opt) == Type.OPT
        && message[opt + 5] == 0 // the version
        && options + Octets.get16(message, opt + 8) == length
        && areUnanswered(options, length);
  }

  private boolean areUnanswered(int from, int end) {
    int at = from;
    while (at < end) {
      if (at + OPTION_HEADER > end || isAnswered(Octets.get16(message, at))) {
        return false;
      }
      at += OPTION_HEADER + Octets.get16(message, at + 2);
    }
    return at == end;
  }

  private static boolean isAnswered(int option) {
    return switch (option) {
      case Code.NSID, Code.EDNS_EXPIRE, Code.TCP_KEEPALIVE, Code.COOKIE -> true;
      default -> false; // a number, not an outcome
    };
  }

  /// The question's name, to look up with.
  public NameProbe name() {
    return name;
  }

  public int type() {
    return Octets.get16(message, questionEnd - QUESTION_FIXED);
  }

  public boolean dnssecOk() {
    return (ednsFlags() & Edns.DNSSEC_OK) != 0;
  }

  public boolean recursionDesired() {
    return (flags() & Flags.RD) != 0;
  }

  public boolean checkingDisabled() {
    return (flags() & Flags.CD) != 0;
  }

  /// The octets of the whole message, in which the question's name begins at [#NAME].
  public byte[] octets() {
    return message;
  }

  int flags() {
    return Octets.get16(message, 2);
  }

  boolean hasOpt() {
    return opt != NOT_THERE;
  }

  int ednsFlags() {
    return hasOpt() ? Octets.get16(message, opt + 6) : 0;
  }

  /// Octets of the largest response that the client can take.
  int responseLimit(Transport transport) {
    return transport.responseLimit(hasOpt() ? Octets.get16(message, opt + 2) : 0);
  }

  /// Copies ID, flags and question to the beginning of a response; where the question ends.
  int copyTo(byte[] response) {
    System.arraycopy(message, 0, response, 0, questionEnd);
    return questionEnd;
  }
}
