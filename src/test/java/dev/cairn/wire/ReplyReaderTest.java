package dev.cairn.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.RecordSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class ReplyReaderTest {
  private static final int QUESTION = 12;
  private static final String LABEL_63 = "a".repeat(63);
  private static final String NAME_255 =
      String.join(".", LABEL_63, LABEL_63, LABEL_63, "a".repeat(61)) + ".";

  private final ReplyReader reader = new ReplyReader();

  /// A type with names in its rdata: what stands in front of them, and how many there are.
  record NameBearing(int type, Octetwise before, int names) {
    @Override
    public String toString() {
      return Type.string(type);
    }
  }

  static Stream<NameBearing> nameBearingTypes() {
    var preference = new Octetwise().two(10);
    var signature = new Octetwise().two(1).one(5, 3).four(300).four(2).four(1).two(7);
    var service = new Octetwise().two(1).two(2).two(53);
    var naptr = new Octetwise().two(1).two(2).one(1, 's').one(3, 'S', 'I', 'P').one(0);
    return Stream.of(
            Stream.of(
                    Type.NS,
                    Type.CNAME,
                    Type.PTR,
                    Type.MD,
                    Type.MF,
                    Type.MB,
                    Type.MG,
                    Type.MR,
                    Type.DNAME,
                    Type.NXT)
                .map(type -> new NameBearing(type, new Octetwise(), 1)),
            Stream.of(Type.SOA, Type.MINFO, Type.RP)
                .map(type -> new NameBearing(type, new Octetwise(), 2)),
            Stream.of(Type.MX, Type.AFSDB, Type.RT, Type.KX)
                .map(type -> new NameBearing(type, preference, 1)),
            Stream.of(
                new NameBearing(Type.PX, preference, 2),
                new NameBearing(Type.SIG, signature, 1),
                new NameBearing(Type.RRSIG, signature, 1),
                new NameBearing(Type.SRV, service, 1),
                new NameBearing(Type.NAPTR, naptr, 1)))
        .flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("nameBearingTypes")
  void names_in_rdata_are_taken_out_of_their_message(NameBearing bearing) {
    Octetwise rdata = new Octetwise().all(bearing.before.bytes());
    Octetwise expanded = new Octetwise().all(bearing.before.bytes());
    for (int i = 0; i < bearing.names; i++) {
      rdata.one(1, 'n').pointer(QUESTION);
      expanded.name("n.example.org.");
    }
    rdata.four(0x01020304);
    expanded.four(0x01020304);
    Reply reply = read(replyWith(1).pointer(QUESTION).record(bearing.type, 60, rdata));
    assertThat(reply).isNotNull();
    assertThat(reply.answer()).hasSize(1);
    assertThat(reply.answer().getFirst().rdata()).containsExactly(expanded.bytes());
  }

  @ParameterizedTest
  @MethodSource("nameBearingTypes")
  void a_name_that_leaves_its_rdata_is_malformed(NameBearing bearing) {
    Octetwise rdata = new Octetwise().all(bearing.before.bytes());
    for (int i = 0; i < bearing.names; i++) {
      rdata.name("n.example.org.");
    }
    for (int length = 0; length < rdata.length(); length++) {
      var message =
          replyWith(1).pointer(QUESTION).record(bearing.type, 60, length).all(rdata.bytes());
      assertThat(read(message)).as("length " + length).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("nameBearingTypes")
  void a_name_in_rdata_may_only_point_back(NameBearing bearing) {
    int place = replyWith(1).length() + 2 + 10 + bearing.before.length();
    for (int target : new int[] {0, 11, place, place + 1, place + 2, 0x3FFF}) {
      Octetwise rdata = new Octetwise().all(bearing.before.bytes());
      for (int i = 0; i < bearing.names; i++) {
        rdata.pointer(target);
      }
      var message = replyWith(1).pointer(QUESTION).record(bearing.type, 60, rdata.four(0));
      assertThat(read(message)).as("pointer to " + target).isNull();
    }
  }

  /// 65,535 octets are the most that a record can say it has; its names may take less in a message.
  @Test
  void rdata_that_grows_too_long_is_malformed() {
    for (int tail : new int[] {65_536 - 510, 65_150}) {
      var rdata = new Octetwise().pointer(QUESTION).pointer(QUESTION).all(new byte[tail]);
      var message = Octetwise.header(0x8000, 1, 1, 0, 0).name(NAME_255).two(6).two(1);
      message.one(0).record(Type.SOA, 60, rdata);
      assertThat(message.length()).isLessThan(65_536);
      assertThat(read(message)).as(tail + " octets behind the names").isNull();
    }
  }

  @Test
  void the_longest_rdata_is_read() {
    var rdata = new Octetwise().pointer(QUESTION).pointer(QUESTION).all(new byte[65_535 - 510]);
    var message = Octetwise.header(0x8000, 1, 1, 0, 0).name(NAME_255).two(6).two(1);
    Reply reply = read(message.one(0).record(Type.SOA, 60, rdata));
    assertThat(reply).isNotNull();
    assertThat(reply.answer().getFirst().rdata().getFirst()).hasSize(65_535);
  }

  @Test
  void records_of_one_name_and_type_are_a_set_with_the_smallest_ttl() {
    var message =
        replyWith(4)
            .pointer(QUESTION)
            .record(Type.A, 300, new Octetwise().four(1))
            .name("EXAMPLE.org.")
            .record(Type.TXT, 9, new Octetwise().one(1, 'x'))
            .name("Example.Org.")
            .record(Type.A, 60, new Octetwise().four(2))
            .pointer(QUESTION)
            .record(Type.A, 600, new Octetwise().four(3));
    Reply reply = read(message);
    assertThat(reply).isNotNull();
    assertThat(reply.answer())
        .extracting(RecordSet::toString)
        .containsExactly("example.org. 60 A ×3", "EXAMPLE.org. 9 TXT ×1");
    assertThat(reply.answer().getFirst().rdata())
        .containsExactly(new byte[] {0, 0, 0, 1}, new byte[] {0, 0, 0, 2}, new byte[] {0, 0, 0, 3});
  }

  @ParameterizedTest
  @ValueSource(ints = {0x8000_0000, 0x8000_0005, 0xFFFF_FFFF})
  void a_ttl_with_its_highest_bit_set_is_the_largest_that_there_is(int ttl) {
    Reply reply = read(replyWith(1).pointer(QUESTION).record(Type.A, ttl, new Octetwise().four(1)));
    assertThat(reply).isNotNull();
    assertThat(reply.answer().getFirst().ttl()).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void records_of_another_class_are_left_out() {
    var message = replyWith(1).pointer(QUESTION).two(Type.A).two(3).four(60).two(4).four(0);
    Reply reply = read(message);
    assertThat(reply).isNotNull();
    assertThat(reply.answer()).isEmpty();
  }

  @Test
  void the_rcode_has_the_bits_of_the_opt_record() {
    var message = Octetwise.header(0x8000 | 0x0007, 1, 0, 0, 2).name("example.org.").two(1).two(1);
    message.one(0).record(Type.A, 0, new Octetwise().four(0));
    message.one(0).two(Type.OPT).two(1232).one(1, 0).two(0).two(0);
    Reply reply = read(message);
    assertThat(reply).isNotNull();
    assertThat(reply.rcode()).isEqualTo(16 + 7);
  }

  @Test
  void what_is_no_response_to_a_query_is_not_read() {
    for (int flags : new int[] {0x0000, 0x8000 | 0x0800, 0x8000 | 0x2800, 0xF800}) {
      var message = Octetwise.header(flags, 1, 0, 0, 0).name("example.org.").two(1).two(1);
      assertThat(read(message)).isNull();
    }
    for (int questions : new int[] {0, 2, 65_535}) {
      var message = Octetwise.header(0x8000, questions, 0, 0, 0).name("example.org.").two(1).two(1);
      assertThat(read(message.name("example.org.").two(1).two(1))).isNull();
    }
  }

  @Test
  void counts_are_not_believed() {
    for (int section = 1; section <= 2; section++) {
      var message =
          Octetwise.header(0x8000, 1, section == 1 ? 65_535 : 0, section == 2 ? 65_535 : 0, 0)
              .name("example.org.")
              .two(1)
              .two(1);
      assertThat(read(message)).isNull();
    }
  }

  @Test
  void what_is_cut_off_anywhere_is_malformed_or_says_that_it_is_truncated() throws IOException {
    byte[] whole = largeReply().toWire();
    byte[] truncated = whole.clone();
    truncated[2] |= 0x02;
    int opt = whole.length - 11;
    for (int length = 0; length < opt; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThat(reader.read(part, length)).as(length + " octets").isNull();
      assertThat(reader.read(whole, length)).isNull(); // with what an earlier reply left behind
      Reply cut = reader.read(truncated, length);
      if (cut != null) {
        assertThat(cut.answer()).isEmpty();
        assertThat(cut.authority()).isEmpty();
        assertThat(cut.flags().isTruncated()).isTrue();
      }
    }
  }

  @Test
  void a_reply_says_what_dnsjava_reads_in_it() throws IOException {
    Message message = largeReply();
    byte[] wire = message.toWire();
    Reply reply = reader.read(wire, wire.length);
    assertThat(reply).isNotNull();
    assertThat(records(reply.answer())).isEqualTo(message.getSection(Section.ANSWER));
    assertThat(records(reply.authority())).isEqualTo(message.getSection(Section.AUTHORITY));
    assertThat(reply.question().name()).isEqualTo(message.getQuestion().getName());
    assertThat(reply.rcode()).isEqualTo(Rcode.NOERROR);
  }

  @Test
  void a_chain_of_pointers_is_followed_for_as_many_labels_as_a_name_can_have() {
    assertThat(read(replyWithChain(100))).isNotNull();
    assertThat(read(replyWithChain(200))).isNull();
  }

  /// A record whose owner is a chain of pointers, which lie in the rdata of the record before.
  private static Octetwise replyWithChain(int hops) {
    Octetwise message = replyWith(2);
    int first = message.length() + 1 + 10;
    var chain = new Octetwise().pointer(QUESTION);
    for (int i = 2; i < hops; i++) {
      chain.pointer(first + 2 * (i - 2));
    }
    message.one(0).record(65_280, 60, chain);
    return message.pointer(first + 2 * (hops - 2)).record(Type.A, 60, new Octetwise().four(1));
  }

  private static Octetwise replyWith(int answers) {
    return Octetwise.header(0x8180, 1, answers, 0, 0).name("example.org.").two(1).two(1);
  }

  private @Nullable Reply read(Octetwise message) {
    byte[] octets = message.bytes();
    return reader.read(octets, octets.length);
  }

  private static Message largeReply() throws IOException {
    var name = Name.fromConstantString("www.example.org.");
    Message message = Message.newQuery(Record.newRecord(name, Type.A, 1));
    message.getHeader().setFlag(0);
    for (String text :
        List.of(
            "CNAME a.example.net.",
            "MX 10 mail.example.org.",
            "TXT \"one\" \"two\"",
            "SRV 1 2 53 ns.example.org.",
            "NAPTR 1 2 \"s\" \"SIP+D2U\" \"\" _sip._udp.example.org.")) {
      message.addRecord(record(name, text), Section.ANSWER);
    }
    message.addRecord(
        record(Name.fromConstantString("example.org."), "SOA ns h 1 2 3 4 5"), Section.AUTHORITY);
    message.addRecord(new org.xbill.DNS.OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    return message;
  }

  private static Record record(Name owner, String text) throws IOException {
    String[] words = text.split(" ", 2);
    return Record.fromString(
        owner, Type.value(words[0]), 1, 300, words[1], Name.fromConstantString("example.org."));
  }

  private static List<Record> records(List<RecordSet> sets) {
    var all = new ArrayList<Record>();
    for (RecordSet set : sets) {
      for (byte[] rdata : set.rdata()) {
        all.add(Record.newRecord(set.owner(), set.type(), 1, set.ttl(), rdata));
      }
    }
    return all;
  }
}
