package dev.cairn.zone;

import dev.cairn.message.Labels;
import dev.cairn.message.RecordSet;
import dev.cairn.zone.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// The addresses that a client will want next: of mail exchanges, name servers and services in the
/// same zone (RFC 1034 §4.3.2 step 6), of at most [#MOST_NAMES] of them.
final class AdditionalAddresses {
  static final int MOST_NAMES = 13;

  /// Name servers of one zone cut whose addresses are looked for; more have never been seen.
  private static final int MOST_GLUE = 128;

  private AdditionalAddresses() {}

  /// What goes with an answer: addresses that we are authoritative for.
  static List<RecordSet> of(Zone zone, List<RecordSet> sets) {
    List<RecordSet> found = List.of();
    for (RecordSet set : sets) {
      int skip =
          switch (set.type()) {
            case Type.NS -> 0;
            case Type.MX -> 2;
            case Type.SRV -> 6;
            default -> -1; // a number, not an outcome: types that lead to no host
          };
      if (skip >= 0) {
        found = found.isEmpty() ? new ArrayList<>() : found;
        collect(zone, set, skip, false, found);
      }
    }
    return found;
  }

  /// What goes with a referral: also addresses below zone cuts (RFC 9471).
  static List<RecordSet> glue(Zone zone, RecordSet nameServers) {
    var found = new ArrayList<RecordSet>();
    collect(
        zone, nameServers, 0, true, found); // all: what does not fit is told by TC (RFC 9471 §3.1)
    return found;
  }

  private static void collect(
      Zone zone, RecordSet set, int skip, boolean isGlue, List<RecordSet> found) {
    int record = set.offset();
    for (int i = 0; i < Math.min(set.count(), isGlue ? MOST_GLUE : MOST_NAMES); i++) {
      Name target = RecordSet.nameAt(set.bytes(), record + RecordSet.HEADER + skip);
      record = RecordSet.next(set.bytes(), record);
      if (target.subdomain(zone.origin())) {
        var labels = Labels.of(target);
        add(zone, target, labels, Type.A, isGlue, found);
        add(zone, target, labels, Type.AAAA, isGlue, found);
      }
    }
  }

  private static void add(
      Zone zone, Name target, Labels labels, int type, boolean isGlue, List<RecordSet> found) {
    int set;
    if (isGlue) {
      int node = zone.nodeOf(labels);
      set = node < 0 ? -1 : zone.setOf(node, type);
    } else {
      var finding = new Finding();
      zone.lookup(labels, type, finding);
      set = finding.kind == Kind.ANSWER ? finding.set : -1;
    }
    if (set >= 0
        && found.stream()
            .noneMatch(known -> known.type() == type && known.owner().equals(target))) {
      found.add(zone.recordSet(target, set));
    }
  }
}
