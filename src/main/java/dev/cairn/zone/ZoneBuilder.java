package dev.cairn.zone;

import dev.cairn.message.Labels;
import dev.cairn.message.RecordSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Gathers records in any order and packs them into a [Zone].
///
/// ```
/// nodes    parent[] label[] first[] last[]          a tree, parents before children
/// log      next 4 │ line 4 │ file 2 │ type 2 │ TTL 4 │ length 2 │ rdata      one chain of records per node
/// ```
///
/// Packing walks the nodes in order, sorts each one's few records by type, and has a [SetPacker]
/// write them down.
final class ZoneBuilder {
  /// The node of the origin.
  static final int APEX = 0;

  /// Octets that a zone may have, packed and while it is gathered: what an array can hold.
  private static final int MOST_OCTETS = Integer.MAX_VALUE - 64;

  /// Nodes that are entered into the index at once.
  private static final int BLOCK = 1 << 15;

  /// Octets for which there is always memory.
  private static final int SMALL = 1 << 20;

  /// Octets of text that bring one name, and an octet of its label: few, as what is more is copied.
  private static final int OCTETS_A_NAME = 32;

  private static final int OCTETS_A_LABEL = 4;

  /// Octets of a name in the tables, at most.
  private static final int OCTETS_A_NODE = 4 * Integer.BYTES + 2 * Long.BYTES;

  static final int NEXT = 0;
  static final int LINE = 4;
  static final int FILE = 8;
  static final int TYPE = 10;
  static final int TTL = 12;
  static final int LENGTH = 16;
  static final int RDATA = 18;
  static final int NONE = -1;

  /// An offset into the log is no larger than an array can be.
  private static final int OFFSET_BITS = 31;

  final Name origin;
  final Labels originLabels;
  int[] parents = new int[8]; // small: most zones are, and there may be a great many
  int[] labels = new int[8];
  int[] first = new int[8];
  private int[] last = new int[8];
  int nodes;
  private long[] table = new long[16]; // hash of (parent, label) 32 | node 32, open addressing
  byte[] labelOctets = new byte[128];
  private final int[] labelStarts = new int[128];
  private int labelEnd;
  byte[] log = new byte[512]; // see expect
  private int logEnd;
  private int records;
  private long[] chain = new long[16];
  private int current; // the node that records are added to
  private boolean hasNamedDenial;
  private boolean hasHashedDenial;

  ZoneBuilder(Name origin) {
    this.origin = origin;
    this.originLabels = Labels.of(origin);
    put(NONE, new byte[] {0}, 0);
  }

  /// Makes room for the records of so many octets of text, so that no array is outgrown on the way:
  /// a record takes about as much in the log as in the text.
  void expect(int octets) {
    int names = octets / OCTETS_A_NAME;
    long memory = octets + octets / OCTETS_A_LABEL + (long) names * OCTETS_A_NODE;
    if (logEnd == 0 && (memory <= SMALL || Memory.hasRoomFor(memory))) {
      log = new byte[Math.max(octets, log.length)];
      if (names > nodes) {
        resize(names);
        labelOctets =
            Arrays.copyOf(labelOctets, Math.max(octets / OCTETS_A_LABEL, labelOctets.length));
        growTable(Math.max(names * 2, table.length));
      }
    }
  }

  private void resize(int more) {
    parents = Arrays.copyOf(parents, more);
    labels = Arrays.copyOf(labels, more);
    first = Arrays.copyOf(first, more);
    last = Arrays.copyOf(last, more);
  }

  /// A zone that does not fit into its arrays.
  static final class TooLarge extends Exception {
    private static final long serialVersionUID = 1L;

    TooLarge(String message) {
      super(message);
    }
  }

  /// Where a record came from: the number of the file, and the line in it.
  record Place(int file, int line) {}

  /// Hears of record sets that cannot stand as they are.
  interface Complaints {
    void about(Rule rule, Place place, String message);
  }

  /// From now on records are added to an uncompressed name.
  ///
  /// @param name which stands between two offsets, and is at or below the origin
  void turnTo(byte[] name, int from, int end) throws TooLarge {
    int count = 0;
    for (int at = from; end - at > originLabels.bytes().length; at += 1 + name[at]) {
      labelStarts[count++] = at;
    }
    int node = APEX;
    while (count > 0) {
      node = child(node, name, labelStarts[--count]);
    }
    current = node;
  }

