package dev.cairn.forward;

import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// One section of a reply by owner, so that a large one costs no more than it is long.
final class SectionIndex {
  private static final int TYPE_COVERED = 2; // octets of an RRSIG's rdata (RFC 4034 §3.1)

  private static final int FEW = 8; // sets that are looked through

  private final List<RecordSet> section;
  private final Map<Name, List<RecordSet>> byOwner; // empty where there are few
  private final int dnsClass;
  private final boolean hasRedirections;

  SectionIndex(List<RecordSet> section, int dnsClass) {
    this.section = section;
    this.dnsClass = dnsClass;
    this.byOwner = section.size() > FEW ? new HashMap<>() : Map.of();
    boolean anyRedirection = false;
    for (RecordSet set : section) {
      anyRedirection |= set.type() == Type.DNAME;
      if (section.size() > FEW) {
        byOwner.computeIfAbsent(set.owner(), _ -> new ArrayList<>(2)).add(set);
      }
    }
    this.hasRedirections = anyRedirection;
  }

  /// Whether there is a DNAME at all.
  boolean hasRedirections() {
    return hasRedirections;
  }

  /// All sets of an owner, in the order of the reply.
  List<RecordSet> at(Name owner) {
    if (section.size() > FEW) {
      return byOwner.getOrDefault(owner, List.of());
    }
    List<RecordSet> sets = new ArrayList<>(section.size());
    for (RecordSet set : section) {
      if (set.owner().equals(owner)) {
        sets.add(set);
      }
    }
    return sets;
  }

  @Nullable RecordSet find(Name owner, int type) {
    List<RecordSet> candidates = section.size() > FEW ? at(owner) : section;
    for (RecordSet set : candidates) {
      if (set.type() == type && set.owner().equals(owner)) {
        return set;
      }
    }
    return null;
  }

  /// The signatures of a set, null if there are none.
  @Nullable RecordSet signaturesOf(RecordSet signed) {
    RecordSet all = find(signed.owner(), Type.RRSIG);
    if (all == null) {
      return null;
    }
    List<byte[]> rdata = all.rdata();
    List<byte[]> covering = rdata.stream().filter(one -> covers(one, signed.type())).toList();
    if (covering.isEmpty() || covering.size() == rdata.size()) {
      return covering.isEmpty() ? null : all;
    }
    return RecordSet.of(
        all.owner(), new Question(all.owner(), Type.RRSIG, dnsClass), all.ttl(), covering);
  }

  private static boolean covers(byte[] rdata, int type) {
    return rdata.length >= TYPE_COVERED && ((rdata[0] & 0xFF) << 8 | (rdata[1] & 0xFF)) == type;
  }
}
