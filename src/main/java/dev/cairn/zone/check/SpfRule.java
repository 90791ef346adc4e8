package dev.cairn.zone.check;

import dev.cairn.zone.GatheredZone;
import dev.cairn.zone.Part;
import dev.cairn.zone.Rule;
import dev.cairn.zone.check.Findings.Spot;
import dev.cairn.zone.check.Spf.Term;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// Policies that receivers of mail will not take (RFC 7208).
final class SpfRule implements NodeRule {
  private static final int MOST_LOOKUPS = 10;
  private static final int MOST_OCTETS = 450;
  private static final int DEEPEST = 10;

  private final GatheredZone zone;
  private final Findings findings;

  SpfRule(GatheredZone zone, Findings findings) {
    this.zone = zone;
    this.findings = findings;
  }

  @Override
  public void judge(NodeRecords records) {
    if (!records.has(Kinds.TXT | Kinds.SPF)) {
      return;
    }
    int first = -1;
    for (int i = 0; i < records.count(); i++) {
      int record = records.record(i);
      if (records.type(i) == Type.SPF) {
        tell(
            Rule.SPF_TYPE,
            record,
            "SPF record type, which nobody asks for; write the policy as TXT");
      } else if (records.type(i) == Type.TXT) {
        first = text(records, record, first);
      }
    }
  }

  /// @param first the policy that was found before, or -1
  private int text(NodeRecords records, int record, int first) {
    Spf spf = policy(record);
    if (spf == null) {
      return first;
    }
    if (first >= 0) {
      tell(
          Rule.SPF_SEVERAL,
          record,
          "a second SPF policy of "
              + Names.text(zone, records.node())
              + ", the first is in line "
              + zone.line(first)
              + "; with two, none holds");
    }
    one(spf, record);
    return record;
  }

  private void one(Spf spf, int record) {
    int lookups = lookups(spf, 0);
    if (lookups > MOST_LOOKUPS) {
      tell(
          Rule.SPF_TOO_MANY_LOOKUPS,
          record,
          "SPF needs " + lookups + " lookups or more, allowed are " + MOST_LOOKUPS);
    }
    if (spf.text().length() > MOST_OCTETS) {
      tell(
          Rule.SPF_TOO_LONG,
          record,
          "SPF has "
              + spf.text().length()
              + " octets; beyond "
              + MOST_OCTETS
              + " answers may not fit into a datagram");
    }
    for (Term term : spf.terms()) {
      if (!term.isKnown()) {
        tell(
            Rule.SPF_UNKNOWN_TERM,
            record,
            "SPF has '"
                + term.name()
                + "', allowed are all, include, a, mx, ptr, ip4, ip6, exists");
      }
    }
  }

  /// Lookups of a policy and of those in this zone that it leads to; what lies elsewhere counts
  /// once.
  private int lookups(Spf spf, int depth) {
    int count = 0;
    for (Term term : spf.terms()) {
      count += term.looksUp() ? 1 : 0;
      Spf next = term.leadsOn() && depth < DEEPEST && count <= MOST_LOOKUPS ? policy(term) : null;
      count += next == null ? 0 : lookups(next, depth + 1);
    }
    return count;
  }

  private @Nullable Spf policy(Term term) {
    byte[] name = Names.wire(term.domain());
    int node = name == null ? -1 : zone.find(name, 0);
    for (int at = node < 0 ? GatheredZone.NONE : zone.first(node); at >= 0; at = zone.next(at)) {
      Spf spf = zone.type(at) == Type.TXT ? policy(at) : null;
      if (spf != null) {
        return spf;
      }
    }
    return null;
  }

  private @Nullable Spf policy(int record) {
    return Spf.of(zone.octets(), zone.rdata(record), zone.length(record));
  }

  private void tell(Rule rule, int record, String message) {
    Part part = rule == Rule.SPF_TYPE ? Part.TYPE : Part.FIRST;
    findings.tell(rule, Spot.of(zone, record, part), () -> message);
  }
}
