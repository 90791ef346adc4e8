package dev.cairn.zone;

import dev.cairn.message.LabelPath;
import dev.cairn.message.Labels;
import dev.cairn.message.RecordSet;
import dev.cairn.zone.Finding.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// One zone, whole and immutable, packed: a tree of labels in two arrays, no object per name or
/// record.
///
/// ```
/// data    node │ parent 4 │ marks 1 │ sets 2 │ label length 1, octets │ set … set
///         set  │ type 2 │ count 2 │ length 4 │ records as RecordSet has them
/// index   hash of (parent, label) → hash 32 │ node 32, open addressing
/// ```
///
/// A lookup steps down from the apex, one index probe a label, and so meets zone cuts and DNAMEs in
/// the order that RFC 1034 §4.3.2 wants. Every name on the way to a name is a node too: an empty
/// non-terminal is a node without sets. Longer than other files, as the layout and its one reader
/// belong together.
public final class Zone {
  static final int APEX = 8;

  static final int HAS_CUT = 1;
  static final int HAS_DNAME = 2;
  static final int HAS_WILDCARD = 4;
  static final int IS_BELOW_DNAME = 8;

  static final int MARKS = 4;
  static final int SETS = 5;
  static final int LABEL = 7;
  static final int SET_HEADER = 8;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final byte[] ASTERISK = {1, '*'};
  private static final int ABSENT = -1;

  private final Name origin;
  private final byte[] originWire;
  private final byte[] originKey;
  private final int originDepth;
  private final byte[] data;
  private final long[] index;
  private final int nodes;
  private final int records;
  private final RecordSet soa;
  private final @Nullable Denial denial;

  Zone(Name origin, byte[] data, long[] index, int nodes, int records, Denial.Nodes denyingNodes) {
    this.origin = origin;
    this.originWire = origin.toWire();
    this.originKey = Labels.of(origin).bytes();
    this.originDepth = origin.labels() - 1;
    this.data = data;
    this.index = index;
    this.nodes = nodes;
    this.records = records;
    this.soa = recordSet(origin, setOf(APEX, Type.SOA));
    this.denial = Denial.of(this, denyingNodes);
  }

  public Name origin() {
    return origin;
  }

  /// The SOA record, as it stands in the zone.
  public RecordSet soa() {
    return soa;
  }

  /// The SOA record's serial, 0 to 2^32 − 1.
  public long serial() {
    return soaNumber(0) & 0xFFFF_FFFFL;
  }

  /// Seconds for which an absence may be remembered (RFC 2308 §3): the smaller one of the SOA's TTL
  /// and its last field.
  public int negativeTtl() {
    return Math.max(Math.min(soa.ttl(), soaNumber(4)), 0);
  }

  /// How many names there are, empty non-terminals included.
  public int names() {
    return nodes;
  }

  public int records() {
    return records;
  }

  /// Octets of memory that the zone takes.
  public long octets() {
    return data.length + 8L * index.length;
  }

  /// Whether it was signed: its records come with signatures for those who want them.
  public boolean isSigned() {
    return setOf(APEX, Type.RRSIG) != ABSENT;
  }

  /// What proves what is not there; null if it cannot be proved.
  @Nullable Denial denial() {
    return denial;
  }

  /// Finds what the zone says of a name at or below its origin.
  public void lookup(LabelPath name, int type, Finding finding) {
    int node = APEX;
    for (int depth = originDepth; depth < name.count(); depth++) {
      int marks = data[node + MARKS];
      if ((marks & (HAS_CUT | HAS_DNAME)) != 0) {
        boolean isCut =
            (marks & HAS_CUT) != 0; // whoever delegates a name has nothing more to say below it
        finding.is(
            isCut ? Kind.DELEGATION : Kind.SUBTREE_ALIAS,
            node,
            setOf(node, isCut ? Type.NS : Type.DNAME),
            depth);
        return;
      }
      int child = child(node, name.bytes(), name.at(depth));
      if (child == ABSENT) {
        if ((marks & HAS_WILDCARD) == 0) {
          finding.is(Kind.NO_NAME, node, ABSENT, depth);
        } else {
          ending(
              child(node, ASTERISK, 0),
              type,
              depth,
              finding); // the source of synthesis (RFC 4592 §3.3.1)
        }
        return;
      }
      node = child;
    }
    if ((data[node + MARKS] & HAS_CUT) != 0
        && type != Type.DS) { // DS is the parent's (RFC 4035 §3.1.4.1)
      finding.is(Kind.DELEGATION, node, setOf(node, Type.NS), name.count());
    } else {
      ending(node, type, name.count(), finding);
    }
  }

  /// Finds what the name that was found last has of another type, for which no other zone would
  /// have to be asked.
  void lookupAgain(int type, Finding finding) {
    switch (finding.kind) {
      case ANSWER, ALIAS, NO_DATA -> ending(finding.node, type, finding.depth, finding);
      case ANY, DELEGATION, SUBTREE_ALIAS, NO_NAME -> {} // whatever the type
    }
  }

  private void ending(int node, int type, int depth, Finding finding) {
    if (type == Type.ANY && sets(node) > 0) {
      finding.is(Kind.ANY, node, node, depth);
      return;
    }
    int set = setOf(node, type);
    if (set != ABSENT) {
      finding.is(Kind.ANSWER, node, set, depth);
      return;
    }
    int alias = setOf(node, Type.CNAME);
    finding.is(alias == ABSENT ? Kind.NO_DATA : Kind.ALIAS, node, alias, depth);
  }

  /// The node of a name, whatever lies above it, or -1.
  int nodeOf(LabelPath name) {
    int node = APEX;
    for (int depth = originDepth; depth < name.count() && node != ABSENT; depth++) {
      node = child(node, name.bytes(), name.at(depth));
    }
    return node;
  }

