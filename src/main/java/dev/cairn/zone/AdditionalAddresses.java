package dev.cairn.zone;

import dev.cairn.message.Labels;
import dev.cairn.message.NameProbe;
import dev.cairn.message.SetList;
import dev.cairn.message.SetView;
import dev.cairn.zone.Finding.Kind;
import java.util.Arrays;

/// What a client will want next: addresses of mail exchanges, name servers and services in the same
/// zone (RFC 1034 §4.3.2 step 6), of at most [#MOST_NAMES] of them in a set. Room of one thread,
/// used again.
final class AdditionalAddresses implements Targets.Wanted {
  static final int MOST_NAMES = 13;

  /// Name servers of one zone cut whose addresses are looked for; more have never been seen.
  private static final int MOST_GLUE = 128;

  private static final byte[] NONE = {};

  private final Selection selection;
  private final NameProbe name = new NameProbe();
  private final Finding finding = new Finding();
  private byte[][] octets = new byte[2 * MOST_NAMES][];
  private int[] names = new int[2 * MOST_NAMES];
  private int[] types = new int[2 * MOST_NAMES];
  private int count;

  AdditionalAddresses(Selection selection) {
    this.selection = selection;
  }

  /// Holds on to no octets.
  void forget() {
    while (count > 0) {
      octets[--count] = NONE;
    }
  }

  /// Adds what goes with the records of an answer from the set `first` on: sets that we are
  /// authoritative for.
  void of(Zone zone, int first, Signatures signatures) {
    forget();
    SetList answer = selection.answer();
    for (int i = first; i < answer.size(); i++) {
      SetView set = answer.get(i);
      if (Targets.areIn(set.type())) {
        Targets.collect(set, MOST_NAMES, this);
      }
    }
    boolean isIn = false;
    for (int i = 0; i < count; i++) {
      if (!isOfLast(i)) {
        isIn = isIn(zone, i);
        if (isIn) {
          zone.lookup(name, types[i], finding);
        }
      } else if (isIn) {
        zone.lookupAgain(types[i], finding);
      }
      if (isIn && finding.kind == Kind.ANSWER) {
        add(zone, i, finding.set, finding.node, signatures);
      }
    }
  }

  /// Adds what goes with the zone's own name servers: also addresses below zone cuts, as priming
  /// wants them (RFC 9609 §4.2).
  void ofNameServers(Zone zone, SetView nameServers, Signatures signatures) {
    glue(zone, nameServers, MOST_NAMES, signatures);
  }

  /// Adds what goes with a referral: also addresses below zone cuts (RFC 9471). What does not fit
  /// is told by TC (RFC 9471 §3.1).
  void glue(Zone zone, SetView nameServers, Signatures signatures) {
    glue(zone, nameServers, MOST_GLUE, signatures);
  }

  /// Addresses of our own are signed, others are not (RFC 4035 §2.2).
  private void glue(Zone zone, SetView nameServers, int most, Signatures signatures) {
    forget();
    Targets.collect(nameServers, most, this);
    int node = -1;
    for (int i = 0; i < count; i++) {
      if (!isOfLast(i)) {
        node = isIn(zone, i) ? zone.nodeOf(name) : -1;
      }
      int set = node < 0 ? -1 : zone.setOf(node, types[i]);
      if (set >= 0) {
        add(zone, i, set, node, signatures);
      }
    }
  }

  private void add(Zone zone, int i, int set, int node, Signatures signatures) {
    SetList additional = selection.additional();
    SetView address = Selection.add(additional, zone, set, octets[i], names[i]);
    signatures.behind(address, node, additional, selection);
  }

  /// Whether a wanted name is the one before it.
  @SuppressWarnings("ReferenceEquality") // only to save the work
  private boolean isOfLast(int i) {
    return i > 0 && octets[i] == octets[i - 1] && names[i] == names[i - 1];
  }

  /// Takes a wanted name to be looked up; whether it lies in the zone.
  private boolean isIn(Zone zone, int i) {
    name.take(octets[i], names[i], octets[i].length);
    return zone.covers(name);
  }

  @Override
  public void want(byte[] bytes, int at, int type) {
    for (int i = 0; i < count; i++) {
      if (types[i] == type && isSame(octets[i], names[i], bytes, at)) {
        return;
      }
    }
    if (count == types.length) {
      octets = Arrays.copyOf(octets, 2 * count);
      names = Arrays.copyOf(names, 2 * count);
      types = Arrays.copyOf(types, 2 * count);
    }
    octets[count] = bytes;
    names[count] = at;
    types[count++] = type;
  }

  /// Whether two uncompressed names are the same, whatever the case of their letters.
  private static boolean isSame(byte[] one, int at, byte[] other, int otherAt) {
    int i = 0;
    while (one[at + i] == other[otherAt + i] && one[at + i] != 0) {
      for (int left = one[at + i]; left > 0; left--) {
        i++;
        if (Labels.lower(one[at + i]) != Labels.lower(other[otherAt + i])) {
          return false;
        }
      }
      i++;
    }
    return one[at + i] == other[otherAt + i];
  }
}
