package dev.cairn.wire;

import dev.cairn.message.Tsig;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Type;

/// Writes transaction signatures behind all other records of a message (RFC 8945 §4.2).
public final class TsigWriter {
  private static final int RECORD_FIXED = 10;
  private static final int RDATA_FIXED = 16; // all but the algorithm's name, the code and "other"

  private TsigWriter() {}

  /// Octets that it takes.
  public static int length(Tsig tsig) {
    return tsig.key().length() + RECORD_FIXED + rdataLength(tsig);
  }

  private static int rdataLength(Tsig tsig) {
    return tsig.algorithm().length() + RDATA_FIXED + tsig.mac().length + tsig.other().length;
  }

  /// Copies a message to where it leaves from, with the signature behind it.
  public static void seal(ResponseBuffer message, Tsig tsig, ResponseBuffer out) {
    System.arraycopy(message.bytes(), 0, out.bytes(), 0, message.length());
    out.length(message.length());
    append(tsig, out);
  }

  /// Appends a signature to a message.
  public static void append(Tsig tsig, ResponseBuffer out) {
    byte[] bytes = out.bytes();
    int at = put(tsig.key().toWire(), bytes, out.length());
    Octets.put16(bytes, at, Type.TSIG);
    Octets.put16(bytes, at + 2, DClass.ANY);
    Octets.put32(bytes, at + 4, 0);
    Octets.put16(bytes, at + 8, rdataLength(tsig));
    at = put(tsig.algorithm().toWire(), bytes, at + RECORD_FIXED);
    Octets.put16(bytes, at, (int) (tsig.signed() >>> 32));
    Octets.put32(bytes, at + 2, (int) tsig.signed());
    Octets.put16(bytes, at + 6, tsig.fudge());
    Octets.put16(bytes, at + 8, tsig.mac().length);
    at = put(tsig.mac(), bytes, at + 10);
    Octets.put16(bytes, at, tsig.originalId());
    Octets.put16(bytes, at + 2, tsig.error());
    Octets.put16(bytes, at + 4, tsig.other().length);
    out.length(put(tsig.other(), bytes, at + 6));
    Octets.put16(bytes, 10, Octets.get16(bytes, 10) + 1);
  }

  private static int put(byte[] what, byte[] into, int at) {
    System.arraycopy(what, 0, into, at, what.length);
    return at + what.length;
  }
}
