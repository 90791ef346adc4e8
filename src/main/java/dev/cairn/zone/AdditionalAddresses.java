package dev.cairn.zone;

import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.zone.Finding.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a client will want next: addresses of mail exchanges, name servers and services in the same
/// zone (RFC 1034 §4.3.2 step 6), of at most [#MOST_NAMES] of them.
final class AdditionalAddresses {
  static final int MOST_NAMES = 13;

  /// Name servers of one zone cut whose addresses are looked for; more have never been seen.
  private static final int MOST_GLUE = 128;

  private AdditionalAddresses() {}

  /// What goes with an answer: sets that we are authoritative for.
  static List<RecordSet> of(Zone zone, List<RecordSet> sets, Proofs proofs) {
    Set<Question> wanted = Set.of();
    for (RecordSet set : sets) {
      if (Targets.areIn(set)) {
        wanted = wanted.isEmpty() ? new LinkedHashSet<>() : wanted;
        Targets.collect(set, MOST_NAMES, wanted);
      }
    }
    if (wanted.isEmpty()) {
      return List.of();
    }
    var found = new ArrayList<RecordSet>();
    for (Question question : wanted) {
      if (question.name().subdomain(zone.origin())) {
        addOwn(zone, question, proofs, found);
      }
    }
    return found;
  }

  /// What goes with the zone's own name servers: also addresses below zone cuts, as priming wants
  /// them (RFC 9609 §4.2).
  static List<RecordSet> ofNameServers(Zone zone, RecordSet nameServers, Proofs proofs) {
    return glue(zone, nameServers, MOST_NAMES, proofs);
  }

  private static void addOwn(Zone zone, Question wanted, Proofs proofs, List<RecordSet> found) {
    var finding = new Finding();
    zone.lookup(wanted.labels(), wanted.type(), finding);
    if (finding.kind == Kind.ANSWER) {
      found.addAll(proofs.with(zone.recordSet(wanted.name(), finding.set), finding.node));
    }
  }

  /// What goes with a referral: also addresses below zone cuts (RFC 9471). What does not fit is
  /// told by TC (RFC 9471 §3.1).
  static List<RecordSet> glue(Zone zone, RecordSet nameServers, Proofs proofs) {
    return glue(zone, nameServers, MOST_GLUE, proofs);
  }

  private static List<RecordSet> glue(Zone zone, RecordSet nameServers, int most, Proofs proofs) {
    var found = new ArrayList<RecordSet>();
    Set<Question> wanted = new LinkedHashSet<>();
    Targets.collect(nameServers, most, wanted);
    for (Question question : wanted) {
      if (question.name().subdomain(zone.origin())) {
        addGlue(zone, question, proofs, found);
      }
    }
    return found;
  }

  /// Addresses of our own are signed, others are not (RFC 4035 §2.2).
  private static void addGlue(Zone zone, Question wanted, Proofs proofs, List<RecordSet> found) {
    int node = zone.nodeOf(wanted.labels());
    int set = node < 0 ? -1 : zone.setOf(node, wanted.type());
    if (set >= 0) {
      found.addAll(proofs.with(zone.recordSet(wanted.name(), set), node));
    }
  }
}
