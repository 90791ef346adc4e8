package dev.cairn.wire;

import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import org.xbill.DNS.Name;

/// Appends whole record sets to a message, and takes one back that does not fit.
final class RecordWriter {
  private final byte[] message;
  private final NameCompressor names;
  private final int limit;
  private Name lastOwner;
  private byte[] lastOwnerWire;
  private int at;

  /// @param at where to begin
  /// @param limit octets that must not be exceeded
  /// @param question whose name stands in the message already
  RecordWriter(ResponseBuffer buffer, Question question, int at, int limit) {
    this.lastOwner = question.name();
    this.lastOwnerWire = question.wire();
    this.message = buffer.bytes();
    this.names = buffer.names();
    this.at = at;
    this.limit = limit;
  }

  int at() {
    return at;
  }

  /// Appends all records of a set or, if they do not fit, none; whether they did.
  boolean append(RecordSet set) {
    int before = at;
    int mark = names.mark();
    byte[] owner = wireOf(set.owner());
    int record = set.offset();
    for (int i = 0; i < set.count(); i++) {
      if (!appendRecord(set, owner, record)) {
        at = before;
        names.forgetBehind(mark);
        return false;
      }
      record = RecordSet.next(set.bytes(), record);
    }
    return true;
  }

  @SuppressWarnings(
      "ReferenceEquality") // only to save the work; the same name elsewhere is written the same
  private byte[] wireOf(Name owner) {
    if (owner != lastOwner) {
      lastOwner = owner;
      lastOwnerWire = owner.toWire();
    }
    return lastOwnerWire;
  }

  private boolean appendRecord(RecordSet set, byte[] owner, int record) {
    int fixed = names.write(owner, 0, message, at, limit);
    if (fixed < 0 || fixed + RecordSet.HEADER > limit) {
      return false;
    }
    System.arraycopy(set.bytes(), record, message, fixed, 4); // type and class
    Octets.put32(message, fixed + 4, set.ttl());
    int rdata = fixed + RecordSet.HEADER;
    int end = appendRdata(set, record, rdata);
    if (end < 0) {
      return false;
    }
    Octets.put16(message, fixed + 8, end - rdata);
    at = end;
    return true;
  }

  /// Where the rdata ends, -1 if it does not fit.
  private int appendRdata(RecordSet set, int record, int to) {
    byte[] source = set.bytes();
    int from = record + RecordSet.HEADER;
    int end = RecordSet.next(source, record);
    int out = to;
    RdataShape shape = RdataShape.of(set.type());
    if (shape.compressible()) {
      out = copy(source, from, out, shape.fixed());
      from += shape.fixed();
      for (int i = 0; i < shape.names() && out >= 0; i++) {
        out = names.write(source, from, message, out, limit);
        from = behindName(source, from);
      }
    }
    return out < 0 ? -1 : copy(source, from, out, end - from);
  }

  private int copy(byte[] source, int from, int to, int count) {
    if (to + count > limit) {
      return -1;
    }
    System.arraycopy(source, from, message, to, count);
    return to + count;
  }

  private static int behindName(byte[] bytes, int at) {
    int end = at;
    while (bytes[end] != 0) {
      end += 1 + bytes[end];
    }
    return end + 1;
  }
}