  /// Whether what stands between two offsets of a name is the origin.
  boolean isOrigin(byte[] name, int at, int end) {
    return isSame(originLabels.bytes(), name, at, end);
  }

  /// Whether a name in lower case is the same as what stands between two offsets of another.
  static boolean isSame(byte[] own, byte[] name, int at, int end) {
    if (end - at != own.length) {
      return false;
    }
    for (int i = 0; i < own.length; i++) {
      if (Labels.lower(name[at + i]) != own[i]) {
        return false;
      }
    }
    return true;
  }

  /// Writes down what the log has in front of a record's data.
  ///
  /// @param file its number
  /// @param line where the record stands in it
  static void writeHead(byte[] log, int record, int type, int ttl, int length, int file, int line) {
    Zone.putInt(log, record + NEXT, NONE);
    Zone.putInt(log, record + LINE, line);
    Zone.putShort(log, record + FILE, file);
    Zone.putShort(log, record + TYPE, type);
    Zone.putInt(log, record + TTL, ttl);
    Zone.putShort(log, record + LENGTH, length);
  }

  /// Adds a record that was written down; where it ends.
  ///
  /// @param lines what is to be added to its line
  int add(byte[] records, int at, int lines) throws TooLarge {
    int node = current;
    int length = RDATA + Zone.getShort(records, at + LENGTH);
    log = roomFor(log, logEnd, length);
    int record = logEnd;
    System.arraycopy(records, at, log, record, length);
    logEnd += length;
    if (lines != 0) {
      Zone.putInt(log, record + LINE, Zone.getInt(log, record + LINE) + lines);
    }
    if (first[node] == NONE) {
      first[node] = record;
    } else {
      Zone.putInt(log, last[node] + NEXT, record);
    }
    last[node] = record;
    int type = Zone.getShort(log, record + TYPE);
    hasNamedDenial |= type == Type.NSEC;
    hasHashedDenial |= type == Type.NSEC3PARAM && node == APEX;
    this.records++;
    return at + length;
  }

  /// Packs what was added. The caller has seen to it that the apex has a SOA record, see [#hasSoa].
  Zone build(Complaints complaints) throws TooLarge {
    long most =
        Zone.APEX
            + labelEnd
            + (long) nodes * (Zone.LABEL + 1)
            + logEnd
            + (long) records * (Zone.SET_HEADER + RecordSet.HEADER - RDATA);
    requireRoom(most, most + (long) nodes * (Long.BYTES * 3 / 2 + Integer.BYTES));
    var data = new byte[(int) most];
    var offsets = new int[nodes];
    var index = new long[Math.max(nodes + nodes / 2, 3)];
    var denying = new DenyingNodes(this);
    BitSet hidden = denying.hidden();
    var packer = new SetPacker(log, data, complaints);
    int end = Zone.APEX;
    int from = 1;
    var entered = CompletableFuture.completedFuture((Void) null);
    for (int node = 0; node < nodes; node++) {
      offsets[node] = end;
      end = packNode(node, node == 0 ? 0 : offsets[parents[node]], data, packer, end);
      if (node - from == BLOCK) { // another processor enters what is packed
        int first = from;
        int behind = node;
        entered = entered.thenRunAsync(() -> enter(index, data, offsets, hidden, first, behind));
        from = node;
      }
    }
    entered.join();
    enter(index, data, offsets, hidden, from, nodes);
    var zone =
        new Zone(
            origin,
            end < data.length - data.length / 16 ? Arrays.copyOf(data, end) : data,
            index,
            nodes - hidden.cardinality(),
            packer.kept,
            denying.at(offsets));
    judgeNameServers(zone, complaints);
    return zone;
  }

  /// The zone's own name servers must be reachable by their names.
  private void judgeNameServers(Zone zone, Complaints complaints) {
    for (int record = first[APEX]; record != NONE; record = Zone.getInt(log, record + NEXT)) {
      if (Zone.getShort(log, record + TYPE) == Type.NS) {
        Name target = RecordSet.nameAt(log, record + RDATA);
        int node = target.subdomain(origin) ? zone.nodeOf(Labels.of(target)) : NONE;
        if (node != NONE && (zone.data()[node + Zone.MARKS] & Zone.IS_BELOW_DNAME) != 0) {
          complaints.about(
              Rule.NS_TARGET_BELOW_DNAME,
              new Place(Zone.getShort(log, record + FILE), Zone.getInt(log, record + LINE)),
              "name server "
                  + target
                  + " is below a DNAME, where there can be no data (RFC 6672 §2.4)");
        }
      }
    }
  }

