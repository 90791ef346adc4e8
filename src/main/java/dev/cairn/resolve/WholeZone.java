package dev.cairn.resolve;

import dev.cairn.message.RecordSet;
import java.util.Iterator;

/// All records of a zone as of one moment, for those who hold it as well (RFC 5936).
///
/// @param soa of whose serial it is
/// @param others all but the SOA, each once, in no order
public record WholeZone(RecordSet soa, Iterator<RecordSet> others) {

  /// The SOA record's serial, 0 to 2^32 − 1.
  public long serial() {
    byte[] bytes = soa.bytes();
    int at = soa.offset() + soa.length() - 20;
    long serial = 0;
    for (int i = 0; i < 4; i++) {
      serial = serial << 8 | bytes[at + i] & 0xFF;
    }
    return serial;
  }
}
