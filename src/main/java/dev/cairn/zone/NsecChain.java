package dev.cairn.zone;

import dev.cairn.message.Labels;
import dev.cairn.message.NameProbe;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The owners of NSEC records in canonical order (RFC 4034 §6.1): the last one that is not behind a
/// name either has that name, or covers it.
final class NsecChain implements Denial {
  private static final byte[] ASTERISK = {1, '*'};

  private final Zone zone;
  private final int[] nodes;

  private NsecChain(Zone zone, int[] nodes) {
    this.zone = zone;
    this.nodes = nodes;
  }

  /// The chain of the nodes that are the zone's own, null if none is.
  static @Nullable NsecChain of(Zone zone, int[] named) {
    int[] sorted =
        Arrays.stream(named)
            .filter(node -> !zone.isOccluded(node))
            .mapToObj(node -> pathOf(zone, node))
            .sorted((one, other) -> compare(zone, one, other))
            .mapToInt(path -> path.length == 0 ? Zone.APEX : path[path.length - 1])
            .toArray();
    return sorted.length == 0 ? null : new NsecChain(zone, sorted);
  }

  private static int[] pathOf(Zone zone, int node) {
    var path = new int[zone.depthOf(node)];
    zone.path(node, path);
    return path;
  }

  @Override
  public void noData(NameProbe name, int labels, Proving proving) {
    proving.add(atOrBefore(name, labels, false, proving));
  }

  @Override
  public void noName(NameProbe name, int encloser, Proving proving) {
    wildcard(name, encloser, proving);
    proving.add(atOrBefore(name, encloser, true, proving));
  }

  @Override
  public void wildcard(NameProbe name, int encloser, Proving proving) {
    proving.add(atOrBefore(name, name.count(), false, proving));
  }

  @Override
  public void wildcardNoData(NameProbe name, int encloser, Proving proving) {
    noName(name, encloser, proving);
  }

  /// The node for the name that the last `labels` labels make, or for the wildcard directly below
  /// it.
  private int atOrBefore(NameProbe name, int labels, boolean isWildcard, Proving proving) {
    int low = 0;
    int high = nodes.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      int length = zone.path(nodes[middle], proving.path());
      if (compare(proving.path(), length, name, labels, isWildcard) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return nodes[low];
  }

  private int compare(int[] path, int length, NameProbe name, int labels, boolean isWildcard) {
    int own = labels - zone.originDepth();
    byte[] data = zone.data();
    for (int i = 0; i < Math.min(length, own); i++) {
      int order = order(data, path[i] + Zone.LABEL, name.bytes(), name.at(zone.originDepth() + i));
      if (order != 0) {
        return order;
      }
    }
    if (isWildcard && length > own) {
      int order = order(data, path[own] + Zone.LABEL, ASTERISK, 0);
      return order == 0 ? Integer.compare(length, own + 1) : order;
    }
    return Integer.compare(length, isWildcard ? own + 1 : own);
  }

  private static int compare(Zone zone, int[] path, int[] other) {
    for (int i = 0; i < Math.min(path.length, other.length); i++) {
      int order = order(zone.data(), path[i] + Zone.LABEL, zone.data(), other[i] + Zone.LABEL);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(path.length, other.length);
  }

  /// The order of two labels, given by where their length octets stand: octets in lower case, as
  /// unsigned numbers.
  private static int order(byte[] one, int at, byte[] other, int otherAt) {
    int length = one[at];
    int otherLength = other[otherAt];
    for (int i = 1; i <= Math.min(length, otherLength); i++) {
      int order = (Labels.lower(one[at + i]) & 0xFF) - (Labels.lower(other[otherAt + i]) & 0xFF);
      if (order != 0) {
        return order;
      }
    }
    return length - otherLength;
  }
}
