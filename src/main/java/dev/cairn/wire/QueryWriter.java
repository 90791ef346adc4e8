package dev.cairn.wire;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Query;
import org.xbill.DNS.Type;

/// Writes the queries that we send to upstreams: one question, recursion desired, EDNS with our own
/// size. Nothing of the client but its question, DO and CD travels on.
public final class QueryWriter {
  private static final int OPT_LENGTH = 11;

  /// The message, with ID 0.
  public byte[] write(Query query) {
    byte[] name = query.question().wire();
    var message = new byte[MessageReader.HEADER + name.length + 4 + OPT_LENGTH];
    int checking = query.flags().checkingDisabled() ? Flags.CD : 0;
    Octets.put16(
        message,
        2,
        Flags.RD | Flags.AD | checking); // AD asks for the upstream's AD (RFC 6840 §5.7)
    Octets.put16(message, 4, 1);
    Octets.put16(message, 10, 1);
    System.arraycopy(name, 0, message, MessageReader.HEADER, name.length);
    int at = MessageReader.HEADER + name.length;
    Octets.put16(message, at, query.question().type());
    Octets.put16(message, at + 2, query.question().dnsClass());
    Octets.put16(message, at + 5, Type.OPT);
    Octets.put16(message, at + 7, Edns.OUR_UDP_SIZE);
    Octets.put32(message, at + 9, query.dnssecOk() ? Edns.DNSSEC_OK : 0);
    return message;
  }

  /// Puts an ID into a message.
  public static void id(byte[] message, int id) {
    Octets.put16(message, 0, id);
  }
}
