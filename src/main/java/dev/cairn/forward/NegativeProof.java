package dev.cairn.forward;

import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// The part of an authority section that says for how long a name or type does not exist: the SOA
/// of a zone that the name is in (RFC 2308 §3), and with DO the proof of it (RFC 4035 §3.1.3).
final class NegativeProof {
  /// Octets in front of the signer's name in an RRSIG record (RFC 4034 §3.1).
  private static final int SIGNER = 18;

  private NegativeProof() {}

  /// The SOA first; empty if there is none for this name.
  static List<RecordSet> of(Query query, Name name, List<RecordSet> authority) {
    RecordSet soa = soaAbove(name, authority);
    if (soa == null) {
      return List.of();
    }
    if (!query.dnssecOk()) {
      return List.of(soa);
    }
    var section = new SectionIndex(authority, query.question().dnsClass());
    var proof = new ArrayList<RecordSet>();
    take(soa, section, proof);
    for (RecordSet set : authority) {
      if (isDenial(set) && set.owner().subdomain(soa.owner())) {
        take(set, section, proof);
      }
    }
    return List.copyOf(proof);
  }

  /// What proves that nothing closer than a wildcard matches a name that was found (RFC 4035
  /// §3.1.3.3); empty without DO.
  static List<RecordSet> ofNoCloserMatch(Query query, Name name, List<RecordSet> authority) {
    if (!query.dnssecOk()) {
      return List.of();
    }
    var section = new SectionIndex(authority, query.question().dnsClass());
    var proof = new ArrayList<RecordSet>();
    for (RecordSet set : authority) {
      RecordSet signatures = isDenial(set) ? section.signaturesOf(set) : null;
      if (signatures != null && name.subdomain(signatures.nameInRdata(SIGNER))) {
        proof.add(set);
        proof.add(signatures);
      }
    }
    return List.copyOf(proof);
  }

  private static @Nullable RecordSet soaAbove(Name name, List<RecordSet> authority) {
    for (RecordSet set : authority) {
      if (set.type() == Type.SOA && name.subdomain(set.owner()) && Soundness.isSound(set)) {
        return set;
      }
    }
    return null;
  }

  private static boolean isDenial(RecordSet set) {
    return set.type() == Type.NSEC || set.type() == Type.NSEC3;
  }

  private static void take(RecordSet set, SectionIndex section, List<RecordSet> into) {
    into.add(set);
    RecordSet signatures = section.signaturesOf(set);
    if (signatures != null) {
      into.add(signatures);
    }
  }
}
