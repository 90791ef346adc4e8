package dev.cairn.resolve;

import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Names that mean something by themselves, so that nobody outside is asked for them: special-use
/// names (RFC 6761, RFC 7686), the home network (RFC 8375), this resolver (RFC 9462), and the
/// reverse of addresses that are private everywhere (RFC 6303, RFC 7793).
public final class SpecialNames {
  private static final int TTL = 10_800; // seconds (RFC 6303 §3)
  private static final byte[] IPV4_LOOPBACK = {127, 0, 0, 1};
  private static final byte[] IPV6_LOOPBACK = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  private static final Name LOCALHOST = name("localhost.");
  private static final byte[] POINTER = LOCALHOST.toWire();

  private SpecialNames() {}

  /// Their owners. Who is an owner at or below such a suffix by the operator's word comes first.
  public static List<Owner> owners() {
    List<Owner> owners = new ArrayList<>();
    owners.add(Owner.special(LOCALHOST, SpecialNames::localhost));
    Stream.of("invalid.", "test.", "onion.")
        .map(SpecialNames::name)
        .forEach(suffix -> owners.add(nothingIn(suffix)));
    owners.add(zone("home.arpa.", Map.of()));
    owners.add(zone("resolver.arpa.", Map.of(name("_dns.resolver.arpa."), List.of())));
    owners.add(
        zone("127.in-addr.arpa.", Map.of(name("1.0.0.127.in-addr.arpa."), List.of(POINTER))));
    Name loopback = name("1." + "0.".repeat(31) + "ip6.arpa.");
    owners.add(zone(loopback.toString(), Map.of(loopback, List.of(POINTER))));
    privateReverses().forEach(suffix -> owners.add(zone(suffix, Map.of())));
    return List.copyOf(owners);
  }

  private static Stream<String> privateReverses() {
    Stream<String> few =
        Stream.of(
            "0",
            "10",
            "254.169",
            "168.192",
            "2.0.192",
            "100.51.198",
            "113.0.203",
            "255.255.255.255");
    Stream<String> many =
        Stream.concat(
            IntStream.rangeClosed(16, 31).mapToObj(i -> i + ".172"),
            IntStream.rangeClosed(64, 127).mapToObj(i -> i + ".100"));
    Stream<String> ipv6 =
        Stream.of("0." + "0.".repeat(31), "d.f.", "8.e.f.", "9.e.f.", "a.e.f.", "b.e.f.")
            .map(labels -> labels + "ip6.arpa.");
    return Stream.concat(
        Stream.concat(few, many).map(labels -> labels + ".in-addr.arpa."),
        Stream.concat(ipv6, Stream.of("8.b.d.0.1.0.0.2.ip6.arpa.")));
  }

  private static Owner nothingIn(Name suffix) {
    return Owner.special(suffix, nothingAt(suffix));
  }

  /// Says that a name does not exist, nor anything below it.
  public static LocalResolver nothingAt(Name suffix) {
    var nothing = new NxDomain(List.of(), List.of(soa(suffix)), Standing.TOLD);
    return (_, _) -> nothing;
  }

  private static Outcome localhost(Query query, Trace trace) {
    Question question = query.question();
    return switch (question.type()) {
      case Type.A -> answer(question, IPV4_LOOPBACK);
      case Type.AAAA -> answer(question, IPV6_LOOPBACK);
      default -> apexOrNoData(question, LOCALHOST); // a number, not an outcome
    };
  }

  /// A zone with an apex and at most a few names with a PTR record or none.
  private static Owner zone(String suffix, Map<Name, List<byte[]>> names) {
    Name apex = name(suffix);
    return Owner.special(
        apex,
        (query, _) -> {
          Question question = query.question();
          List<byte[]> pointers = names.get(question.name());
          if (pointers != null && question.type() == Type.PTR && !pointers.isEmpty()) {
            return answer(question, pointers.getFirst());
          }
          boolean exists =
              question.name().equals(apex)
                  || names.keySet().stream().anyMatch(one -> one.subdomain(question.name()));
          return exists
              ? apexOrNoData(question, apex)
              : new NxDomain(List.of(), List.of(soa(apex)), Standing.TOLD);
        });
  }

  private static Outcome apexOrNoData(Question question, Name apex) {
    if (question.name().equals(apex)) {
      switch (question.type()) {
        case Type.SOA -> {
          return answer(List.of(soa(apex)));
        }
        case Type.NS -> {
          return answer(question, apex.toWire());
        }
        default -> {} // any other number
      }
    }
    return new NoData(List.of(), List.of(soa(apex)), Standing.TOLD);
  }

  private static Answer answer(Question question, byte[] rdata) {
    return answer(List.of(RecordSet.of(question.name(), question.type(), TTL, List.of(rdata))));
  }

  private static Answer answer(List<RecordSet> records) {
    return new Answer(List.of(), records, List.of(), List.of(), Standing.TOLD);
  }

  /// As RFC 6303 §3 has it.
  private static RecordSet soa(Name apex) {
    byte[] primary = apex.toWire();
    byte[] mailbox = name("nobody.invalid.").toWire();
    byte[] rdata =
        ByteBuffer.allocate(primary.length + mailbox.length + 20)
            .put(primary)
            .put(mailbox)
            .putInt(1)
            .putInt(3_600)
            .putInt(1_200)
            .putInt(604_800)
            .putInt(TTL)
            .array();
    return RecordSet.of(apex, Type.SOA, TTL, List.of(rdata));
  }

  private static Name name(String text) {
    return Name.fromConstantString(text);
  }
}
