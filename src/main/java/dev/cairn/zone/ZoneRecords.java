package dev.cairn.zone;

import dev.cairn.message.RecordSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// All record sets of a zone but its SOA, glue and what else lies below a cut included, in the
/// order in which they were packed.
final class ZoneRecords implements Iterator<RecordSet> {
  private static final int LONGEST_NAME = 255;

  private final Zone zone;
  private final byte[] wire = new byte[LONGEST_NAME];
  private int nodes; // behind the one reached
  private int sets; // of the one reached that are still to come
  private int at;
  private Name owner;

  ZoneRecords(Zone zone) {
    this.zone = zone;
    this.nodes = zone.names();
    this.at = Zone.APEX;
    this.owner = zone.origin();
    settle();
  }

  /// Steps onto the next set that counts.
  private void settle() {
    while (sets == 0 || zone.type(at) == Type.SOA) {
      if (sets > 0) {
        at = zone.nextSet(at);
        sets--;
      } else if (nodes > 0) {
        nodes--;
        take(at);
      } else {
        return;
      }
    }
  }

  private void take(int node) {
    sets = zone.sets(node);
    at = zone.firstSet(node);
    if (sets > 0) {
      zone.nameOf(node, wire, 0);
      owner = RecordSet.nameAt(wire, 0);
    }
  }

  @Override
  public boolean hasNext() {
    return sets > 0;
  }

  @Override
  public RecordSet next() {
    if (sets == 0) {
      throw new NoSuchElementException("all records of " + zone.origin() + " were told");
    }
    RecordSet set = zone.recordSet(owner, at);
    at = zone.nextSet(at);
    sets--;
    settle();
    return set;
  }
}
