package dev.cairn.zone;

import java.util.BitSet;
import org.xbill.DNS.Type;

/// Finds the nodes with NSEC and NSEC3 records among those that a [ZoneBuilder] has gathered.
final class DenyingNodes {
  private final ZoneBuilder builder;
  private final BitSet named = new BitSet();
  private final BitSet hashed = new BitSet();
  private final BitSet hidden = new BitSet();

  DenyingNodes(ZoneBuilder builder) {
    this.builder = builder;
    if (builder.hasNamedDenial() || builder.hasHashedDenial()) {
      for (int node = 0; node < builder.nodes; node++) {
        look(node);
      }
      for (int node = 1; node < builder.nodes; node++) {
        hidden.clear(builder.parents[node]); // what lies above a name is one
      }
    }
  }

  /// The nodes that are there for NSEC3 records alone: names that nobody can ask for (RFC 5155
  /// §7.2.8).
  BitSet hidden() {
    return hidden;
  }

  /// Where they stand in the packed zone.
  ///
  /// @param offsets of each node
  Denial.Nodes at(int[] offsets) {
    return new Denial.Nodes(
        named.stream().map(node -> offsets[node]).toArray(),
        hashed.stream().map(node -> offsets[node]).toArray());
  }

  private void look(int node) {
    boolean isAlone = builder.hasHashedDenial() && isHash(node);
    for (int record = builder.first[node];
        record != ZoneBuilder.NONE;
        record = Zone.getInt(builder.log, record + ZoneBuilder.NEXT)) {
      long set = builder.setKey(record);
      named.set(node, named.get(node) || set == key(Type.NSEC, 0));
      hashed.set(node, hashed.get(node) || set == key(Type.NSEC3, 0));
      isAlone &= set == key(Type.NSEC3, 0) || set == key(Type.RRSIG, Type.NSEC3);
    }
    hidden.set(node, isAlone && hashed.get(node));
  }

  /// Whether a name can be the owner of an NSEC3 record of the chain (RFC 5155 §3).
  private boolean isHash(int node) {
    return builder.parents[node] == ZoneBuilder.APEX
        && Nsec3Chain.hashIn(builder.labelOctets, builder.labels[node]) != null;
  }

  private static long key(int type, int covered) {
    return (long) type << 16 | covered;
  }
}
