package dev.cairn.zone.check;

import dev.cairn.zone.GatheredZone;
import dev.cairn.zone.Part;
import dev.cairn.zone.Rule;
import dev.cairn.zone.check.Findings.Spot;
import org.xbill.DNS.Type;

/// Data that is never seen, as a zone cut or a DNAME lies above it (RFC 1034 §4.2.1, RFC 6672
/// §2.4); glue is what makes a cut work, if a name server has it.
final class OcclusionRule implements NodeRule {
  /// What may stand at a cut besides addresses (RFC 4035 §2.6).
  private static final int OF_A_CUT = Kinds.NS | Kinds.DS | Kinds.NSEC | Kinds.RRSIG;

  private final GatheredZone zone;
  private final Landmarks landmarks;
  private final Findings findings;

  OcclusionRule(GatheredZone zone, Landmarks landmarks, Findings findings) {
    this.zone = zone;
    this.landmarks = landmarks;
    this.findings = findings;
  }

  @Override
  public void judge(NodeRecords records) {
    int node = records.node();
    if (landmarks.isBelowCut(node)) {
      belowCut(records, Kinds.ADDRESS);
    } else if (landmarks.isBelowDname(node) && !isProof(records)) {
      belowDname(records);
    } else if (landmarks.isCut(node)) {
      belowCut(records, Kinds.ADDRESS | OF_A_CUT);
    }
  }

  /// A signed zone with a DNAME at its top has its NSEC3 records below that (RFC 5155 §3).
  private boolean isProof(NodeRecords records) {
    for (int i = 0; i < records.count(); i++) {
      int type = zone.type(records.record(i));
      if (type != Type.NSEC3 && type != Type.RRSIG) {
        return false;
      }
    }
    return true;
  }

  /// @param allowed what may stand here
  private void belowCut(NodeRecords records, int allowed) {
    int node = records.node();
    if ((landmarks.kinds(node) & ~allowed) != 0) {
      int record = firstOther(records, allowed);
      findings.tell(
          Rule.OCCLUDED,
          Spot.of(zone, record, Part.OWNER),
          () ->
              Type.string(zone.type(record))
                  + " of "
                  + Names.text(zone, node)
                  + " is never seen, "
                  + Names.text(zone, landmarks.cutOver(node))
                  + " is delegated to others; allowed are addresses of its name servers");
    }
    if (records.has(Kinds.ADDRESS) && !landmarks.isNameServer(node)) {
      int record = firstOther(records, ~Kinds.ADDRESS);
      findings.tell(
          Rule.USELESS_GLUE,
          Spot.of(zone, record, Part.OWNER),
          () ->
              "address of "
                  + Names.text(zone, node)
                  + " is never seen, "
                  + Names.text(zone, landmarks.cutOver(node))
                  + " is delegated to others and no NS record names this host");
    }
  }

  private void belowDname(NodeRecords records) {
    int record = records.record(0);
    findings.tell(
        Rule.OCCLUDED,
        Spot.of(zone, record, Part.OWNER),
        () -> {
          int above = zone.parent(records.node());
          while (!landmarks.has(above, Kinds.DNAME) || landmarks.isBelowDname(above)) {
            above = zone.parent(above);
          }
          return Type.string(zone.type(record))
              + " of "
              + Names.text(zone, records.node())
              + " is never seen, the DNAME of "
              + Names.text(zone, above)
              + " leads all names below it elsewhere";
        });
  }

  /// The first record whose type is not one of these.
  private int firstOther(NodeRecords records, int kinds) {
    for (int i = 0; i < records.count(); i++) {
      if ((Kinds.of(records.type(i)) & kinds) == 0) {
        return records.record(i);
      }
    }
    return records.record(0);
  }
}
