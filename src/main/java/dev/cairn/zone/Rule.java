package dev.cairn.zone;

import dev.cairn.zone.Diagnostic.Severity;
import java.util.Locale;

/// Everything that can be said of a zone file, each under a name that stays. Errors keep a zone
/// from being taken: what no server can serve, or what all refuse. Warnings can be silenced.
public enum Rule {
  SYNTAX(Severity.ERROR, "an entry that cannot be read", "RFC 1035 §5.1"),
  UNREADABLE(Severity.ERROR, "a file or folder that cannot be read", ""),
  TOO_LARGE(Severity.ERROR, "a zone or record set that is too large to be served", ""),
  NO_SOA(Severity.ERROR, "a zone without a SOA record at its top", "RFC 1035 §5.2"),
  SECOND_RECORD(
      Severity.ERROR, "several SOA, CNAME or DNAME records of one name", "RFC 2181 §10.1"),
  CNAME_AND_OTHER_DATA(Severity.ERROR, "CNAME beside other data", "RFC 1034 §3.6.2"),
  NS_TARGET_BELOW_DNAME(
      Severity.ERROR, "a name server of the zone below a DNAME of the zone", "RFC 6672 §2.4"),
  TOO_MANY_ITERATIONS(Severity.ERROR, "NSEC3 with more than 150 iterations", "RFC 9276 §3.2"),
  MORE_ERRORS(Severity.ERROR, "further errors, which are only counted", ""),

  NOT_READ(Severity.WARNING, "a file in the zones folder that is not read", ""),
  TTL_TOO_LARGE(Severity.WARNING, "a TTL above 2147483647, which counts as 0", "RFC 2181 §8"),
  OUT_OF_ZONE(
      Severity.WARNING, "a record whose owner is not in the zone; ignored", "RFC 1035 §5.2"),
  NO_NS(Severity.WARNING, "a zone without NS records at its top", "RFC 1035 §5.2"),
  NSEC3_ITERATIONS(
      Severity.WARNING, "NSEC3PARAM with iterations, which protect nobody", "RFC 9276 §3.1"),
  DOUBLED_ORIGIN(
      Severity.WARNING,
      "a name that ends with the zone's name twice: a dot is missing",
      "RFC 1035 §5.1"),
  SOA_TIMES(Severity.WARNING, "SOA times that contradict each other", "RFC 1912 §2.2"),
  SOA_MAILBOX(Severity.WARNING, "a mailbox in the SOA that is written with @", "RFC 1035 §8"),
  SERIAL_WENT_BACK(Severity.WARNING, "a serial before the one in force", "RFC 1982 §3.2"),

  OCCLUDED(
      Severity.WARNING, "data that nobody can see: below a zone cut or a DNAME", "RFC 9499 §7"),
  USELESS_GLUE(
      Severity.WARNING, "an address below a zone cut that no NS record leads to", "RFC 9471 §2"),
  MISSING_GLUE(
      Severity.WARNING, "a name server below its own zone cut without an address", "RFC 9471 §3.1"),
  MISSING_SIBLING_GLUE(
      Severity.WARNING, "a name server below another zone cut without an address", "RFC 9471 §2.2"),
  DS_WITHOUT_NS(Severity.WARNING, "DS where there is no zone cut", "RFC 4035 §2.4"),

  NS_TARGET_IS_ALIAS(Severity.WARNING, "NS that leads to an alias", "RFC 2181 §10.3"),
  NS_TARGET_MISSING(
      Severity.WARNING, "NS that leads to a name without an address", "RFC 1912 §2.8"),
  NS_TARGET_IS_ADDRESS(
      Severity.WARNING, "NS with an address in place of a name", "RFC 1035 §3.3.11"),
  MX_TARGET_IS_ALIAS(Severity.WARNING, "MX that leads to an alias", "RFC 2181 §10.3"),
  MX_TARGET_MISSING(
      Severity.WARNING, "MX that leads to a name without an address", "RFC 5321 §5.1"),
  MX_TARGET_IS_ADDRESS(
      Severity.WARNING, "MX with an address in place of a name", "RFC 1035 §3.3.9"),
  SRV_TARGET_IS_ALIAS(Severity.WARNING, "SRV that leads to an alias", "RFC 2782"),
  SRV_TARGET_MISSING(Severity.WARNING, "SRV that leads to a name without an address", "RFC 2782"),
  SRV_TARGET_IS_ADDRESS(Severity.WARNING, "SRV with an address in place of a name", "RFC 2782"),
  CNAME_TARGET_MISSING(Severity.WARNING, "CNAME to a name that does not exist", "RFC 1912 §2.4"),
  CNAME_LOOP(Severity.WARNING, "CNAME records that lead back", "RFC 1034 §3.6.2"),

