package dev.cairn.zone.check;

import dev.cairn.zone.GatheredZone;
import java.util.Arrays;
import org.xbill.DNS.Type;

/// The records of one node after another, by sets: of one type, and signatures of one covered type.
/// Moved from node to node, so that a million of them need no object each.
final class NodeRecords {
  private static final int RECORD_BITS = 31; // an offset is no larger than an array can be

  private final GatheredZone zone;
  private final Landmarks landmarks;
  private long[] entries = new long[64];
  private int node;
  private int count;

  NodeRecords(GatheredZone zone, Landmarks landmarks) {
    this.zone = zone;
    this.landmarks = landmarks;
  }

  void moveTo(int next) {
    node = next;
    count = 0;
    for (int at = zone.first(next); at != GatheredZone.NONE; at = zone.next(at)) {
      if (count == entries.length) {
        entries = Arrays.copyOf(entries, count * 2);
      }
      entries[count++] = (setOf(at) & 0xFFFF_FFFFL) << RECORD_BITS | at;
    }
    if (count > 1) {
      Arrays.sort(entries, 0, count);
    }
  }

  private int setOf(int record) {
    int type = zone.type(record);
    return type << 16 | (type == Type.RRSIG ? zone.shortNumber(zone.rdata(record)) : 0);
  }

  int node() {
    return node;
  }

  boolean isApex() {
    return node == 0;
  }

  /// Whether there are records of any of these [Kinds].
  boolean has(int kinds) {
    return landmarks.has(node, kinds);
  }

  int count() {
    return count;
  }

  int record(int i) {
    return (int) entries[i] & Integer.MAX_VALUE;
  }

  int type(int i) {
    return zone.type(record(i));
  }

  /// The type that a signature covers.
  int covered(int i) {
    return (int) (entries[i] >>> RECORD_BITS) & 0xFFFF;
  }

  /// Behind the last record of the set of record `i`.
  int setEnd(int i) {
    int end = i + 1;
    while (end < count && entries[end] >>> RECORD_BITS == entries[i] >>> RECORD_BITS) {
      end++;
    }
    return end;
  }

  /// The first record of a type other than RRSIG, or -1.
  int firstOf(int type) {
    for (int i = 0; i < count; i++) {
      if (type(i) == type) {
        return i;
      }
    }
    return -1;
  }
}
