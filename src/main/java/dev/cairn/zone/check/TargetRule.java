package dev.cairn.zone.check;

import dev.cairn.zone.GatheredZone;
import dev.cairn.zone.Part;
import dev.cairn.zone.Rule;
import dev.cairn.zone.check.Findings.Spot;
import java.util.Locale;
import org.xbill.DNS.Type;

/// Names that NS, MX, SRV and CNAME records lead to: hosts with addresses of their own (RFC 2181
/// §10.3), and glue where only this zone can tell the address (RFC 9471). What leads into another
/// zone that is judged too is for [CrossCheck].
final class TargetRule implements NodeRule {
  private static final int LONGEST_CHAIN = 16;

  private final GatheredZone zone;
  private final Landmarks landmarks;
  private final Findings findings;
  private final Home home;

  TargetRule(GatheredZone zone, Landmarks landmarks, Findings findings, Home home) {
    this.zone = zone;
    this.landmarks = landmarks;
    this.findings = findings;
    this.home = home;
  }

  @Override
  public void judge(NodeRecords records) {
    if (!records.has(Kinds.NS | Kinds.MX | Kinds.SRV | Kinds.CNAME)) {
      return;
    }
    boolean isCut = landmarks.isCut(records.node());
    for (int i = 0; i < records.count(); i++) {
      int type = records.type(i);
      Target target = isCut && type != Type.NS ? null : Target.of(type);
      if (target != null) {
        host(records, records.record(i), target);
      } else if (type == Type.CNAME && !isCut) {
        alias(records, records.record(i));
      }
    }
  }

  private void host(NodeRecords records, int record, Target target) {
    byte[] octets = zone.octets();
    int name = zone.rdata(record) + target.skip();
    if (octets[name] == 0) {
      return; // "." says that there is none (RFC 7505, RFC 2782)
    }
    var spot = Spot.of(zone, record, target.part());
    int found = zone.find(octets, name);
    if (isAddress(name, found)) {
      findings.tell(
          target.isAddress(),
          spot,
          () ->
              target.type()
                  + " has the address "
                  + Names.text(octets, name)
                  + ", allowed is the name of a host that has it");
      return;
    }
    hostName(spot, name, found, target);
    if (found == GatheredZone.OUTSIDE || home.isElsewhere(octets, name)) {
      return;
    }
    int nearest = found < 0 ? ~found : found;
    if (landmarks.isCut(nearest) || landmarks.isBelowCut(nearest)) {
      glue(records.node(), found, spot, name, target);
    } else {
      own(found, nearest, spot, name, target);
    }
  }

  /// Four numbers, and nothing behind them that would make them a name.
  private boolean isAddress(int name, int found) {
    return Names.looksLikeAddress(zone.octets(), name)
        && (found < 0 || !landmarks.has(found, Kinds.ADDRESS));
  }

  /// A host of this zone is judged where its address stands.
  private void hostName(Spot spot, int name, int found, Target target) {
    if (found < 0 && !Names.isHostName(zone.octets(), name)) {
      findings.tell(
          Rule.NOT_A_HOST_NAME,
          spot,
          () ->
              target.type()
                  + " leads to "
                  + Names.text(zone.octets(), name)
                  + ", which is no host's name, allowed are letters, digits and hyphens inside");
    }
  }

  /// A host below a zone cut: its address is needed here if the way to it leads through it.
  private void glue(int owner, int found, Spot spot, int name, Target target) {
    if (target.isMissing() != Rule.NS_TARGET_MISSING
        || found >= 0 && landmarks.has(found, Kinds.ADDRESS)) {
      return;
    }
    int cut = landmarks.cutOver(found < 0 ? ~found : found);
    findings.tell(
        cut == owner ? Rule.MISSING_GLUE : Rule.MISSING_SIBLING_GLUE,
        spot,
        () ->
            Names.text(zone.octets(), name)
                + " lies below the zone cut "
                + Names.text(zone, cut)
                + " and has no address here"
                + (cut == owner ? ", so that nobody finds the way to it" : ""));
  }

  private void own(int found, int nearest, Spot spot, int name, Target target) {
    boolean isSubtreeAlias =
        landmarks.isBelowDname(nearest) || found < 0 && landmarks.has(nearest, Kinds.DNAME);
    int node = found >= 0 ? found : zone.wildcard(nearest);
    String text = target.type() + " leads to %s";
    if (isSubtreeAlias || node >= 0 && landmarks.has(node, Kinds.CNAME)) {
      findings.tell(
          target.isAlias(),
          spot,
          () ->
              text.formatted(Names.text(zone.octets(), name))
                  + ", which is an alias; allowed is a name with addresses of its own");
    } else if (node < 0 && !home.isOverlay()) {
      findings.tell(
          target.isMissing(),
          spot,
          () ->
              text.formatted(Names.text(zone.octets(), name))
                  + ", which does not exist"
                  + hint(name));
    } else if (node >= 0 && !landmarks.has(node, Kinds.ADDRESS)) {
      findings.tell(
          target.isMissing(),
          spot,
          () -> text.formatted(Names.text(zone.octets(), name)) + ", which has no address");
    }
  }

  private String hint(int name) {
    boolean isDoubled =
        Names.text(zone.octets(), name)
            .toLowerCase(Locale.ROOT)
            .endsWith(("." + zone.origin() + zone.origin()).toLowerCase(Locale.ROOT));
    return isDoubled ? "; a dot at the end may be missing" : "";
  }

  private void alias(NodeRecords records, int record) {
    byte[] octets = zone.octets();
    int name = zone.rdata(record);
    var spot = Spot.of(zone, record, Part.FIRST);
    int found = zone.find(octets, name);
    if (found == GatheredZone.OUTSIDE || home.isElsewhere(octets, name)) {
      return;
    }
    int nearest = found < 0 ? ~found : found;
    if (landmarks.isCut(nearest)
        || landmarks.isOccluded(nearest)
        || landmarks.has(nearest, Kinds.DNAME)) {
      return;
    }
    if (found < 0 && zone.wildcard(nearest) < 0 && !home.isOverlay()) {
      findings.tell(
          Rule.CNAME_TARGET_MISSING,
          spot,
          () ->
              "CNAME leads to " + Names.text(octets, name) + ", which does not exist" + hint(name));
    } else if (found >= 0 && isLoop(records.node())) {
      findings.tell(
          Rule.CNAME_LOOP,
          spot,
          () -> "the CNAME of " + Names.text(zone, records.node()) + " leads back to itself");
    }
  }

  /// Whether the chain from here comes back; said once, at the first of its nodes.
  private boolean isLoop(int start) {
    int node = start;
    for (int i = 0; i < LONGEST_CHAIN; i++) {
      node = next(node);
      if (node == start) {
        return true;
      }
      if (node < start) {
        return false; // an end, or a node that was judged before
      }
    }
    return false;
  }

  private int next(int node) {
    for (int at = zone.first(node); at != GatheredZone.NONE; at = zone.next(at)) {
      if (zone.type(at) == Type.CNAME) {
        return zone.find(zone.octets(), zone.rdata(at));
      }
    }
    return GatheredZone.NONE;
  }
}
