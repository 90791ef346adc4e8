package dev.cairn.zone;

import dev.cairn.message.Labels;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The owners of NSEC records in canonical order (RFC 4034 §6.1): the last one that is not behind a
/// name either has that name, or covers it.
final class NsecChain implements Denial {
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
            .boxed()
            .sorted((one, other) -> compare(zone, zone.path(one), zone.path(other)))
            .mapToInt(Integer::intValue)
            .toArray();
    return sorted.length == 0 ? null : new NsecChain(zone, sorted);
  }

  @Override
  public void noData(Labels name, IntConsumer proofs) {
    proofs.accept(atOrBefore(name));
  }

  @Override
  public void noName(Labels name, int encloser, IntConsumer proofs) {
    proofs.accept(atOrBefore(name));
    proofs.accept(atOrBefore(name.wildcardBelow(encloser)));
  }

  @Override
  public void wildcard(Labels name, int encloser, IntConsumer proofs) {
    proofs.accept(atOrBefore(name));
  }

  @Override
  public void wildcardNoData(Labels name, int encloser, IntConsumer proofs) {
    noName(name, encloser, proofs);
  }

  private int atOrBefore(Labels name) {
    int low = 0;
    int high = nodes.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (compare(zone, zone.path(nodes[middle]), name) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return nodes[low];
  }

  private static int compare(Zone zone, int[] path, Labels name) {
    int own = name.count() - zone.originDepth();
    for (int i = 0; i < Math.min(path.length, own); i++) {
      int order =
          order(zone.data(), path[i] + Zone.LABEL, name.bytes(), name.at(zone.originDepth() + i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(path.length, own);
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
