package dev.cairn.peers;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What a reply says, as far as servers must agree on it: names in any case, sets in any order, of
/// the authority section what makes and proves a negative answer or a referral, of the additional
/// section the glue that a referral needs.
///
/// @param head rcode and flags, whether there is EDNS, and whether the question is repeated
/// @param aliases CNAME and DNAME records of the answer, as they come
/// @param records all others of the answer
/// @param authority SOA of a negative answer, NS and DS of a referral, NSEC and NSEC3, and
///   signatures
/// @param glue addresses of name servers below the cut that is referred to
record Told(
    String head,
    List<String> aliases,
    List<String> records,
    List<String> authority,
    List<String> glue) {
  /// In the head of a reply that has more octets than it may have.
  static final String TOO_LONG = "TOO-LONG ";

  private static final int HEADER = 12;

  static Told of(Question question, byte[] reply) {
    try {
      return of(question, reply, new Message(reply));
    } catch (IOException e) {
      return new Told("unreadable: " + e.getMessage(), List.of(), List.of(), List.of(), List.of());
    }
  }

  private static Told of(Question question, byte[] reply, Message message) {
    String head = head(question, reply, message);
    if (message.getHeader().getFlag(Flags.TC)) {
      return new Told(head, List.of(), List.of(), List.of(), List.of()); // what fits is up to them
    }
    List<Record> answer = message.getSection(Section.ANSWER);
    List<Record> referral = referral(message);
    return new Told(
        head,
        answer.stream().filter(Told::isAlias).map(Told::text).toList(),
        texts(answer.stream().filter(record -> !isAlias(record))),
        texts(
            Stream.concat(
                referral.stream(),
                message.getSection(Section.AUTHORITY).stream().filter(Told::isProof))),
        texts(
            message.getSection(Section.ADDITIONAL).stream()
                .filter(record -> isGlue(record, referral))));
  }

  boolean isTruncated() {
    return head.contains(" tc");
  }

  boolean hasRcode(int rcode) {
    return head.startsWith(Rcode.string(rcode) + " ");
  }

  /// Whether the other answer is the first aliases of this one, and nothing else.
  boolean beginsWith(Told other) {
    int end = other.aliases.size();
    return end > 0
        && end <= aliases.size()
        && other.aliases.equals(aliases.subList(0, end))
        && !other.hasRecords()
        && records.containsAll(other.records)
        && other.authority.isEmpty();
  }

  /// Whether the answer has records that are no alias, nor a signature.
  boolean hasRecords() {
    return records.stream().anyMatch(record -> !record.contains(" RRSIG "));
  }

  boolean hasAnswer() {
    return aliases.size() + records.size() > 0;
  }

  /// Whether the last alias is one that follows from a DNAME.
  boolean endsBelowDname() {
    return aliases.size() >= 2 && aliases.get(aliases.size() - 2).contains(" DNAME ");
  }

  Told withoutAuthority() {
    return new Told(head, aliases, records, List.of(), List.of());
  }

  Told withGlue(List<String> other) {
    return new Told(head, aliases, records, authority, other);
  }

  /// Whether this is the other answer, but for NSEC and NSEC3 records that are missing from it.
  boolean provesMoreThan(Told other) {
    var more = new ArrayList<>(authority);
    more.removeAll(other.authority);
    return !more.isEmpty()
        && authority.containsAll(other.authority)
        && more.stream().allMatch(record -> record.contains(" NSEC"))
        && equals(new Told(other.head, other.aliases, other.records, authority, other.glue));
  }

  /// Whether both are the same but for records of the authority section of which the text has this.
  boolean isButFor(String proof, Told other) {
    return without(proof).equals(other.without(proof));
  }

  private Told without(String proof) {
    return new Told(
        head,
        aliases,
        records,
        authority.stream().filter(record -> !record.contains(proof)).toList(),
        glue);
  }

  private static String head(Question question, byte[] reply, Message message) {
    var head = new StringBuilder(Rcode.string(message.getRcode())).append(' ');
    for (int flag : new int[] {Flags.AA, Flags.TC, Flags.RD, Flags.RA, Flags.AD, Flags.CD}) {
      head.append(message.getHeader().getFlag(flag) ? Flags.string(flag) + " " : "");
    }
    head.append(message.getOPT() == null ? "" : "edns ");
    head.append(isAnythingDoubled(message) ? "DOUBLED " : "");
    head.append(repeats(question, reply) ? "" : "OTHER-QUESTION ");
    head.append(reply.length <= question.road().room ? "" : TOO_LONG);
    return head.toString();
  }

  private static boolean isAnythingDoubled(Message message) {
    return Stream.of(Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL)
        .map(message::getSection)
        .anyMatch(records -> records.stream().distinct().count() < records.size());
  }

  private static boolean repeats(Question question, byte[] reply) {
    byte[] query = question.toWire(0);
    int end = HEADER + question.name().length() + 4;
    return Arrays.equals(query, HEADER, end, reply, HEADER, Math.min(end, reply.length));
  }

  private static boolean isAlias(Record record) {
    return record.getType() == Type.CNAME || record.getType() == Type.DNAME;
  }

  /// NS and DS records of the authority section, unless they are those of the zone that answers,
  /// which some add out of politeness.
  private static List<Record> referral(Message message) {
    List<Record> all = message.getSection(Section.AUTHORITY);
    boolean isNegative = all.stream().anyMatch(record -> record.getType() == Type.SOA);
    boolean isPolite =
        isNegative
            || message.getHeader().getFlag(Flags.AA)
                && message.getSection(Section.ANSWER).stream().anyMatch(each -> !isAlias(each));
    return isPolite
        ? List.of()
        : all.stream()
            .filter(record -> record.getType() == Type.NS || record.getType() == Type.DS)
            .toList();
  }

  private static boolean isProof(Record record) {
    int type =
        record instanceof RRSIGRecord signature ? signature.getTypeCovered() : record.getType();
    return type == Type.SOA
        || type == Type.NSEC
        || type == Type.NSEC3
        || record instanceof RRSIGRecord && type == Type.DS;
  }

  private static boolean isGlue(Record record, List<Record> referral) {
    return (record.getType() == Type.A || record.getType() == Type.AAAA)
        && referral.stream().anyMatch(each -> needs(each, record.getName()));
  }

  private static boolean needs(Record nameServer, Name host) {
    return nameServer instanceof NSRecord ns
        && ns.getTarget().equals(host)
        && host.subdomain(ns.getName());
  }

  private static List<String> texts(Stream<Record> records) {
    return records.map(Told::text).sorted().toList();
  }

  /// A record, with the octets of its data: text forms are too forgiving.
  static String text(Record record) {
    return "%s %d %s %s"
        .formatted(
            record.getName().toString().toLowerCase(Locale.ROOT),
            record.getTTL(),
            Type.string(record.getType()),
            record instanceof RRSIGRecord signature
                ? Type.string(signature.getTypeCovered()) + " " + end(signature)
                : isNamesOnly(record.getType())
                    ? record.rdataToString().toLowerCase(Locale.ROOT)
                    : HexFormat.of().formatHex(octets(record)));
  }

  /// As much of a signature as it takes to know it.
  private static String end(RRSIGRecord signature) {
    byte[] octets = signature.getSignature();
    return HexFormat.of().formatHex(octets, octets.length - 8, octets.length);
  }

  /// The owner in the text of a record.
  static String owner(String text) {
    return text.substring(0, text.indexOf(' '));
  }

  /// The target in the text of an alias.
  static String target(String text) {
    return text.substring(text.lastIndexOf(' ') + 1);
  }

  private static boolean isNamesOnly(int type) {
    return switch (type) {
      case Type.NS, Type.CNAME, Type.DNAME, Type.MX, Type.SRV, Type.PTR, Type.SOA, Type.RP -> true;
      default -> false;
    };
  }

  /// With the names in lower case: compression may bring those of other records.
  private static byte[] octets(Record record) {
    byte[] wire = record.toWireCanonical();
    int data = record.getName().length() + 10;
    return Arrays.copyOfRange(wire, data, wire.length);
  }

  @Override
  public String toString() {
    var lines = new ArrayList<String>();
    lines.add(head);
    aliases.forEach(record -> lines.add("  answer     " + record));
    records.forEach(record -> lines.add("  answer     " + record));
    authority.forEach(record -> lines.add("  authority  " + record));
    glue.forEach(record -> lines.add("  additional " + record));
    return String.join("\n", lines);
  }
}
