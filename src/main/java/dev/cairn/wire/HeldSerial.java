package dev.cairn.wire;

import dev.cairn.wire.MessageReader.RawRecord;
import java.util.OptionalLong;
import org.xbill.DNS.Type;

/// The serial that a client holds, as a query for IXFR says it in its authority section (RFC 1995
/// §3).
public final class HeldSerial {
  private static final int NUMBERS = 20; // octets behind the two names

  private HeldSerial() {}

  /// Empty if the query does not say.
  public static OptionalLong of(byte[] query, int length) {
    var reader = new MessageReader(query, length);
    if (!reader.skipQuestion()) {
      return OptionalLong.empty();
    }
    for (int i = 0; i < reader.count(2); i++) {
      RawRecord record = reader.record();
      if (record == null) {
        return OptionalLong.empty();
      }
      if (record.type() == Type.SOA && record.length() > NUMBERS) {
        int at = record.rdata() + record.length() - NUMBERS;
        return OptionalLong.of(Octets.get32(query, at) & 0xFFFF_FFFFL);
      }
    }
    return OptionalLong.empty();
  }
}
