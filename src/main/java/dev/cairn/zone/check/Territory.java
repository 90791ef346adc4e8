package dev.cairn.zone.check;

import dev.cairn.message.Labels;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Name;

/// The origins of all zones that are judged together: which of them a name belongs to.
final class Territory {
  static final int NOBODY = -1;

  private static final Name IN_ADDR = Name.fromConstantString("in-addr.arpa.");
  private static final Name IP6 = Name.fromConstantString("ip6.arpa.");
  private static final int MOST_LABELS = 128;

  private final List<Name> origins;
  private final byte[][] wires;
  private final long[] index; // hash << 32 | number, sorted
  private final int kindsWithReverse;

  Territory(List<Name> origins) {
    this.origins = List.copyOf(origins);
    this.wires = origins.stream().map(Name::toWire).toArray(byte[][]::new);
    this.index = new long[wires.length];
    for (int i = 0; i < wires.length; i++) {
      index[i] = (long) hash(wires[i], 0, wires[i].length - 1, 0) << 32 | i;
    }
    Arrays.sort(index);
    this.kindsWithReverse = (isHere(IN_ADDR) ? Kinds.A : 0) | (isHere(IP6) ? Kinds.AAAA : 0);
  }

  private boolean isHere(Name suffix) {
    return origins.stream().anyMatch(origin -> origin.subdomain(suffix));
  }

  List<Name> origins() {
    return origins;
  }

  /// Which kinds of addresses have a reverse zone here.
  int kindsWithReverse() {
    return kindsWithReverse;
  }

  /// The number of the deepest zone that the name at an offset is in, or [#NOBODY].
  int ownerOf(byte[] octets, int at) {
    var starts = new short[MOST_LABELS];
    int count = 0;
    int end = at;
    for (; octets[end] != 0; end += 1 + octets[end]) {
      starts[count++] = (short) (end - at);
    }
    int hash = 0;
    int deepest = find(octets, end, end, 0);
    for (int i = count - 1; i >= 0; i--) {
      int start = at + starts[i];
      hash = hash(octets, start, start + 1 + octets[start], hash);
      int found = find(octets, start, end, hash);
      deepest = found == NOBODY ? deepest : found;
    }
    return deepest;
  }

  private int find(byte[] octets, int from, int end, int hash) {
    int slot = Arrays.binarySearch(index, (long) hash << 32);
    for (int i = slot < 0 ? ~slot : slot; i < index.length && (int) (index[i] >> 32) == hash; i++) {
      if (isSame(wires[(int) index[i]], octets, from, end)) {
        return (int) index[i];
      }
    }
    return NOBODY;
  }

  private static boolean isSame(byte[] wire, byte[] octets, int from, int end) {
    if (wire.length - 1 != end - from) {
      return false;
    }
    for (int i = 0; i < wire.length - 1; i++) {
      if (Labels.lower(wire[i]) != Labels.lower(octets[from + i])) {
        return false;
      }
    }
    return true;
  }

  /// The hash of labels, from the last one to the first, so that each suffix has it on the way.
  private static int hash(byte[] octets, int from, int end, int seed) {
    if (from == end) {
      return seed;
    }
    int next = from + 1 + octets[from];
    int hash = hash(octets, next, end, seed);
    for (int i = from; i < next; i++) {
      hash = 31 * hash + Labels.lower(octets[i]);
    }
    return hash;
  }
}
