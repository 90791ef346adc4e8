package dev.cairn.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Edns;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NameTooLong;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Referral;
import dev.cairn.message.Outcome.Refused;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.message.Transport;
import dev.cairn.wire.QueryReader.Malformed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ResponseWriterTest {
  private static final Name WWW = Name.fromConstantString("wWw.example.org.");
  private static final Name ORIGIN = Name.fromConstantString("example.org.");
  private static final RecordSet ADDRESS = set("www A 192.0.2.1");
  private static final RecordSet SOA = set("@ SOA ns h 1 2 3 4 5");
  private static final RecordSet ALIAS = set("www CNAME web");
  private static final RecordSet NS = set("child NS ns1.child", "child NS ns2.child");
  private static final Edns SMALL = Edns.plain(512, 0, 0);
  private static final Edns USUAL = Edns.plain(1232, 0, 0);
  private static final int OPT = 11;

  private final ResponseWriter writer = new ResponseWriter();
  private final ResponseBuffer buffer = new ResponseBuffer(65_535);

  @Test
  void the_question_and_the_id_are_echoed_as_they_came() throws IOException {
    Message reply = written(query(Edns.ABSENT), answer(ADDRESS));
    assertThat(reply.getHeader().getID()).isEqualTo(4711);
    assertThat(reply.getQuestion().getName().toString()).isEqualTo("wWw.example.org.");
    assertThat(reply.getQuestion().getType()).isEqualTo(Type.A);
    assertThat(reply.getHeader().getOpcode()).isEqualTo(Opcode.QUERY);
    assertThat(texts(reply, Section.ANSWER)).containsExactly("wWw.example.org. 300 A 192.0.2.1");
  }

  @Test
  void only_a_client_that_speaks_edns_gets_an_opt_record() throws IOException {
    assertThat(written(query(Edns.ABSENT), answer(ADDRESS)).getOPT()).isNull();
    var opt = written(query(Edns.plain(4096, 0, 0xFFFF)), answer(ADDRESS)).getOPT();
    assertThat(opt.getPayloadSize()).isEqualTo(Edns.OUR_UDP_SIZE);
    assertThat(opt.getVersion()).isZero();
    assertThat(opt.getFlags()).isEqualTo(Edns.DNSSEC_OK); // DO as it came, nothing else
    assertThat(opt.getOptions()).isEmpty();
  }

  @Test
  void each_outcome_has_its_rcode_and_its_sections() throws IOException {
    var ours = Standing.AUTHORITATIVE;
    var aliases = List.of(ALIAS);
    var soa = List.of(SOA);
    assertThat(
            told(new Answer(aliases, List.of(set("web A 192.0.2.1")), List.of(), List.of(), ours)))
        .isEqualTo("NOERROR aa 2 0 0");
    assertThat(told(new NoData(List.of(), soa, ours))).isEqualTo("NOERROR aa 0 1 0");
    assertThat(told(new NxDomain(aliases, soa, ours))).isEqualTo("NXDOMAIN aa 1 1 0");
    assertThat(told(new Outcome.Alias(aliases, List.of(), WWW, ours)))
        .isEqualTo("NOERROR aa 1 0 0");
    assertThat(told(new NameTooLong(List.of(set("@ DNAME x")), ours)))
        .isEqualTo("YXDOMAIN aa 1 0 0");
    assertThat(
            told(new Referral(List.of(), List.of(NS), List.of(set("ns1.child A 192.0.2.1")), ours)))
        .isEqualTo("NOERROR 0 2 1");
    assertThat(told(new Referral(aliases, List.of(NS), List.of(), ours)))
        .isEqualTo("NOERROR aa 1 2 0");
    assertThat(told(new Refused(why("")))).isEqualTo("REFUSED 0 0 0");
    assertThat(told(new Failed(why("")))).isEqualTo("SERVFAIL 0 0 0");
    assertThat(told(new Stale(new NxDomain(aliases, soa, Standing.TOLD), why(""))))
        .isEqualTo("NXDOMAIN 1 1 0");
  }

  @Test
  void validated_data_is_marked_for_those_who_ask_for_it() throws IOException {
    var validated =
        new Answer(List.of(), List.of(ADDRESS), List.of(), List.of(), Standing.TOLD_AS_VALIDATED);
    assertThat(isSet(org.xbill.DNS.Flags.AD, query(0, USUAL), validated)).isFalse();
    assertThat(isSet(org.xbill.DNS.Flags.AD, query(Flags.AD, USUAL), validated)).isTrue();
    var dnssecOk = Edns.plain(1232, 0, Edns.DNSSEC_OK);
    assertThat(isSet(org.xbill.DNS.Flags.AD, query(0, dnssecOk), validated)).isTrue();
    assertThat(isSet(org.xbill.DNS.Flags.AD, query(Flags.AD, USUAL), answer(ADDRESS))).isFalse();
    assertThat(isSet(org.xbill.DNS.Flags.AA, query(0, USUAL), validated)).isFalse();
  }

  @Test
  void of_the_query_bits_only_rd_and_cd_come_back() throws IOException {
    byte[] reply = octets(query(0x7FFF & ~0x7800, USUAL), answer(ADDRESS), false);
    assertThat(Octets.get16(reply, 2)).isEqualTo(Flags.QR | Flags.AA | Flags.RD | Flags.CD);
    byte[] recursive = octets(query(0, USUAL), answer(ADDRESS), true);
    assertThat(Octets.get16(recursive, 2)).isEqualTo(Flags.QR | Flags.AA | Flags.RA);
  }

  @Test
  void the_reason_for_a_refusal_goes_into_the_opt_record() throws IOException {
    Message reply = written(query(USUAL), new Refused(why("not here")));
    var option = (ExtendedErrorCodeOption) reply.getOPT().getOptions().getFirst();
    assertThat(option.getErrorCode()).isEqualTo(ExtendedError.PROHIBITED);
    assertThat(option.getText()).isEqualTo("not here");
    assertThat(written(query(Edns.ABSENT), new Refused(why("not here"))).getOPT()).isNull();
  }

  @Test
  void the_reason_for_staleness_goes_with_the_answer() throws IOException {
    Message reply = written(query(USUAL), new Stale(answer(ADDRESS), why("all are down")));
    assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
    assertThat(reply.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR)).hasSize(1);
  }

  @Test
  void a_long_reason_is_cut_off() throws IOException {
    Message reply = written(query(USUAL), new Failed(why("x".repeat(1_000))));
    var option = (ExtendedErrorCodeOption) reply.getOPT().getOptions().getFirst();
    assertThat(option.getText()).isEqualTo("x".repeat(255));
  }

  @Test
  void a_reason_never_makes_a_response_larger_than_the_client_can_take() throws IOException {
    String label = "a".repeat(63) + ".";
    var longest = Name.fromConstantString(label + label + label + "a".repeat(61) + ".");
    var query = new Query(1, Question.in(longest, Type.A), new Flags(0), SMALL, Transport.UDP);
    byte[] reply = octets(query, new Failed(why("x".repeat(255))), false);
    assertThat(reply.length).isLessThanOrEqualTo(512);
    assertThat(new Message(reply).getOPT()).isNotNull();
  }

  @Test
  void a_reason_takes_only_what_the_records_leave() throws IOException {
    RecordSet set = longText("www", 440);
    Message reply = written(query(SMALL), new Stale(answer(set), why("x".repeat(255))));
    assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
    assertThat(reply.getOPT().getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR)).hasSize(1);
    assertThat(buffer.length()).isLessThanOrEqualTo(512);
  }

  @Test
  void a_version_that_nobody_knows_is_said_in_the_opt_record() throws IOException {
    writer.writeError(query(Edns.plain(1232, 9, 0)), Rcode.BADVERS, Offer.NOTHING, buffer);
    var reply = new Message(octetsWritten());
    assertThat(reply.getRcode()).isEqualTo(Rcode.BADVERS);
    assertThat(reply.getOPT().getVersion()).isZero();
    assertThat(reply.getQuestion().getName()).isEqualTo(WWW);
  }

  @Test
  void an_error_for_what_could_not_be_read_has_the_question_if_there_was_one() throws IOException {
    var flags = new Flags(0x2910); // opcode 5, RD, CD
    writer.write(new Malformed(77, flags, Rcode.NOTIMP, null, Edns.ABSENT), Offer.NOTHING, buffer);
    assertThat(octetsWritten()).containsExactly(0, 77, 0xA9, 0x14, 0, 0, 0, 0, 0, 0, 0, 0);
    var question = new Question(WWW, Type.MX, DClass.CH);
    writer.write(
        new Malformed(77, new Flags(0), Rcode.FORMERR, question, Edns.ABSENT),
        Offer.NOTHING,
        buffer);
    var reply = new Message(octetsWritten());
    assertThat(reply.getQuestion().getName()).hasToString("wWw.example.org.");
    assertThat(reply.getQuestion().getDClass()).isEqualTo(DClass.CH);
    assertThat(reply.getRcode()).isEqualTo(Rcode.FORMERR);
  }

  @Test
  void sets_stay_whole_when_a_response_is_truncated() throws IOException {
    List<RecordSet> sets =
        IntStream.range(0, 40).mapToObj(i -> addresses("a" + i, 1 + i % 7)).toList();
    for (int size = 512; size <= 1232; size++) {
      Message reply =
          written(
              query(Edns.plain(size, 0, 0)),
              new Answer(List.of(), sets, List.of(), List.of(), Standing.TOLD));
      assertThat(buffer.length()).isLessThanOrEqualTo(size);
      assertThat(reply.getHeader().getFlag(org.xbill.DNS.Flags.TC)).isTrue();
      assertThat(reply.getOPT()).isNotNull();
      int records = reply.getSection(Section.ANSWER).size();
      int whole = 0;
      for (int i = 0; whole < records; i++) {
        whole += sets.get(i).count();
      }
      assertThat(records).as("size " + size).isEqualTo(whole).isPositive();
    }
  }

  @Test
  void what_does_not_fit_by_one_octet_is_left_out() throws IOException {
    int header = 12 + WWW.length() + 4;
    int record = 2 + 10;
    for (int text = 512 - header - record - OPT - 2; text < 512; text++) {
      RecordSet set = longText("www", text);
      Message reply = written(query(SMALL), answer(set));
      boolean fits = header + record + set.rdata().getFirst().length + OPT <= 512;
      assertThat(reply.getHeader().getFlag(org.xbill.DNS.Flags.TC)).isEqualTo(!fits);
      assertThat(reply.getSection(Section.ANSWER)).hasSize(fits ? 1 : 0);
      assertThat(buffer.length()).isLessThanOrEqualTo(512);
    }
  }

  @Test
  void what_is_left_out_leaves_no_name_behind_to_point_at() throws IOException {
    RecordSet large = set("www NS " + "only-here.example.net.", "www NS " + "y".repeat(60));
    var filler = longText("www", 400);
    Message reply =
        written(
            query(SMALL),
            new Answer(
                List.of(),
                List.of(filler),
                List.of(),
                List.of(large, longText("www", 500), set("only-here.example.net. A 192.0.2.9")),
                Standing.TOLD));
    assertThat(texts(reply, Section.ADDITIONAL))
        .containsExactly("only-here.example.net. 300 A 192.0.2.9");
  }

  @Test
  void additional_records_that_do_not_fit_are_left_out_silently() throws IOException {
    var additional = List.of(longText("x", 600), set("ns1 A 192.0.2.1"));
    var outcome = new Answer(List.of(), List.of(ADDRESS), List.of(), additional, Standing.TOLD);
    Message reply = written(query(SMALL), outcome);
    assertThat(reply.getHeader().getFlag(org.xbill.DNS.Flags.TC)).isFalse();
    assertThat(texts(reply, Section.ADDITIONAL))
        .containsExactly("ns1.example.org. 300 A 192.0.2.1");
  }

  @Test
  void glue_that_does_not_fit_is_said_to_be_missing() throws IOException {
    var referral =
        new Referral(
            List.of(), List.of(NS), List.of(addresses("ns1.child", 60)), Standing.AUTHORITATIVE);
    Message reply = written(query(SMALL), referral);
    assertThat(reply.getHeader().getFlag(org.xbill.DNS.Flags.TC)).isTrue();
    assertThat(reply.getSection(Section.AUTHORITY)).hasSize(2);
    assertThat(reply.getOPT()).isNotNull();
  }

  @Test
  void behind_a_set_that_does_not_fit_nothing_is_written() throws IOException {
    var outcome =
        new NxDomain(List.of(longText("www", 600), ALIAS), List.of(SOA), Standing.AUTHORITATIVE);
    Message reply = written(query(SMALL), outcome);
    assertThat(reply.getHeader().getFlag(org.xbill.DNS.Flags.TC)).isTrue();
    assertThat(reply.getSection(Section.ANSWER)).isEmpty();
    assertThat(reply.getSection(Section.AUTHORITY)).isEmpty();
    assertThat(reply.getRcode()).isEqualTo(Rcode.NXDOMAIN);
  }

  @ParameterizedTest
  @EnumSource(Transport.class)
  void what_a_client_says_it_can_take_is_bounded_on_both_sides(Transport transport)
      throws IOException {
    for (int size : new int[] {0, 1, 511, 512, 513, 1231, 1232, 1233, 4096, 65_535}) {
      var query =
          new Query(1, Question.in(WWW, Type.A), new Flags(0), Edns.plain(size, 0, 0), transport);
      octets(query, answer(addresses("www", 4_000)), false);
      int largest = transport == Transport.TCP ? 65_535 : Math.clamp(size, 512, 1232);
      assertThat(buffer.length()).isLessThanOrEqualTo(largest);
      var sets = IntStream.range(0, 100).mapToObj(i -> addresses("a" + i, 1)).toList();
      octets(query, new Answer(List.of(), sets, List.of(), List.of(), Standing.TOLD), false);
      assertThat(buffer.length()).isBetween(Math.min(largest, 1_700) - 23, largest);
    }
  }

  @Test
  void four_thousand_records_go_over_tcp() throws IOException {
    Message reply = written(overTcp(), answer(addresses("www", 4_000)));
    assertThat(reply.getSection(Section.ANSWER)).hasSize(4_000).doesNotHaveDuplicates();
    assertThat(reply.getHeader().getFlag(org.xbill.DNS.Flags.TC)).isFalse();
  }

  @Test
  void no_response_is_longer_than_64_kib() throws IOException {
    for (int count = 4_090; count < 4_100; count++) {
      Message reply = written(overTcp(), answer(addresses("www", count)));
      boolean fits = 12 + WWW.length() + 4 + 16 * count + OPT <= 65_535;
      assertThat(reply.getSection(Section.ANSWER)).hasSize(fits ? count : 0);
      assertThat(reply.getHeader().getFlag(org.xbill.DNS.Flags.TC)).isEqualTo(!fits);
      assertThat(reply.getOPT()).isNotNull();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void names_of_any_octets_are_compressed_so_that_they_are_read_back(long seed) throws IOException {
    var random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      var names = new ArrayList<Name>();
      var sets = new ArrayList<RecordSet>();
      for (int i = 0; i < 20; i++) {
        names.add(randomName(random, names));
        sets.add(randomSet(random, names));
      }
      var outcome = new Answer(List.of(), sets, List.of(), List.of(), Standing.TOLD);
      Message reply = written(overTcp(), outcome);
      assertThat(reply.getSection(Section.ANSWER)).isEqualTo(records(sets));
    }
  }

  @Test
  void each_octet_may_stand_in_a_name() throws IOException {
    var sets = new ArrayList<RecordSet>();
    for (int octet = 0; octet < 256; octet++) {
      var name = new Name(new byte[] {3, 'a', (byte) octet, 'z', 1, (byte) octet, 0});
      sets.add(RecordSet.of(name, Type.NS, 60, List.of(name.toWire())));
    }
    Message reply =
        written(overTcp(), new Answer(List.of(), sets, List.of(), List.of(), Standing.TOLD));
    assertThat(reply.getSection(Section.ANSWER)).isEqualTo(records(sets));
  }

  /// RFC 3597 §4: a receiver that does not know the type could not read the name.
  @Test
  void names_in_the_rdata_of_newer_types_are_not_compressed() throws IOException {
    String[] newer = {
      "www SRV 1 2 53 www.example.org.",
      "www DNAME www.example.org.",
      "www NAPTR 1 2 \"s\" \"x\" \"\" www.example.org.",
      "www RP www.example.org. www.example.org.",
      "www AFSDB 1 www.example.org.",
      "www KX 1 www.example.org.",
      "www SVCB 1 www.example.org. port=53",
      "www NSEC www.example.org. A",
      "www RRSIG A 13 3 300 20300101000000 20250101000000 1 www.example.org. AAAA"
    };
    for (String text : newer) {
      RecordSet set = set(text);
      octets(query(USUAL), answer(set), false);
      int unknown = 12 + WWW.length() + 4 + 2 + 10 + set.rdata().getFirst().length + OPT;
      assertThat(buffer.length()).as(text).isEqualTo(unknown);
    }
  }

  @Test
  void the_buffer_of_an_earlier_response_leaves_no_trace() throws IOException {
    octets(overTcp(), answer(addresses("www", 4_000)), false);
    byte[] used = octets(query(USUAL), new NoData(List.of(), List.of(SOA), Standing.TOLD), false);
    var fresh = new ResponseBuffer(65_535);
    writer.write(
        query(USUAL), new NoData(List.of(), List.of(SOA), Standing.TOLD), Offer.NOTHING, fresh);
    assertThat(used).isEqualTo(Arrays.copyOf(fresh.bytes(), fresh.length()));
  }

  private String told(Outcome outcome) throws IOException {
    Message reply = written(query(USUAL), outcome);
    return Rcode.string(reply.getRcode())
        + (reply.getHeader().getFlag(org.xbill.DNS.Flags.AA) ? " aa " : " ")
        + reply.getSection(Section.ANSWER).size()
        + " "
        + reply.getSection(Section.AUTHORITY).size()
        + " "
        + (reply.getSection(Section.ADDITIONAL).size() - 1);
  }

  private boolean isSet(int flag, Query query, Outcome outcome) throws IOException {
    return written(query, outcome).getHeader().getFlag(flag);
  }

  private Message written(Query query, Outcome outcome) throws IOException {
    return new Message(octets(query, outcome, false));
  }

  private byte[] octets(Query query, Outcome outcome, boolean recursionAvailable) {
    writer.write(query, outcome, recursionAvailable ? Offer.RECURSION : Offer.NOTHING, buffer);
    return octetsWritten();
  }

  private byte[] octetsWritten() {
    return Arrays.copyOf(buffer.bytes(), buffer.length());
  }

  private static Query query(Edns edns) {
    return query(Flags.RD, edns);
  }

  private static Query query(int flags, Edns edns) {
    return new Query(4711, Question.in(WWW, Type.A), new Flags(flags), edns, Transport.UDP);
  }

  private static Query overTcp() {
    return new Query(1, Question.in(WWW, Type.A), new Flags(0), USUAL, Transport.TCP);
  }

  private static Answer answer(RecordSet set) {
    return new Answer(List.of(), List.of(set), List.of(), List.of(), Standing.AUTHORITATIVE);
  }

  private static ExtendedError why(String text) {
    return new ExtendedError(ExtendedError.PROHIBITED, text);
  }

  private static RecordSet addresses(String owner, int count) {
    return RecordSet.of(
        name(owner),
        Type.A,
        300,
        IntStream.range(0, count)
            .mapToObj(i -> new byte[] {10, 0, (byte) (i >>> 8), (byte) i})
            .toList());
  }

  /// Text of so many octets, with their lengths in front.
  private static RecordSet longText(String owner, int octets) {
    var rdata = new Octetwise();
    for (int left = octets; left > 0; left -= 200) {
      int length = Math.min(left, 200);
      rdata.one(length).all(new byte[length]);
    }
    return RecordSet.of(name(owner), Type.TXT, 300, List.of(rdata.bytes()));
  }

  /// Records of one owner and type, from text.
  private static RecordSet set(String... texts) {
    List<Record> records = Stream.of(texts).map(ResponseWriterTest::record).toList();
    Record first = records.getFirst();
    return RecordSet.of(
        first.getName(),
        first.getType(),
        (int) first.getTTL(),
        records.stream().map(ResponseWriterTest::rdata).toList());
  }

  private static byte[] rdata(Record record) {
    byte[] wire = record.toWire(Section.ANSWER);
    return Arrays.copyOfRange(wire, record.getName().length() + 10, wire.length);
  }

  private static Record record(String text) {
    String[] words = text.split(" ", 3);
    try {
      return Record.fromString(
          name(words[0]), Type.value(words[1]), DClass.IN, 300, words[2], ORIGIN);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static Name name(String text) {
    try {
      return text.equals("@") ? ORIGIN : Name.fromString(text, ORIGIN);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static RecordSet randomSet(Random random, List<Name> names) {
    Name owner = names.get(random.nextInt(names.size()));
    Name target = names.get(random.nextInt(names.size()));
    var one = new Octetwise();
    return switch (random.nextInt(4)) {
      case 0 -> RecordSet.of(owner, Type.NS, 60, List.of(target.toWire()));
      case 1 -> RecordSet.of(owner, Type.MX, 60, List.of(one.two(5).all(target.toWire()).bytes()));
      case 2 ->
          RecordSet.of(
              owner,
              Type.SOA,
              60,
              List.of(one.all(target.toWire()).all(owner.toWire()).all(new byte[20]).bytes()));
      default -> RecordSet.of(owner, Type.A, 60, List.of(new byte[4]));
    };
  }

  private static Name randomName(Random random, List<Name> before) throws IOException {
    byte[] end =
        before.isEmpty() || random.nextInt(4) == 0
            ? new byte[] {0}
            : before.get(random.nextInt(before.size())).toWire();
    var label = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 63 : 4)];
    random.nextBytes(label);
    var name = new Octetwise().one(label.length).all(label).all(end);
    return name.length() > 255 ? new Name(end) : new Name(name.bytes());
  }

  private static List<Record> records(Collection<RecordSet> sets) {
    var all = new ArrayList<Record>();
    for (RecordSet set : sets) {
      for (byte[] rdata : set.rdata()) {
        all.add(Record.newRecord(set.owner(), set.type(), DClass.IN, set.ttl(), rdata));
      }
    }
    return all;
  }

  private static List<String> texts(Message reply, int section) {
    return reply.getSection(section).stream()
        .filter(record -> record.getType() != Type.OPT)
        .map(record ->
            record.getName()
                + " "
                + record.getTTL()
                + " "
                + Type.string(record.getType())
                + " "
                + record.rdataToString())
        .toList();
  }
}
