package dev.cairn.wire;

import dev.cairn.message.Flags;
import dev.cairn.message.SetList;
import dev.cairn.message.Transport;

/// Writes responses to plain queries from record sets in lent room, octet for octet as
/// [ResponseWriter] does, as long as everything fits. Belongs to one thread, and is used again:
/// begin, sections in their order, end.
public final class PlainWriter {
  public static final int ANSWER = 1;
  public static final int AUTHORITY = 2;
  public static final int ADDITIONAL = 3;

  private ResponseBuffer out = new ResponseBuffer(512); // until there is one
  private final RecordWriter writer = new RecordWriter(out);
  private PlainQuery query = new PlainQuery();

  /// Begins the response to a query.
  public void begin(PlainQuery asked, Transport transport, ResponseBuffer room) {
    query = asked;
    out = room;
    byte[] bytes = room.bytes();
    int records = asked.copyTo(bytes);
    int opt = asked.hasOpt() ? ResponseWriter.OPT_LENGTH : 0;
    Octets.put32(bytes, 6, 0);
    Octets.put16(bytes, 10, 0);
    writer.begin(room, asked.octets(), PlainQuery.NAME);
    writer.room(records, Math.min(asked.responseLimit(transport), bytes.length) - opt);
  }

  /// Appends the sets of a section; whether all of them fit. If not, nothing was written at all.
  public boolean append(int section, SetList sets) {
    int records = 0;
    for (int i = 0; i < sets.size(); i++) {
      if (!writer.append(sets.get(i))) {
        writer.end();
        return false;
      }
      records += sets.get(i).count();
    }
    Octets.put16(out.bytes(), 4 + 2 * section, records);
    return true;
  }

  /// Ends the response.
  ///
  /// @param flags AA, RA and the rcode
  public void end(int flags) {
    byte[] bytes = out.bytes();
    Octets.put16(bytes, 2, Flags.QR | query.flags() & (Flags.RD | Flags.CD) | flags);
    int end = writer.end();
    out.length(query.hasOpt() ? ResponseWriter.plainOpt(bytes, end, query.ednsFlags()) : end);
  }
}
