package dev.cairn.wire;

import dev.cairn.wire.MessageReader.RawRecord;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Takes rdata out of a message, so that it can stand alone: names uncompressed (RFC 3597 §4).
final class RdataReader {
  private static final int LONGEST = 65_535;

  private RdataReader() {}

  /// The rdata, or null if a name in it is malformed or goes beyond its length.
  static byte @Nullable [] expand(byte[] message, RawRecord record) {
    RdataShape shape = RdataShape.of(record.type());
    int at = record.rdata();
    int end = at + record.length();
    if (shape.names() == 0) {
      return Arrays.copyOfRange(message, at, end);
    }
    int names = behindStrings(message, shape, at, end);
    if (names > end) {
      return null;
    }
    var out = new ByteArrayOutputStream(record.length() + 64);
    out.write(message, at, names - at);
    at = names;
    var name = new WireName();
    for (int i = 0; i < shape.names(); i++) {
      at = name.read(message, end, at);
      if (at == WireName.MALFORMED) {
        return null;
      }
      out.write(name.bytes, 0, name.length);
    }
    out.write(message, at, end - at);
    return out.size() > LONGEST ? null : out.toByteArray();
  }

  /// Where the names begin, beyond `end` if they cannot.
  static int behindStrings(byte[] bytes, RdataShape shape, int at, int end) {
    int next = at + shape.fixed();
    for (int i = 0; i < shape.strings() && next < end; i++) {
      next += 1 + (bytes[next] & 0xFF);
    }
    return next;
  }
}
