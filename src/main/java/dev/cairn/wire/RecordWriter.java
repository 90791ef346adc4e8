package dev.cairn.wire;

import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.SetView;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// Appends whole record sets to a message behind its question, and takes one back that does not
/// fit. Belongs to one thread, and may be used again.
///
/// Most answers are of the name that was asked for and lead to no other: only where another name is
/// to be written, the question's is taken into the memory of names.
final class RecordWriter {
  private static final byte[] NONE = {};

  private final SetView view = new SetView();
  private ResponseBuffer buffer;
  private byte[] message = NONE;
  private @Nullable NameCompressor names; // null until there is a name to write
  private byte[] question = NONE;
  private int questionAt;
  private Name lastOwner = Name.root;
  private byte[] lastOwnerWire = NONE;
  private boolean keepsCase;
  private int limit;
  private int at;

  /// A writer that is to [#begin].
  RecordWriter(ResponseBuffer buffer) {
    this.buffer = buffer;
  }

  /// A writer behind a question that stands in the message already.
  ///
  /// @param at where to begin
  /// @param limit octets that must not be exceeded
  RecordWriter(ResponseBuffer buffer, Question question, int at, int limit) {
    this(buffer);
    lastOwner = question.name();
    lastOwnerWire = question.wire();
    begin(buffer, lastOwnerWire, 0);
    room(at, limit);
  }

  /// Writes names in their own case, also where that takes more octets (RFC 5936 §3.4).
  RecordWriter keepingCase() {
    keepsCase = true;
    return this;
  }

  /// Begins a message that has a question.
  ///
  /// @param octets where its name stands too, from `nameAt` on
  void begin(ResponseBuffer room, byte[] octets, int nameAt) {
    buffer = room;
    message = room.bytes();
    names = null;
    question = octets;
    questionAt = nameAt;
  }

  /// Where records begin, and the octets that must not be exceeded.
  void room(int from, int most) {
    at = from;
    limit = most;
  }

  int at() {
    return at;
  }

  /// Where the records end. Nothing more is written, and no octets of theirs are held on to: a zone
  /// may be replaced any time.
  int end() {
    NameCompressor known = names;
    if (known != null) {
      known.forgetPlaces();
    }
    return at;
  }

  /// Appends all records of a set or, if they do not fit, none; whether they did.
  boolean append(RecordSet set) {
    return append(view.is(set, wireOf(set.owner())));
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

  /// The same for a set in lent room.
  boolean append(SetView set) {
    int before = at;
    NameCompressor known = names;
    int mark = known == null ? 0 : known.mark();
    int record = set.at();
    for (int left = set.count(); left > 0; left--) {
      if (!appendRecord(set, record)) {
        at = before;
        names = known;
        if (known != null) {
          known.forgetBehind(mark);
        }
        return false;
      }
      record = RecordSet.next(set.records(), record);
    }
    return true;
  }

  private boolean appendRecord(SetView set, int record) {
    int fixed = appendOwner(set);
    if (fixed < 0 || fixed + RecordSet.HEADER > limit) {
      return false;
    }
    Octets.put32(message, fixed, Octets.get32(set.records(), record)); // type and class
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

  @SuppressWarnings("ReferenceEquality") // only to save the work
  private int appendOwner(SetView set) {
    byte[] owner = set.owner();
    int from = set.ownerAt();
    if (owner != question || owner[from] == 0) {
      return name(owner, from, at);
    }
    if (at + 2 > limit) {
      return -1;
    }
    Octets.put16(message, at, 0xC000 | MessageReader.HEADER + from - questionAt);
    return at + 2;
  }

  /// Writes a name that is not known to be the question's; where it ends, -1 if it does not fit.
  private int name(byte[] source, int from, int to) {
    NameCompressor known = names;
    if (known == null) {
      known = buffer.names();
      known.clear(keepsCase);
      known.learn(message, MessageReader.HEADER);
      names = known;
    }
    return known.write(source, from, message, to, limit);
  }

  /// Where the rdata ends, -1 if it does not fit.
  private int appendRdata(SetView set, int record, int to) {
    byte[] source = set.records();
    int from = record + RecordSet.HEADER;
    int end = RecordSet.next(source, record);
    int out = to;
    RdataShape shape = RdataShape.of(Octets.get16(source, record));
    if (shape.compressible()) {
      out = copy(source, from, out, shape.fixed());
      from += shape.fixed();
      for (int i = 0; i < shape.names() && out >= 0; i++) {
        out = name(source, from, out);
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
