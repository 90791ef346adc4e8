package dev.cairn.zone.check;

import dev.cairn.zone.GatheredZone;
import dev.cairn.zone.Part;
import dev.cairn.zone.Rule;
import dev.cairn.zone.check.Findings.Spot;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// What the SOA says of times and people (RFC 1912 §2.2, RFC 1035 §8).
final class ApexRule implements NodeRule {
  private final GatheredZone zone;
  private final Findings findings;
  private final @Nullable Long inForce;

  /// @param inForce the serial that is served, null if it is not known
  ApexRule(GatheredZone zone, Findings findings, @Nullable Long inForce) {
    this.zone = zone;
    this.findings = findings;
    this.inForce = inForce;
  }

  @Override
  public void judge(NodeRecords records) {
    int first = records.isApex() ? records.firstOf(Type.SOA) : -1;
    if (first >= 0) {
      times(records.record(first));
      mailbox(records.record(first));
      serial(records.record(first));
    }
  }

  private void times(int soa) {
    int numbers = zone.rdata(soa) + zone.length(soa) - 20;
    long refresh = zone.number(numbers + 4) & 0xFFFF_FFFFL;
    long retry = zone.number(numbers + 8) & 0xFFFF_FFFFL;
    long expire = zone.number(numbers + 12) & 0xFFFF_FFFFL;
    if (retry > refresh) {
      tell(soa, Part.FIFTH, "retry of " + retry + " s is longer than refresh, " + refresh + " s");
    }
    if (expire < refresh + retry) {
      tell(
          soa,
          Part.SIXTH,
          "expire of "
              + expire
              + " s is shorter than refresh and retry, "
              + (refresh + retry)
              + " s: secondaries may give up before they have asked twice");
    }
  }

  private void tell(int soa, Part part, String message) {
    findings.tell(Rule.SOA_TIMES, Spot.of(zone, soa, part), () -> message);
  }

  private void mailbox(int soa) {
    byte[] octets = zone.octets();
    int mailbox = zone.rdata(soa) + Names.length(octets, zone.rdata(soa));
    for (int i = mailbox + 1; i <= mailbox + octets[mailbox]; i++) {
      if (octets[i] == '@') {
        findings.tell(
            Rule.SOA_MAILBOX,
            Spot.of(zone, soa, Part.SECOND),
            () ->
                Names.text(octets, mailbox)
                    + " has an @, allowed is a mailbox with a dot in its place, as in"
                    + " hostmaster.example.org.");
        return;
      }
    }
  }

  private void serial(int soa) {
    int serial = zone.number(zone.rdata(soa) + zone.length(soa) - 20);
    if (inForce == null || serial == inForce.intValue()) {
      return;
    }
    int step = serial - inForce.intValue(); // serial arithmetic: no step is larger than 2^31 − 1
    if (step < 0) {
      findings.tell(
          Rule.SERIAL_WENT_BACK,
          Spot.of(zone, soa, Part.THIRD),
          () ->
              "serial "
                  + Integer.toUnsignedString(serial)
                  + " is not after "
                  + inForce
                  + ", which is in force: secondaries would keep the old zone");
    }
  }
}
