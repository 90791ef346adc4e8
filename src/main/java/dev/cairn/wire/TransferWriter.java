package dev.cairn.wire;

import dev.cairn.message.Flags;
import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;

/// Writes the messages of a zone transfer: each with the question, records in the answer section,
/// and an OPT record if the query had one (RFC 5936 §2.2).
public final class TransferWriter {
  private final Query query;
  private final ResponseBuffer out;
  private final RecordWriter writer;
  private int records;

  /// A message that is to be filled.
  ///
  /// @param limit octets that it has at most
  public TransferWriter(Query query, ResponseBuffer out, int limit) {
    this.query = query;
    this.out = out;
    byte[] bytes = out.bytes();
    byte[] name = query.question().wire();
    Octets.put16(bytes, 0, query.id());
    Octets.put32(bytes, 4, 1 << 16);
    Octets.put32(bytes, 8, 0);
    System.arraycopy(name, 0, bytes, MessageReader.HEADER, name.length);
    int at = MessageReader.HEADER + name.length;
    Octets.put16(bytes, at, query.question().type());
    Octets.put16(bytes, at + 2, query.question().dnsClass());
    int opt = query.edns().isPresent() ? ResponseWriter.OPT_LENGTH : 0;
    int most = Math.min(limit, bytes.length) - opt;
    this.writer = new RecordWriter(out, query.question(), at + 4, most).keepingCase();
  }

  /// Appends a set whole, or nothing of it; whether it did.
  public boolean append(RecordSet set) {
    boolean fits = writer.append(set);
    records += fits ? set.count() : 0;
    return fits;
  }

  /// How many records are in it.
  public int records() {
    return records;
  }

  /// Octets so far.
  public int length() {
    return writer.at();
  }

  /// The message is whole.
  public void finish() {
    byte[] bytes = out.bytes();
    Octets.put16(bytes, 2, Flags.QR | Flags.AA | query.flags().echoed());
    Octets.put16(bytes, 6, records);
    int end = writer.end();
    out.length(
        query.edns().isPresent() ? ResponseWriter.plainOpt(bytes, end, query.edns().flags()) : end);
  }
}
