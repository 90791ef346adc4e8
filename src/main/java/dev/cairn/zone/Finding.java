package dev.cairn.zone;

import dev.cairn.message.LabelPath;

/// Where a lookup ended: one of seven endings, and offsets into the zone. Written by [Zone#lookup],
/// meant to be used again.
public final class Finding {

  /// How a lookup can end (RFC 1034 §4.3.2 step 3, RFC 6672 §3.2).
  public enum Kind {
    /// The record set is at `set`.
    ANSWER,
    /// All record sets of `node` were asked for (RFC 8482).
    ANY,
    /// The CNAME is at `set`.
    ALIAS,
    /// The DNAME of an ancestor is at `set`, its owner has `depth` labels.
    SUBTREE_ALIAS,
    /// The name servers of the zone cut are at `set`, the cut has `depth` labels.
    DELEGATION,
    /// The name exists, without the type.
    NO_DATA,
    /// The name does not exist; the closest encloser has `depth` labels.
    NO_NAME
  }

  Kind kind = Kind.NO_NAME;
  int node;
  int set;
  int depth;

  void is(Kind ending, int atNode, int atSet, int atDepth) {
    kind = ending;
    node = atNode;
    set = atSet;
    depth = atDepth;
  }

  /// Whether what was found stands at this name itself, and not at the wildcard that stands in for
  /// it.
  boolean isOf(LabelPath name) {
    return depth == name.count();
  }

  public Kind kind() {
    return kind;
  }
}
