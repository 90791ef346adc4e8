package dev.cairn.wire;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Query;
import java.util.Arrays;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.Type;

/// Writes the queries that we send to upstreams: one question, recursion desired, EDNS with our own
/// size. Nothing of the client but its question, DO and CD travels on.
public final class QueryWriter {
  private static final int OPT_LENGTH = 11;
  private static final int OPTION_HEADER = 4;
  private static final int PADDING_BLOCK = 128;

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

  /// A copy of such a message without its OPT record.
  public static byte[] withoutEdns(byte[] message) {
    byte[] bare = Arrays.copyOf(message, message.length - OPT_LENGTH);
    Octets.put16(bare, 10, 0);
    return bare;
  }

  /// A copy of a message with an ID.
  public static byte[] withId(byte[] message, int id) {
    byte[] whole = message.clone();
    Octets.put16(whole, 0, id);
    return whole;
  }

  /// A copy of such a message with an ID and options.
  ///
  /// @param options EDNS options in wire form
  public static byte[] complete(byte[] message, int id, byte[] options) {
    var whole = Arrays.copyOf(message, message.length + options.length);
    Octets.put16(whole, 0, id);
    Octets.put16(whole, message.length - 2, options.length);
    System.arraycopy(options, 0, whole, message.length, options.length);
    return whole;
  }

  /// As [#complete], and a padding option that fills it up to a multiple of 128 octets (RFC 7830,
  /// RFC 8467 §4.1).
  public static byte[] padded(byte[] message, int id, byte[] options) {
    int bare = message.length + options.length + OPTION_HEADER;
    int length = (bare + PADDING_BLOCK - 1) / PADDING_BLOCK * PADDING_BLOCK;
    byte[] padding = Arrays.copyOf(options, length - message.length);
    Octets.put16(padding, options.length, EDNSOption.Code.PADDING);
    Octets.put16(padding, options.length + 2, length - bare);
    return complete(message, id, padding);
  }
}
