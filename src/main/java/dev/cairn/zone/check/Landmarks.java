package dev.cairn.zone.check;

import dev.cairn.zone.GatheredZone;

/// What each node of a zone has and where it lies, as bits: found in one pass, as parents stand
/// before their children, and a second one over the zone's NS records.
final class Landmarks {
  private static final int CUT = 1 << 16;
  private static final int BELOW_CUT = 1 << 17;
  private static final int BELOW_DNAME = 1 << 18;
  private static final int NAME_SERVER = 1 << 19;

  private final GatheredZone zone;
  private final int[] marks;

  Landmarks(GatheredZone zone) {
    this.zone = zone;
    this.marks = new int[zone.nodes()];
    boolean hasCuts = false;
    for (int node = 0; node < marks.length; node++) {
      int own = inherited(node);
      for (int at = zone.first(node); at != GatheredZone.NONE; at = zone.next(at)) {
        own |= Kinds.of(zone.type(at));
      }
      if (node > 0 && (own & Kinds.NS) != 0) {
        own |= CUT;
        hasCuts = true;
      }
      marks[node] = own;
    }
    if (hasCuts) {
      markNameServers();
    }
  }

  private int inherited(int node) {
    if (node == 0) {
      return 0;
    }
    int above = marks[zone.parent(node)];
    return ((above & (CUT | BELOW_CUT)) != 0 ? BELOW_CUT : 0)
        | ((above & BELOW_DNAME) != 0 || (above & Kinds.DNAME) != 0 ? BELOW_DNAME : 0);
  }

  private void markNameServers() {
    for (int node = 0; node < marks.length; node++) {
      if ((marks[node] & Kinds.NS) == 0) {
        continue;
      }
      for (int at = zone.first(node); at != GatheredZone.NONE; at = zone.next(at)) {
        int target =
            Kinds.of(zone.type(at)) == Kinds.NS ? zone.find(zone.octets(), zone.rdata(at)) : -1;
        if (target >= 0) {
          marks[target] |= NAME_SERVER;
        }
      }
    }
  }

  /// Whether a node has any of these [Kinds].
  boolean has(int node, int kinds) {
    return (marks[node] & kinds) != 0;
  }

  /// All [Kinds] of a node.
  int kinds(int node) {
    return marks[node] & 0xFFFF;
  }

  boolean isCut(int node) {
    return (marks[node] & CUT) != 0;
  }

  boolean isBelowCut(int node) {
    return (marks[node] & BELOW_CUT) != 0;
  }

  boolean isBelowDname(int node) {
    return (marks[node] & BELOW_DNAME) != 0;
  }

  /// Whether the zone has nothing to say of a node: others answer for it.
  boolean isOccluded(int node) {
    return (marks[node] & (BELOW_CUT | BELOW_DNAME)) != 0;
  }

  /// Whether an NS record of the zone leads here.
  boolean isNameServer(int node) {
    return (marks[node] & NAME_SERVER) != 0;
  }

  /// The highest node at or above this one that is a cut, or -1.
  int cutOver(int node) {
    int cut = -1;
    for (int at = node; at > 0; at = zone.parent(at)) {
      cut = isCut(at) ? at : cut;
    }
    return cut;
  }
}
