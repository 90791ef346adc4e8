package dev.cairn.zone.check;

import dev.cairn.zone.GatheredZone;
import dev.cairn.zone.Part;
import dev.cairn.zone.Rule;
import dev.cairn.zone.check.Findings.Spot;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.xbill.DNS.Type;

/// Signatures by the clock, by what they cover, and where they are missing. A zone is signed as a
/// whole, so each rule is told once, for the first case, with the number of all.
final class SignatureRule implements NodeRule {
  private static final Duration SOON = Duration.ofDays(3);
  private static final int COVERED = 0;
  private static final int ORIGINAL_TTL = 4;
  private static final int EXPIRATION = 8;
  private static final int INCEPTION = 12;
  private static final int SHORTEST = 18;

  private final GatheredZone zone;
  private final Landmarks landmarks;
  private final Findings findings;
  private final long clock;
  private final int now;
  private final boolean isSigned;
  private final Tally expired = new Tally(Rule.RRSIG_EXPIRED);
  private final Tally expiring = new Tally(Rule.RRSIG_EXPIRES_SOON);
  private final Tally early = new Tally(Rule.RRSIG_NOT_YET_VALID);
  private final Tally vain = new Tally(Rule.RRSIG_COVERS_NOTHING);
  private final Tally otherTtl = new Tally(Rule.RRSIG_TTL_DIFFERS);
  private final Tally missing = new Tally(Rule.NOT_SIGNED);

  SignatureRule(GatheredZone zone, Landmarks landmarks, Findings findings, Instant now) {
    this.zone = zone;
    this.landmarks = landmarks;
    this.findings = findings;
    this.clock = now.getEpochSecond();
    this.now = (int) clock; // serial arithmetic from here on (RFC 4034 §3.1.5)
    this.isSigned = landmarks.has(0, Kinds.DNSKEY) && landmarks.has(0, Kinds.RRSIG);
  }

  /// The cases of one rule.
  private static final class Tally {
    private final Rule rule;
    private int count;
    private int first;
    private String message = "";

    Tally(Rule rule) {
      this.rule = rule;
    }
  }

  @Override
  public void judge(NodeRecords records) {
    if (records.has(Kinds.RRSIG)) {
      for (int i = 0; i < records.count(); i++) {
        if (records.type(i) == Type.RRSIG && zone.length(records.record(i)) > SHORTEST) {
          clock(records, records.record(i));
          covered(records, records.record(i));
        }
      }
    }
    if (isSigned) {
      unsigned(records);
    }
  }

  /// Says what was found in the whole zone.
  void end() {
    for (Tally tally : new Tally[] {expired, expiring, early, vain, otherTtl, missing}) {
      if (tally.count > 0) {
        String others =
            tally.count == 1 ? "" : "; in all there are " + tally.count + " of such in the zone";
        findings.tell(
            tally.rule, Spot.of(zone, tally.first, Part.TYPE), () -> tally.message + others);
      }
    }
  }

  private void clock(NodeRecords records, int record) {
    int expiration = zone.number(zone.rdata(record) + EXPIRATION);
    int inception = zone.number(zone.rdata(record) + INCEPTION);
    if (expiration - now < 0) {
      count(expired, records, record, () -> " has expired at " + time(expiration));
    } else if (expiration - now < SOON.toSeconds()) {
      count(expiring, records, record, () -> " expires soon, at " + time(expiration));
    }
    if (inception - now > 0) {
      count(early, records, record, () -> " does not hold before " + time(inception));
    }
  }

  private void covered(NodeRecords records, int record) {
    int type = zone.shortNumber(zone.rdata(record) + COVERED);
    int first = records.firstOf(type);
    if (first < 0) {
      count(vain, records, record, () -> " covers what is not there");
    } else if (zone.ttl(records.record(first)) != zone.number(zone.rdata(record) + ORIGINAL_TTL)) {
      count(
          otherTtl,
          records,
          record,
          () ->
              " is made for TTL "
                  + zone.number(zone.rdata(record) + ORIGINAL_TTL)
                  + ", and that is "
                  + zone.ttl(records.record(first)));
    }
  }

  private void unsigned(NodeRecords records) {
    int end;
    for (int i = 0; i < records.count(); i = end) {
      end = records.setEnd(i);
      int type = records.type(i);
      boolean isWanted =
          landmarks.isCut(records.node())
              ? type == Type.DS || type == Type.NSEC
              : type != Type.RRSIG;
      if (isWanted && !isCovered(records, type)) {
        say(missing, records.record(i), () -> setOf(records, type) + " has no signature");
      }
    }
  }

  private static boolean isCovered(NodeRecords records, int type) {
    for (int i = records.count() - 1; i >= 0; i--) {
      if (records.type(i) == Type.RRSIG && records.covered(i) == type) {
        return true;
      }
    }
    return false;
  }

  private void count(Tally tally, NodeRecords records, int record, Supplier<String> what) {
    int type = zone.shortNumber(zone.rdata(record) + COVERED);
    say(tally, record, () -> "the signature of " + setOf(records, type) + what.get());
  }

  private static void say(Tally tally, int record, Supplier<String> message) {
    if (tally.count++ == 0) {
      tally.first = record;
      tally.message = message.get();
    }
  }

  private String setOf(NodeRecords records, int type) {
    return Type.string(type) + " of " + Names.text(zone, records.node());
  }

  /// A time within 68 years of now.
  private String time(int seconds) {
    return Instant.ofEpochSecond(clock + (seconds - now)).toString();
  }
}
