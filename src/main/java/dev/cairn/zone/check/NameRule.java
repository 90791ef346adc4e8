package dev.cairn.zone.check;

import dev.cairn.zone.GatheredZone;
import dev.cairn.zone.Part;
import dev.cairn.zone.Rule;
import dev.cairn.zone.check.Findings.Spot;
import org.xbill.DNS.Type;

/// Owner names: hosts are called as hosts may be, wildcards stand in front, and no name ends with
/// the zone's name twice.
final class NameRule implements NodeRule {
  private static final int FEWEST_LABELS = 2; // "example.example." may well be meant

  /// Below it stand addresses by design. Octets of the longest name.
  private static final int LONGEST = 255;

  private static final byte[] ACTIVE_DIRECTORY = {6, '_', 'm', 's', 'd', 'c', 's'};

  private final GatheredZone zone;
  private final Findings findings;
  private final int doubled;

  NameRule(GatheredZone zone, Findings findings) {
    this.zone = zone;
    this.findings = findings;
    this.doubled = doubled();
  }

  /// The node of the zone's name below the zone's name, or less than 0.
  private int doubled() {
    boolean canBe =
        zone.origin().labels() - 1 >= FEWEST_LABELS && 2 * zone.origin().length() - 1 <= LONGEST;
    return canBe ? zone.find(Names.doubled(zone.origin()), 0) : -1;
  }

  @Override
  public void judge(NodeRecords records) {
    if (doubled > 0 && isBelow(records.node(), doubled)) {
      doubled(records);
    }
    if (records.has(Kinds.ADDRESS | Kinds.MX)) {
      host(records);
    }
    if (zone.isWildcard(records.node()) && records.has(Kinds.NS | Kinds.DNAME)) {
      delegation(records);
    }
    if (records.node() > 0 && zone.isWildcard(zone.parent(records.node()))) {
      belowWildcard(records);
    }
  }

  private boolean isBelow(int node, int above) {
    int at = node;
    while (at > above) { // parents have smaller numbers
      at = zone.parent(at);
    }
    return at == above;
  }

  private void doubled(NodeRecords records) {
    findings.tell(
        Rule.DOUBLED_ORIGIN,
        Spot.of(zone, records.record(0), Part.OWNER),
        () ->
            Names.text(zone, records.node())
                + " ends with "
                + zone.origin()
                + " twice; a dot at the end may be missing");
  }

  private void host(NodeRecords records) {
    for (int node = records.node(); node > 0; node = zone.parent(node)) {
      int label = zone.label(node);
      boolean mayBeWild = node == records.node() && zone.isWildcard(node);
      if (!mayBeWild && !Names.isHostLabel(zone.labelOctets(), label)) {
        tellHost(records, node);
        return;
      }
    }
  }

  private void tellHost(NodeRecords records, int node) {
    if (zone.isSameLabel(zone.label(node), ACTIVE_DIRECTORY, 0)) {
      return;
    }
    int record = records.record(firstOfHost(records));
    findings.tell(
        Rule.NOT_A_HOST_NAME,
        Spot.of(zone, record, Part.OWNER),
        () ->
            Names.text(zone, records.node())
                + " has "
                + Type.string(zone.type(record))
                + " and is no host's name, allowed are letters, digits and hyphens inside");
  }

  private int firstOfHost(NodeRecords records) {
    int i = 0;
    while ((Kinds.of(records.type(i)) & (Kinds.ADDRESS | Kinds.MX)) == 0) {
      i++;
    }
    return i;
  }

  private void delegation(NodeRecords records) {
    int first = records.firstOf(records.has(Kinds.NS) ? Type.NS : Type.DNAME);
    findings.tell(
        Rule.WILDCARD_DELEGATION,
        Spot.of(zone, records.record(first), Part.TYPE),
        () ->
            Type.string(records.type(first))
                + " of a wildcard, whose meaning is not defined; name what is meant");
  }

  private void belowWildcard(NodeRecords records) {
    findings.tell(
        Rule.WILDCARD_NOT_LEFTMOST,
        Spot.of(zone, records.record(0), Part.OWNER),
        () ->
            "the asterisk in "
                + Names.text(zone, records.node())
                + " stands for itself, only the first label can be a wildcard");
  }
}
