package dev.cairn.message;

import org.xbill.DNS.Name;

/// A [RecordSet] in room that is used again for the next: whose name, and which records. Belongs to
/// one thread; the octets belong to a message or to a zone, and are never changed.
public final class SetView {
  private static final byte[] NONE = {};

  private byte[] owner = NONE;
  private int ownerAt;
  private byte[] records = NONE;
  private int at;
  private int count;
  private int ttl;

  /// Shows records of a name.
  ///
  /// @param name holds it uncompressed from `nameAt` on
  /// @param octets of the records, as a record set has them
  /// @param first where the first one begins
  /// @param number of them, at least 1
  public SetView is(byte[] name, int nameAt, byte[] octets, int first, int number) {
    owner = name;
    ownerAt = nameAt;
    records = octets;
    at = first;
    count = number;
    ttl = RecordSet.ttlAt(octets, first);
    return this;
  }

  /// Shows what a set of the name shows.
  public SetView is(RecordSet set, byte[] name) {
    is(name, 0, set.bytes(), set.offset(), set.count());
    return ttl(set.ttl());
  }

  /// Shows nothing, and keeps no octets from being collected.
  void forget() {
    owner = NONE;
    records = NONE;
  }

  /// Gives all of them another TTL, in seconds.
  public SetView ttl(int seconds) {
    ttl = seconds;
    return this;
  }

  /// The octets in which the owner's name stands uncompressed, from [#ownerAt] on.
  public byte[] owner() {
    return owner;
  }

  public int ownerAt() {
    return ownerAt;
  }

  /// The octets in which the records stand, from [#at] on.
  public byte[] records() {
    return records;
  }

  public int at() {
    return at;
  }

  public int count() {
    return count;
  }

  public int type() {
    return RecordSet.unsigned16(records, at);
  }

  /// Seconds.
  public int ttl() {
    return ttl;
  }

  /// The same set as a value.
  ///
  /// @param name of its owner
  public RecordSet as(Name name) {
    return RecordSet.view(name, records, at, count).withTtl(ttl);
  }

  /// Whether another one shows the same records.
  @SuppressWarnings("ReferenceEquality") // of the arrays, not of what is in them
  boolean showsWhat(SetView other) {
    return records == other.records && at == other.at;
  }
}
