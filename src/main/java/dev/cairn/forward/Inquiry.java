package dev.cairn.forward;

import dev.cairn.message.Labels;
import dev.cairn.message.Query;
import dev.cairn.wire.QueryWriter;
import java.util.Arrays;

/// A query as it goes to upstreams, and the judgement whether a message replies to it.
final class Inquiry {
  private static final int HEADER = 12;
  private static final int QR = 0x80;
  private static final int OPCODE = 0x78;

  private final Query query;
  private final byte[] message; // with ID 0
  private final int nameEnd;

  Inquiry(Query query) {
    this.query = query;
    this.message = new QueryWriter().write(query);
    this.nameEnd = HEADER + query.question().name().length();
  }

  Query query() {
    return query;
  }

  /// The message to send.
  byte[] message(int id) {
    byte[] copy = message.clone();
    QueryWriter.id(copy, id);
    return copy;
  }

  /// Whether this is a response to the message of that ID: a whole question, and the same but for
  /// the case of letters (RFC 5452 §9.1). Whatever else it is, it is not looked at.
  boolean isRepliedBy(byte[] reply, int id) {
    return reply.length >= nameEnd + 4
        && ((reply[0] & 0xFF) << 8 | (reply[1] & 0xFF)) == id
        && (reply[2] & (QR | OPCODE)) == QR
        && reply[4] == 0
        && reply[5] == 1
        && hasSameName(reply)
        && Arrays.equals(message, nameEnd, nameEnd + 4, reply, nameEnd, nameEnd + 4);
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