  /// The set of a type at a node, or -1.
  int setOf(int node, int type) {
    int set = firstSet(node);
    for (int left = sets(node); left > 0; left--) {
      if (type(set) == type) {
        return set;
      }
      set = nextSet(set);
    }
    return ABSENT;
  }

  /// The signatures of the set of a type at a node, or -1.
  int signaturesOf(int node, int type) {
    int set = firstSet(node);
    for (int left = sets(node); left > 0; left--) {
      if (type(set) == Type.RRSIG && getShort(data, set + SET_HEADER + RecordSet.HEADER) == type) {
        return set;
      }
      set = nextSet(set);
    }
    return ABSENT;
  }

  /// How many labels a node has below the apex.
  int depthOf(int node) {
    int length = 0;
    for (int at = node; at != APEX; at = (int) INT.get(data, at)) {
      length++;
    }
    return length;
  }

  /// Puts the nodes from below the apex down to a node into `path`; how many there are.
  int path(int node, int[] path) {
    int length = depthOf(node);
    int left = length;
    for (int at = node; at != APEX; at = (int) INT.get(data, at)) {
      path[--left] = at;
    }
    return length;
  }

  /// Whether a node lies below a zone cut or a DNAME, and so is not the zone's own.
  boolean isOccluded(int node) {
    for (int at = node; at != APEX; ) {
      at = (int) INT.get(data, at);
      if ((data[at + MARKS] & (HAS_CUT | HAS_DNAME)) != 0) {
        return true;
      }
    }
    return false;
  }

  /// Puts the name of a node, as it is written in the zone, at `from`; where it ends, at most 255
  /// octets behind.
  int nameOf(int node, byte[] wire, int from) {
    int at = from;
    for (int step = node; step != APEX; step = (int) INT.get(data, step)) {
      int length = 1 + data[step + LABEL];
      System.arraycopy(data, step + LABEL, wire, at, length);
      at += length;
    }
    System.arraycopy(originWire, 0, wire, at, originWire.length);
    return at + originWire.length;
  }

  /// The origin in wire form, as it was written. Not to be changed.
  byte[] originWire() {
    return originWire;
  }

  /// Whether a name is the origin or lies below it.
  boolean covers(LabelPath name) {
    return name.count() >= originDepth
        && Arrays.equals(
            originKey, 0, originKey.length, name.bytes(), name.suffix(originDepth), name.length());
  }

  /// How many labels the origin has.
  int originDepth() {
    return originDepth;
  }

  /// The packed zone. Not to be changed.
  byte[] data() {
    return data;
  }

  int sets(int node) {
    return (short) SHORT.get(data, node + SETS) & 0xFFFF;
  }

  /// The type of the set that begins at an offset.
  int type(int set) {
    return (short) SHORT.get(data, set) & 0xFFFF;
  }

  /// Octets of the uncompressed name that stands somewhere in a record.
  int lengthOfName(int from) {
    int at = from;
    while (data[at] != 0) {
      at += 1 + data[at];
    }
    return at + 1 - from;
  }

  /// How many records the set that begins at an offset has.
  int count(int set) {
    return (short) SHORT.get(data, set + 2) & 0xFFFF;
  }

  int firstSet(int node) {
    return node + LABEL + 1 + data[node + LABEL];
  }

  int nextSet(int set) {
    return set + SET_HEADER + (int) INT.get(data, set + 4);
  }

  /// The set that begins at an offset, under a name.
  RecordSet recordSet(Name owner, int set) {
    return RecordSet.view(owner, data, set + SET_HEADER, count(set));
  }

  private int child(int parent, byte[] name, int label) {
    int hash = hash(parent, name, label);
    for (int slot = slot(hash, index.length);
        index[slot] != 0;
        slot = slot + 1 == index.length ? 0 : slot + 1) {
      if ((int) (index[slot] >>> 32) == hash && isChild((int) index[slot], parent, name, label)) {
        return (int) index[slot];
      }
    }
    return ABSENT;
  }

  private boolean isChild(int node, int parent, byte[] name, int label) {
    if ((int) INT.get(data, node) != parent) {
      return false;
    }
    int length = name[label];
    for (int i = 0; i <= length; i++) {
      if (Labels.lower(data[node + LABEL + i]) != Labels.lower(name[label + i])) {
        return false;
      }
    }
    return true;
  }

  /// The hash of a label below a node; `label` is where its length octet stands.
  static int hash(int parent, byte[] name, int label) {
    long hash = parent * 0x9E37_79B9_7F4A_7C15L;
    for (int i = label, end = label + name[label]; i <= end; i++) {
      hash = (hash ^ Labels.lower(name[i])) * 0x0000_0100_0000_01B3L;
    }
    hash = (hash ^ hash >>> 32) * 0xD6E8_FEB8_6659_FD93L;
    return (int) (hash >>> 32);
  }

  /// Where in a table of `slots` a hash belongs.
  static int slot(int hash, int slots) {
    return (int) ((hash & 0xFFFF_FFFFL) * slots >>> 32);
  }

  /// One of the five numbers behind the two names of the SOA: 0 serial, 1 refresh, 2 retry, 3
  /// expire, 4 minimum.
  private int soaNumber(int number) {
    int end = soa.offset() + soa.length();
    return (int) INT.get(data, end - 20 + 4 * number);
  }

  static void putInt(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  static int getInt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static void putShort(byte[] bytes, int at, int value) {
    SHORT.set(bytes, at, (short) value);
  }

  static int getShort(byte[] bytes, int at) {
    return (short) SHORT.get(bytes, at) & 0xFFFF;
  }
}
