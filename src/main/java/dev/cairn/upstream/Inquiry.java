package dev.cairn.upstream;

import dev.cairn.message.Labels;
import dev.cairn.message.Query;
import dev.cairn.wire.QueryWriter;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Rcode;

/// A query as it goes to upstreams, and the judgement whether a message replies to it. Immutable.
public final class Inquiry {
  private static final int HEADER = 12;
  private static final int QR = 0x80;
  private static final int OPCODE = 0x78;
  private static final int RCODE = 0x0F;
  private static final int CASE = 0x20;
  private static final byte[] NO_RECORDS = new byte[HEADER - 4];
  private static final byte[] NO_OPTIONS = {};

  private final Query query;
  private final byte[] message; // with ID 0
  private final int nameEnd;
  private final byte[] options;
  private final boolean hasEdns;
  private final Case letters;

  /// What has to be the same in a reply.
  private enum Case {
    /// Letters, in whatever case.
    IGNORED,
    REPEATED
  }

  private Inquiry(Query query, byte[] message, byte[] options, boolean hasEdns, Case letters) {
    this.query = query;
    this.hasEdns = hasEdns;
    this.message = message;
    this.nameEnd = HEADER + query.question().wire().length;
    this.options = options;
    this.letters = letters;
  }

  public static Inquiry of(Query query) {
    return new Inquiry(query, new QueryWriter().write(query), NO_OPTIONS, true, Case.IGNORED);
  }

  /// The same with an EDNS option more, in wire form.
  Inquiry with(byte[] option) {
    if (!hasEdns) {
      return this;
    }
    byte[] more = Arrays.copyOf(options, options.length + option.length);
    System.arraycopy(option, 0, more, options.length, option.length);
    return new Inquiry(query, message, more, true, letters);
  }

  /// The same for a server that does not know EDNS (RFC 6891 §7).
  public Inquiry withoutEdns() {
    return hasEdns
        ? new Inquiry(query, QueryWriter.withoutEdns(message), NO_OPTIONS, false, letters)
        : this;
  }

  /// Whether it has an OPT record.
  boolean hasEdns() {
    return hasEdns;
  }

  /// The same with the case of each letter drawn: 0x20, which replies have to repeat.
  Inquiry withRandomCase(RandomGenerator random) {
    byte[] mixed = message.clone();
    for (int at = HEADER; at < nameEnd - 1; ) {
      int end = at + 1 + mixed[at];
      for (at++; at < end; at++) {
        boolean isLetter = Labels.lower(mixed[at]) >= 'a' && Labels.lower(mixed[at]) <= 'z';
        mixed[at] ^= (byte) (isLetter && random.nextBoolean() ? CASE : 0);
      }
    }
    return new Inquiry(query, mixed, options, hasEdns, Case.REPEATED);
  }

  public Query query() {
    return query;
  }

  /// The message to send.
  byte[] message(int id) {
    return hasEdns ? QueryWriter.complete(message, id, options) : QueryWriter.withId(message, id);
  }

  /// The message to send where everybody on the way shall see but its rough size: filled up to a
  /// multiple of 128 octets (RFC 8467 §4.1).
  byte[] paddedMessage(int id) {
    return hasEdns ? QueryWriter.padded(message, id, options) : QueryWriter.withId(message, id);
  }

  /// Whether this is a response to the message of that ID: a whole question, and the same but for
  /// the case of letters (RFC 5452 §9.1), or an error that is nothing but a header. Whatever else
  /// it is, it is not looked at.
  boolean isRepliedBy(byte[] reply, int id) {
    return reply.length >= HEADER
        && ((reply[0] & 0xFF) << 8 | (reply[1] & 0xFF)) == id
        && (reply[2] & (QR | OPCODE)) == QR
        && (hasSameQuestion(reply) || isBareError(reply));
  }

  private boolean hasSameQuestion(byte[] reply) {
    return reply.length >= nameEnd + 4
        && reply[4] == 0
        && reply[5] == 1
        && hasSameName(reply)
        && Arrays.equals(message, nameEnd, nameEnd + 4, reply, nameEnd, nameEnd + 4);
  }

  /// What servers say that could not read the query, as of its OPT record (RFC 6891 §7), or did not
  /// want to.
  private static boolean isBareError(byte[] reply) {
    if (reply.length != HEADER || !Arrays.equals(reply, 4, HEADER, NO_RECORDS, 0, HEADER - 4)) {
      return false;
    }
    return switch (reply[3] & RCODE) {
      case Rcode.FORMERR, Rcode.SERVFAIL, Rcode.NOTIMP, Rcode.REFUSED -> true;
      default -> false; // the others say something of the question
    };
  }

  /// Whether a message that replies to this repeats the case of each letter, if it has to.
  boolean hasSameCaseAs(byte[] reply) {
    return letters == Case.IGNORED
        || (reply.length >= nameEnd
            && Arrays.equals(message, HEADER, nameEnd, reply, HEADER, nameEnd));
  }

  private boolean hasSameName(byte[] reply) {
    for (int at = HEADER; at < nameEnd; at++) {
      if (Labels.lower(message[at]) != Labels.lower(reply[at])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return query.question().toString();
  }
}