  DUPLICATE_RECORD(Severity.WARNING, "a record that stands twice; taken once", "RFC 2181 §5"),
  TTL_DIFFERS(
      Severity.WARNING, "TTLs that differ in a record set; the smallest counts", "RFC 2181 §5.2"),

  SPF_SEVERAL(Severity.WARNING, "several SPF records of one name", "RFC 7208 §3.2"),
  SPF_TOO_MANY_LOOKUPS(Severity.WARNING, "SPF that needs more than 10 lookups", "RFC 7208 §4.6.4"),
  SPF_TOO_LONG(Severity.WARNING, "SPF longer than 450 octets", "RFC 7208 §3.4"),
  SPF_UNKNOWN_TERM(Severity.WARNING, "SPF with a mechanism that there is not", "RFC 7208 §4.6.1"),
  SPF_TYPE(Severity.WARNING, "SPF in the record type SPF, which nobody asks for", "RFC 7208 §3.1"),

  PTR_WITHOUT_ADDRESS(
      Severity.WARNING, "PTR to a name that does not have the address", "RFC 1912 §2.1"),
  ADDRESS_WITHOUT_PTR(
      Severity.WARNING, "an address without PTR, though its reverse zone is here", "RFC 1912 §2.1"),
  DELEGATION_DIFFERS(
      Severity.WARNING,
      "NS records at a zone cut that are not those of the zone below",
      "RFC 1034 §4.2.2"),

  GLUE_DIFFERS(
      Severity.WARNING, "glue that is not the address in the zone below", "RFC 1034 §4.2.2"),
  NOT_A_HOST_NAME(Severity.WARNING, "a host whose name no host can have", "RFC 1123 §2.1"),
  WILDCARD_NOT_LEFTMOST(
      Severity.WARNING, "names below an asterisk, which then stands for itself", "RFC 4592 §2.1.1"),
  WILDCARD_DELEGATION(Severity.WARNING, "NS or DNAME at a wildcard", "RFC 4592 §4.2"),

  RRSIG_EXPIRED(Severity.WARNING, "signatures that hold no more", "RFC 4035 §5.3.1"),
  RRSIG_EXPIRES_SOON(
      Severity.WARNING, "signatures that hold for less than three days", "RFC 6781 §4.4.2"),
  RRSIG_NOT_YET_VALID(Severity.WARNING, "signatures that do not hold yet", "RFC 4035 §5.3.1"),
  RRSIG_COVERS_NOTHING(
      Severity.WARNING, "signatures of record sets that are not there", "RFC 4035 §2.2"),
  RRSIG_TTL_DIFFERS(Severity.WARNING, "signatures over another TTL", "RFC 4034 §3.1.4"),
  NOT_SIGNED(Severity.WARNING, "record sets without signature in a signed zone", "RFC 4035 §2.2"),

  MORE_WARNINGS(Severity.WARNING, "further warnings, which are only counted", "");

  private final Severity severity;
  private final String summary;
  private final String reference;

  Rule(Severity severity, String summary, String reference) {
    this.severity = severity;
    this.summary = summary;
    this.reference = reference;
  }

  public Severity severity() {
    return severity;
  }

  /// What it finds, in a few words.
  public String summary() {
    return summary;
  }

  /// The standard that says so, or empty.
  public String reference() {
    return reference;
  }

  /// The name that operators know, in kebab-case.
  public String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
