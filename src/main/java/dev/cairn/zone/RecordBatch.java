package dev.cairn.zone;

import dev.cairn.zone.ZoneBuilder.TooLarge;
import java.util.Arrays;

/// Records on their way from the text to a [ZoneBuilder], in the order of the text: written down by
/// the thread that reads a stretch of it, and sorted in by the one that has the builder.
///
/// ```
/// octets   owner length 1, owner │ record as ZoneBuilder's log has it │ …      owner length 0: the one before
/// ```
final class RecordBatch {
  /// What [#owner] says of a name.
  enum Whose {
    APEX,
    BELOW,
    OUTSIDE
  }

  private static final int SMALLEST = 2048;

  private final byte[] origin;
  private final byte[] owner = new byte[NameText.LONGEST_NAME];
  private int ownerLength;
  private boolean isOwnerNew;
  private final byte[] keptOwner = new byte[NameText.LONGEST_NAME];
  private int keptLength;
  private boolean wasOwnerNew;
  byte[] octets = new byte[SMALLEST];
  int end;

  /// @param origin of the zone, in wire form and lower case
  RecordBatch(byte[] origin) {
    this.origin = origin;
  }

  /// From now on records belong to this uncompressed name.
  Whose owner(byte[] wire, int length) {
    System.arraycopy(wire, 0, owner, 0, length);
    ownerLength = length;
    isOwnerNew = true;
    return whose(wire, 0, length);
  }

  /// Where in the zone an uncompressed name lies that stands between two offsets.
  Whose whose(byte[] wire, int from, int to) {
    int at = from;
    while (to - at > origin.length && wire[at] != 0) {
      at += 1 + wire[at];
    }
    if (!ZoneBuilder.isSame(origin, wire, at, to)) {
      return Whose.OUTSIDE;
    }
    return at == from ? Whose.APEX : Whose.BELOW;
  }

  /// The name that records belong to now, empty at first.
  byte[] owner() {
    return Arrays.copyOf(owner, ownerLength);
  }

  /// One more record of the owner.
  ///
  /// @param rdata at most 65,535 octets, names in it uncompressed
  void add(int type, int ttl, byte[] rdata, ZoneBuilder.Place place) {
    int length = isOwnerNew ? ownerLength : 0;
    int record = end + 1 + length;
    makeRoom(1 + length + ZoneBuilder.RDATA + rdata.length);
    octets[end] = (byte) length;
    System.arraycopy(owner, 0, octets, end + 1, length);
    System.arraycopy(rdata, 0, octets, record + ZoneBuilder.RDATA, rdata.length);
    ZoneBuilder.writeHead(octets, record, type, ttl, rdata.length, place.file(), place.line());
    end = record + ZoneBuilder.RDATA + rdata.length;
    isOwnerNew = false;
  }

  /// Keeps the owner for [#takeBackOwner].
  void keepOwner() {
    System.arraycopy(owner, 0, keptOwner, 0, ownerLength);
    keptLength = ownerLength;
    wasOwnerNew = isOwnerNew;
  }

  /// The owner is the one that was kept; no record was added since.
  void takeBackOwner() {
    System.arraycopy(keptOwner, 0, owner, 0, keptLength);
    ownerLength = keptLength;
    isOwnerNew = wasOwnerNew;
  }

  /// Forgets all records and the owner.
  void clear() {
    end = 0;
    ownerLength = 0;
    isOwnerNew = false;
  }

  /// Sees to it that so many octets can be written from the end on.
  void makeRoom(int more) {
    if (end + more > octets.length) {
      octets = Arrays.copyOf(octets, Math.max(end + more, octets.length * 2));
    }
  }

  /// Whether the next record has to tell its owner.
  boolean tellsOwner() {
    return isOwnerNew;
  }

  /// What was written from the end on is one more record, in front of it its owner if that is new.
  ///
  /// @param owned octets of the new owner, 0 if it is the one before
  void added(int owned, int next) {
    if (owned > 0) {
      System.arraycopy(octets, end + 1, owner, 0, owned);
      ownerLength = owned;
    }
    isOwnerNew = false;
    end = next;
  }

  /// Goes on with the owner of another batch, which was sorted in meanwhile.
  void follow(RecordBatch other) {
    if (other.ownerLength > 0) {
      System.arraycopy(other.owner, 0, owner, 0, other.ownerLength);
      ownerLength = other.ownerLength;
      isOwnerNew = true;
    }
  }

  /// Sorts all records in, and is empty then.
  ///
  /// @param lines what is to be added to the lines of records
  void sortInto(ZoneBuilder builder, int lines) throws TooLarge {
    int at = 0;
    while (at < end) {
      int name = at + 1;
      int record = name + (octets[at] & 0xFF);
      if (record > name) {
        builder.turnTo(octets, name, record);
      }
      at = builder.add(octets, record, lines);
    }
    end = 0;
  }
}
