package dev.cairn.zone.check;

import dev.cairn.zone.GatheredZone;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// What leads from one zone into others that are judged with it, packed until all are read: a
/// reverse zone may have a million.
///
/// ```
/// kind 1 │ type 2 │ file 2 │ line 4 │ zone 4 │ owner length 1, name │ target length 1, name
/// ```
final class Crossings {
  private static final int MOST_OCTETS = 1 + 2 + 2 + 4 + 4 + 2 * 256;
  private static final Kind[] KINDS = Kind.values();

  private byte[] log = new byte[0];
  private int end;

  /// What is asked of the other zone.
  enum Kind {
    /// Whether the target has addresses.
    HOST,
    /// Whether the target exists.
    ALIAS,
    /// Whether the target has the address whose reverse name the owner is.
    POINTER,
    /// Whether the target, the reverse name of the owner's address, exists.
    ADDRESS,
    /// Whether the target is a name server of the zone that the owner is the apex of.
    DELEGATION,
    /// Whether the owner has the address that is the target.
    GLUE
  }

  /// One record that leads into another zone.
  ///
  /// @param zone the other one's number in the [Territory]
  record Crossing(Kind kind, int type, Place place, int zone, Ends ends) {}

  /// Where the record stands.
  record Place(Path file, int line) {}

  /// The record's own name and the one that it leads to, in wire form; of glue its address.
  record Ends(byte[] owner, byte[] target) {}

  /// Keeps one.
  void add(Kind kind, GatheredZone from, int record, int zone, Ends ends) {
    if (log.length - end < MOST_OCTETS) {
      log = Arrays.copyOf(log, Math.max(log.length * 2, 1 << 14));
    }
    var buffer = ByteBuffer.wrap(log).position(end);
    buffer.put((byte) kind.ordinal()).putShort((short) from.type(record));
    buffer.putShort((short) from.fileNumber(record)).putInt(from.line(record)).putInt(zone);
    buffer.put((byte) ends.owner().length).put(ends.owner());
    buffer.put((byte) ends.target().length).put(ends.target());
    end = buffer.position();
  }

  /// Hands all of them out.
  ///
  /// @param files of which the zone was read
  void forEach(List<Path> files, Consumer<Crossing> each) {
    var buffer = ByteBuffer.wrap(log, 0, end);
    while (buffer.hasRemaining()) {
      Kind kind = KINDS[buffer.get()];
      int type = buffer.getShort() & 0xFFFF;
      var place = new Place(files.get(buffer.getShort() & 0xFFFF), buffer.getInt());
      int zone = buffer.getInt();
      each.accept(new Crossing(kind, type, place, zone, new Ends(name(buffer), name(buffer))));
    }
  }

  private static byte[] name(ByteBuffer buffer) {
    var name = new byte[buffer.get() & 0xFF];
    buffer.get(name);
    return name;
  }
}