  /// Where each record came from, in the order in which they were added.
  List<Place> origins() {
    var origins = new ArrayList<Place>();
    for (int record = 0; record < logEnd; record += RDATA + Zone.getShort(log, record + LENGTH)) {
      origins.add(new Place(Zone.getShort(log, record + FILE), Zone.getInt(log, record + LINE)));
    }
    return origins;
  }

  /// Whether there are NSEC records.
  boolean hasNamedDenial() {
    return hasNamedDenial;
  }

  /// Whether there is a chain of NSEC3 records; without NSEC3PARAM at the top they are records like
  /// any other (RFC 5155 §7.2).
  boolean hasHashedDenial() {
    return hasHashedDenial;
  }

  boolean hasSoa() {
    for (int record = first[0]; record != NONE; record = Zone.getInt(log, record + NEXT)) {
      if (Zone.getShort(log, record + TYPE) == Type.SOA) {
        return true;
      }
    }
    return false;
  }

  private int packNode(int node, int parent, byte[] data, SetPacker packer, int at) {
    int label = labels[node];
    int length = 1 + labelOctets[label];
    Zone.putInt(data, at, parent);
    for (int i = 0; i < length; i++) {
      data[at + Zone.LABEL + i] = labelOctets[label + i];
    }
    if (node > 0 && length == 2 && labelOctets[label + 1] == '*') {
      data[parent + Zone.MARKS] |= Zone.HAS_WILDCARD;
    }
    int count = chain(node);
    packer.pack(chain, count, at + Zone.LABEL + length);
    Zone.putShort(data, at + Zone.SETS, packer.sets);
    data[at + Zone.MARKS] =
        (byte)
            ((packer.hasNs && node > 0 ? Zone.HAS_CUT : 0)
                | (packer.hasDname ? Zone.HAS_DNAME : 0)
                | (isBelowDname(data, parent) ? Zone.IS_BELOW_DNAME : 0));
    return packer.at;
  }

  /// Whether what lies below a packed node lies below a DNAME; the apex has no parent.
  private static boolean isBelowDname(byte[] data, int parent) {
    return parent > 0 && (data[parent + Zone.MARKS] & (Zone.HAS_DNAME | Zone.IS_BELOW_DNAME)) != 0;
  }

  /// Takes the node's records into [#chain], as set << 31 | log offset, in the order of [#setKey]
  /// and then of the file; how many there are.
  private int chain(int node) {
    int count = 0;
    boolean isSorted = true;
    for (int record = first[node]; record != NONE; record = Zone.getInt(log, record + NEXT)) {
      if (count == chain.length) {
        chain = Arrays.copyOf(chain, count * 2);
      }
      long entry = setKey(record) << OFFSET_BITS | record;
      isSorted &= count == 0 || chain[count - 1] < entry;
      chain[count++] = entry;
    }
    if (!isSorted) {
      Arrays.sort(chain, 0, count);
    }
    return count;
  }

  /// What is equal for two records of a node that belong to one set: the type, and for a signature
  /// the type that it covers, as each set is signed on its own (RFC 4035 §2.2).
  long setKey(int record) {
    int type = Zone.getShort(log, record + TYPE);
    boolean isSignature = type == Type.RRSIG && Zone.getShort(log, record + LENGTH) >= 2;
    return (long) type << 16 | (isSignature ? Zone.getShort(log, record + RDATA) : 0);
  }

  /// What [#setKey] says of an entry of a chain.
  static long setKeyIn(long entry) {
    return entry >>> OFFSET_BITS;
  }

  static int typeIn(long entry) {
    return (int) (entry >>> OFFSET_BITS + 16);
  }

  static int recordIn(long entry) {
    return (int) entry & Integer.MAX_VALUE;
  }

