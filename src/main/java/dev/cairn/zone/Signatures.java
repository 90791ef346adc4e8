package dev.cairn.zone;

import dev.cairn.message.NameProbe;
import dev.cairn.message.SetList;
import dev.cairn.message.SetView;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// What goes with a zone's data so that a client can validate it: signatures, and proofs of what is
/// not there. Nothing for a client that did not ask, and for a zone that is not signed (RFC 4035
/// §3.1).
final class Signatures {
  private static final int LONGEST_NAME = 255;

  private final Zone zone;
  private final boolean isSigned;

  Signatures(Zone zone) {
    this.zone = zone;
    this.isSigned = zone.isSigned();
  }

  boolean areWanted(Selection selection) {
    return isSigned && selection.dnssecOk();
  }

  /// Adds the signatures of the set of a node that was added last.
  void behind(SetView set, int node, SetList section, Selection selection) {
    int signatures = areWanted(selection) ? zone.signaturesOf(node, set.type()) : -1;
    if (signatures >= 0) {
      int ttl = set.ttl();
      SetView all = Selection.add(section, zone, signatures, set.owner(), set.ownerAt());
      all.ttl(Math.min(all.ttl(), ttl)); // RFC 4034 §3
    }
  }

  /// Proves that the name which the last `labels` labels make has no set of the type; or that it is
  /// a zone cut without DS.
  void ofNoData(int labels, Selection selection) {
    Denial denial = denial(selection);
    if (denial != null) {
      denial.noData(selection.name(), labels, selection.proving);
      prove(selection);
    }
  }

  /// Proves that the name does not exist, whose closest encloser has so many labels.
  void ofNoName(int encloser, Selection selection) {
    Denial denial = denial(selection);
    if (denial != null) {
      denial.noName(selection.name(), encloser, selection.proving);
      prove(selection);
    }
  }

  /// Proves that a wildcard stands in for the name, if it does.
  void ofWildcard(Finding finding, Selection selection) {
    NameProbe name = selection.name();
    Denial denial = finding.isOf(name) ? null : denial(selection);
    if (denial != null) {
      denial.wildcard(name, finding.depth, selection.proving);
      prove(selection);
    }
  }

  /// Proves that the wildcard which stands in for the name has no set of the type.
  void ofWildcardNoData(int encloser, Selection selection) {
    Denial denial = denial(selection);
    if (denial != null) {
      denial.wildcardNoData(selection.name(), encloser, selection.proving);
      prove(selection);
    }
  }

  private @Nullable Denial denial(Selection selection) {
    selection.proving.clear();
    return areWanted(selection) ? zone.denial() : null;
  }

  private void prove(Selection selection) {
    Proving proving = selection.proving;
    for (int i = 0; i < proving.count(); i++) {
      int node = proving.node(i);
      int set = Math.max(zone.setOf(node, Type.NSEC3), zone.setOf(node, Type.NSEC));
      byte[] room = selection.room(LONGEST_NAME);
      int at = selection.madeAt();
      selection.made(zone.nameOf(node, room, at) - at);
      SetView proof = Selection.add(selection.authority(), zone, set, room, at);
      behind(proof, node, selection.authority(), selection);
    }
  }
}
