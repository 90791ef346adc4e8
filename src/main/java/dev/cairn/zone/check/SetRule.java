package dev.cairn.zone.check;

import dev.cairn.message.Labels;
import dev.cairn.zone.GatheredZone;
import dev.cairn.zone.Part;
import dev.cairn.zone.Rule;
import dev.cairn.zone.check.Findings.Spot;
import java.util.Arrays;
import org.xbill.DNS.Type;

/// Record sets: one TTL, no record twice (RFC 2181 §5).
final class SetRule implements NodeRule {
  /// Beyond so many records, equal ones are found by their hashes.
  private static final int FEW = 8;

  private final GatheredZone zone;
  private final Findings findings;

  SetRule(GatheredZone zone, Findings findings) {
    this.zone = zone;
    this.findings = findings;
  }

  @Override
  public void judge(NodeRecords records) {
    int end;
    for (int i = 0; i < records.count(); i = end) {
      end = records.setEnd(i);
      if (end - i > 1) {
        sameTtl(records, i, end);
        if (end - i <= FEW) {
          pairs(records, i, end);
        } else {
          hashes(records, i, end);
        }
      }
    }
  }

  private void sameTtl(NodeRecords records, int from, int end) {
    int first = records.record(from);
    for (int i = from + 1; i < end; i++) {
      int record = records.record(i);
      if (zone.ttl(record) != zone.ttl(first)) {
        findings.tell(
            Rule.TTL_DIFFERS,
            Spot.of(zone, record, Part.TTL),
            () ->
                "TTL "
                    + zone.ttl(record)
                    + ", and "
                    + zone.ttl(first)
                    + where(first, record)
                    + " for the same "
                    + Type.string(zone.type(record))
                    + " records of "
                    + Names.text(zone, records.node())
                    + "; the smallest counts");
        return;
      }
    }
  }

  private void pairs(NodeRecords records, int from, int end) {
    for (int i = from + 1; i < end; i++) {
      for (int earlier = from; earlier < i; earlier++) {
        if (isSame(records.record(earlier), records.record(i))) {
          duplicate(records, records.record(earlier), records.record(i));
          break;
        }
      }
    }
  }

  private void hashes(NodeRecords records, int from, int end) {
    var hashed = new long[end - from];
    for (int i = from; i < end; i++) {
      hashed[i - from] = (long) hash(records.record(i)) << 32 | records.record(i);
    }
    Arrays.sort(hashed);
    for (int i = 1; i < hashed.length; i++) {
      if (hashed[i] >> 32 == hashed[i - 1] >> 32 && isSame((int) hashed[i - 1], (int) hashed[i])) {
        duplicate(records, (int) hashed[i - 1], (int) hashed[i]);
      }
    }
  }

  private void duplicate(NodeRecords records, int first, int record) {
    findings.tell(
        Rule.DUPLICATE_RECORD,
        Spot.of(zone, record, Part.OWNER),
        () ->
            "the same "
                + Type.string(zone.type(record))
                + " record of "
                + Names.text(zone, records.node())
                + " stands already"
                + where(first, record)
                + "; it is taken once");
  }

  private String where(int first, int record) {
    return zone.file(first).equals(zone.file(record))
        ? " in line " + zone.line(first)
        : " in " + zone.file(first) + ":" + zone.line(first);
  }

  private boolean isSame(int one, int other) {
    int length = zone.length(one);
    if (length != zone.length(other)) {
      return false;
    }
    int name = nameIn(one);
    for (int i = 0; i < length; i++) {
      if (octet(one, i, name) != octet(other, i, name)) {
        return false;
      }
    }
    return true;
  }

  private int hash(int record) {
    int name = nameIn(record);
    int hash = 1;
    for (int i = 0; i < zone.length(record); i++) {
      hash = 31 * hash + octet(record, i, name);
    }
    return hash;
  }

  /// From where on the case of letters does not count.
  private int nameIn(int record) {
    int name = Names.nameIn(zone.type(record));
    return name < 0 ? Integer.MAX_VALUE : name;
  }

  private byte octet(int record, int i, int name) {
    byte octet = zone.octets()[zone.rdata(record) + i];
    return i < name ? octet : Labels.lower(octet);
  }
}