  /// Enters nodes between two numbers into the index of the packed zone.
  private void enter(long[] index, byte[] data, int[] offsets, BitSet hidden, int from, int to) {
    for (int node = from; node < to; node++) {
      if (!hidden.get(node)) {
        int at = offsets[node];
        int hash = Zone.hash(offsets[parents[node]], data, at + Zone.LABEL);
        int slot = Zone.slot(hash, index.length);
        while (index[slot] != 0) {
          slot = slot + 1 == index.length ? 0 : slot + 1;
        }
        index[slot] = (long) hash << 32 | at;
      }
    }
  }

  private int child(int parent, byte[] name, int label) throws TooLarge {
    int hash = Zone.hash(parent, name, label);
    int slot = slotOf(hash, parent, name, label);
    if (table[slot] != 0) {
      return (int) table[slot];
    }
    int node = newNode(parent, name, label);
    table[slot] = (long) hash << 32 | node;
    if (nodes * 3L > table.length * 2L) {
      requireRoom(0, (long) table.length * 2 * Long.BYTES);
      growTable(table.length * 2);
    }
    return node;
  }

  /// The node of a label below another, or [#NONE].
  int childOf(int parent, byte[] name, int label) {
    long entry = table[slotOf(Zone.hash(parent, name, label), parent, name, label)];
    return entry == 0 ? NONE : (int) entry;
  }

  /// Where a child stands in the table, or would.
  private int slotOf(int hash, int parent, byte[] name, int label) {
    long[] all = table;
    int slot = Zone.slot(hash, all.length);
    while (all[slot] != 0) {
      if ((int) (all[slot] >>> 32) == hash && isChild((int) all[slot], parent, name, label)) {
        return slot;
      }
      slot = slot + 1 == all.length ? 0 : slot + 1;
    }
    return slot;
  }

  private boolean isChild(int node, int parent, byte[] name, int label) {
    if (parents[node] != parent) {
      return false;
    }
    for (int i = 0; i <= name[label]; i++) {
      if (Labels.lower(labelOctets[labels[node] + i]) != Labels.lower(name[label + i])) {
        return false;
      }
    }
    return true;
  }

  private int newNode(int parent, byte[] name, int label) throws TooLarge {
    if (nodes == parents.length) {
      int more = nodes + nodes / 2 + 8;
      requireRoom(0, (long) more * 4 * Integer.BYTES);
      resize(more);
    }
    if (labelEnd + 1 + name[label] > labelOctets.length) {
      int more = labelOctets.length + labelOctets.length / 2;
      requireRoom(0, more);
      labelOctets = Arrays.copyOf(labelOctets, more);
    }
    return put(parent, name, label);
  }

  private int put(int parent, byte[] name, int label) {
    int length = 1 + name[label];
    System.arraycopy(name, label, labelOctets, labelEnd, length);
    parents[nodes] = parent;
    labels[nodes] = labelEnd;
    first[nodes] = NONE;
    labelEnd += length;
    return nodes++;
  }

  private void growTable(int slots) {
    long[] old = table;
    var grown = new long[slots];
    for (long entry : old) {
      if (entry != 0) {
        int slot = Zone.slot((int) (entry >>> 32), slots);
        while (grown[slot] != 0) {
          slot = slot + 1 == slots ? 0 : slot + 1;
        }
        grown[slot] = entry;
      }
    }
    table = grown;
  }

  private static byte[] roomFor(byte[] bytes, int used, int more) throws TooLarge {
    long needed = (long) used + more;
    if (needed <= bytes.length) {
      return bytes;
    }
    long wanted = Math.min(Math.max(bytes.length * 2L, needed), MOST_OCTETS);
    requireRoom(needed, wanted);
    return Arrays.copyOf(bytes, (int) wanted);
  }

  /// Sees to it that an array can have its octets, and that there is memory for all that is wanted
  /// with it: a few words of `$GENERATE` may make a great many records.
  private static void requireRoom(long octets, long memory) throws TooLarge {
    if (octets > MOST_OCTETS) {
      throw new TooLarge("the zone is larger than 2 GiB when packed");
    }
    if (memory > SMALL && !Memory.hasRoomFor(memory)) {
      throw new TooLarge(
          "the zone takes %d octets more, and there is memory for %d now; give more with CAIRN_JAVA_OPTS=-Xmx…"
              .formatted(memory, Memory.free()));
    }
  }
}
