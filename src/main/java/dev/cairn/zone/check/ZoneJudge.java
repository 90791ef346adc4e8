package dev.cairn.zone.check;

import dev.cairn.zone.GatheredZone;
import dev.cairn.zone.Judge;
import dev.cairn.zone.Part;
import dev.cairn.zone.Rule;
import dev.cairn.zone.check.Findings.Spot;
import dev.cairn.zone.check.Inspection.Circumstances;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Type;

/// Judges one zone as a whole: one pass for what lies where, one for all rules.
final class ZoneJudge implements Judge {
  private final Home home;
  private final Circumstances circumstances;
  private final Findings findings;
  private final Crossings crossings;

  ZoneJudge(Home home, Circumstances circumstances, Findings findings, Crossings crossings) {
    this.home = home;
    this.circumstances = circumstances;
    this.findings = findings;
    this.crossings = crossings;
  }

  @Override
  public void judge(GatheredZone zone) {
    var landmarks = new Landmarks(zone);
    var sets = new SetRule(zone, findings);
    var occlusion = new OcclusionRule(zone, landmarks, findings);
    var signatures = new SignatureRule(zone, landmarks, findings, circumstances.now());
    var crossing = new CrossingRule(zone, landmarks, home, crossings);
    List<NodeRule> authoritative = rules(zone, landmarks, signatures);
    if (!home.isAlone()) {
      authoritative.add(crossing);
    }
    var records = new NodeRecords(zone, landmarks);
    for (int node = 0; node < zone.nodes(); node++) {
      records.moveTo(node);
      if (records.count() == 0) {
        continue;
      }
      sets.judge(records);
      occlusion.judge(records);
      if (!landmarks.isOccluded(node)) {
        authoritative.forEach(rule -> rule.judge(records));
      }
      if (!home.isAlone() && (landmarks.isBelowCut(node) || landmarks.isCut(node))) {
        crossing.glue(records);
      }
    }
    signatures.end();
  }

  private List<NodeRule> rules(GatheredZone zone, Landmarks landmarks, SignatureRule signatures) {
    var rules = new ArrayList<NodeRule>();
    rules.add(new ApexRule(zone, findings, circumstances.serials().get(zone.origin())));
    rules.add(new NameRule(zone, findings));
    rules.add(new TargetRule(zone, landmarks, findings, home));
    rules.add(new SpfRule(zone, findings));
    rules.add(signatures);
    rules.add(records -> delegationSigner(zone, landmarks, records));
    return rules;
  }

  private void delegationSigner(GatheredZone zone, Landmarks landmarks, NodeRecords records) {
    if (records.has(Kinds.DS) && !landmarks.isCut(records.node())) {
      int first = records.record(records.firstOf(Type.DS));
      findings.tell(
          Rule.DS_WITHOUT_NS,
          Spot.of(zone, first, Part.TYPE),
          () ->
              "DS of "
                  + Names.text(zone, records.node())
                  + ", which is not delegated; allowed is DS beside NS, below the zone's top");
    }
  }
}
