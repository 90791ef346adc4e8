package dev.cairn.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Edns;
import dev.cairn.message.Query;
import dev.cairn.message.Transport;
import dev.cairn.wire.QueryReader.Malformed;
import dev.cairn.wire.QueryReader.Reading;
import dev.cairn.wire.QueryReader.WellFormed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class QueryReaderTest {
  private static final String LABEL_63 = "a".repeat(63);
  private static final String NAME_255 =
      String.join(".", LABEL_63, LABEL_63, LABEL_63, "a".repeat(61)) + ".";

  private final QueryReader reader = new QueryReader();

  @Test
  void a_query_is_read_as_it_came() {
    Query query =
        wellFormed(Octetwise.header(0x0130, 1, 0, 0, 0).name("wWw.Example.ORG.").two(28).two(1));
    assertThat(query.id()).isEqualTo(0x1234);
    assertThat(query.question().name()).hasToString("wWw.Example.ORG.");
    assertThat(query.question().type()).isEqualTo(Type.AAAA);
    assertThat(query.question().dnsClass()).isEqualTo(1);
    assertThat(query.flags().recursionDesired()).isTrue();
    assertThat(query.flags().checkingDisabled()).isTrue();
    assertThat(query.flags().authenticData()).isTrue();
    assertThat(query.edns()).isEqualTo(Edns.ABSENT);
    assertThat(query.responseLimit()).isEqualTo(512);
  }

  @Test
  void the_opt_record_says_what_the_client_can_take() {
    Query query = wellFormed(Octetwise.queryWith(1).opt(0, 0x8000, new Octetwise()));
    assertThat(query.edns()).isEqualTo(Edns.plain(1232, 0, 0x8000));
    assertThat(query.dnssecOk()).isTrue();
    assertThat(query.responseLimit()).isEqualTo(1232);
  }

  @Test
  void a_version_that_nobody_knows_is_read_all_the_same() {
    assertThat(wellFormed(Octetwise.queryWith(1).opt(1, 0, new Octetwise())).edns().version())
        .isEqualTo(1);
  }

  @Test
  void options_are_skipped_whatever_they_are() {
    var options =
        new Octetwise().two(10).two(8).four(1).four(2).two(15).two(0).two(65_001).two(1).one(7);
    assertThat(wellFormed(Octetwise.queryWith(1).opt(0, 0, options)).edns().isPresent()).isTrue();
  }

  @Test
  void thousands_of_empty_options_are_skipped() {
    var options = new Octetwise();
    for (int i = 0; i < 8_000; i++) {
      options.two(3).two(0);
    }
    assertThat(wellFormed(Octetwise.queryWith(1).opt(0, 0, options)).edns().isPresent()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 9, 65_535})
  void an_option_that_does_not_end_where_the_record_ends_is_malformed(int length) {
    var options = new Octetwise().two(10).two(length).four(0);
    assertMalformed(Octetwise.queryWith(1).opt(0, 0, options), Rcode.FORMERR, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void an_option_without_a_whole_header_is_malformed(int octets) {
    var options = new Octetwise().all(new byte[octets]);
    assertMalformed(Octetwise.queryWith(1).opt(0, 0, options), Rcode.FORMERR, true);
  }

  @Test
  void two_opt_records_are_malformed() {
    var none = new Octetwise();
    assertMalformed(Octetwise.queryWith(2).opt(0, 0, none).opt(0, 0, none), Rcode.FORMERR, true);
  }

  @Test
  void an_opt_record_below_the_root_is_malformed() {
    assertMalformed(
        Octetwise.queryWith(1).name("x.").two(41).two(1232).four(0).two(0), Rcode.FORMERR, true);
  }

  @Test
  void an_opt_record_as_answer_or_authority_is_malformed() {
    var opt = new Octetwise().opt(0, 0, new Octetwise()).bytes();
    for (int section = 1; section <= 2; section++) {
      var message = Octetwise.header(0, 1, section % 2, section / 2, 0).name("x.").two(1).two(1);
      assertMalformed(message.all(opt), Rcode.FORMERR, true);
    }
  }

  @Test
  void other_additional_records_are_passed_over() {
    var message = Octetwise.queryWith(2).pointer(12).record(Type.A, 60, 4).four(0);
    assertThat(wellFormed(message.opt(0, 0, new Octetwise())).edns().isPresent()).isTrue();
  }

  @Test
  void a_signature_is_read_and_not_judged() {
    byte[] rdata = signature();
    var message = Octetwise.queryWith(1).name("key.").two(250).two(255).four(0).two(rdata.length);
    int at = message.bytes().length - 5 - 10;
    for (byte octet : rdata) {
      message.one(octet);
    }
    assertThat(read(message)).isInstanceOf(WellFormed.class);
    var signed = ((WellFormed) read(message)).signed();
    assertThat(signed).isNotNull();
    assertThat(signed.at()).isEqualTo(at);
    assertThat(signed.tsig().key()).hasToString("key.");
    assertThat(signed.tsig().algorithm()).hasToString("hmac-sha256.");
    assertThat(signed.tsig().signed()).isEqualTo(0x0102_0304_0506L);
    assertThat(signed.tsig().fudge()).isEqualTo(300);
    assertThat(signed.tsig().mac()).containsExactly(7, 8, 9);
    assertThat(signed.tsig().originalId()).isEqualTo(0x0A0B);
  }

  @Test
  void a_signature_that_is_cut_anywhere_is_malformed() {
    byte[] whole = signature();
    for (int length = 0; length < whole.length; length++) {
      var message = Octetwise.queryWith(1).name("key.").two(250).two(255).four(0).two(length);
      for (int i = 0; i < length; i++) {
        message.one(whole[i]);
      }
      assertMalformed(message, Rcode.FORMERR, true);
    }
  }

  private static byte[] signature() {
    return new Octetwise()
        .name("hmac-sha256.")
        .two(0x0102)
        .four(0x0304_0506)
        .two(300)
        .two(3)
        .one(7)
        .one(8)
        .one(9)
        .two(0x0A0B)
        .two(0)
        .two(0)
        .bytes();
  }

  @Test
  void an_incremental_transfer_may_bring_its_soa() {
    var question = Octetwise.header(0, 1, 0, 1, 0).name("example.org.").two(Type.IXFR).two(1);
    var soa = new Octetwise().one(0).one(0).four(1).four(1).four(1).four(1).four(1);
    assertThat(wellFormed(question.pointer(12).record(Type.SOA, 0, soa)).question().type())
        .isEqualTo(Type.IXFR);
  }

  @Test
  void octets_behind_the_last_record_are_malformed() {
    assertMalformed(Octetwise.queryWith(0).one(0), Rcode.FORMERR, true);
    assertMalformed(Octetwise.queryWith(1).opt(0, 0, new Octetwise()).one(0), Rcode.FORMERR, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2, 3, 255, 65_535})
  void a_query_has_one_question(int questions) {
    var message = Octetwise.header(0, questions, 0, 0, 0);
    for (int i = 0; i < Math.min(questions, 100); i++) {
      message.name("example.org.").two(1).two(1);
    }
    assertMalformed(message, Rcode.FORMERR, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 65_535})
  void counts_are_not_believed(int count) {
    for (int section = 1; section <= 3; section++) {
      var message =
          Octetwise.header(
                  0,
                  1,
                  section == 1 ? count : 0,
                  section == 2 ? count : 0,
                  section == 3 ? count : 0)
              .name("example.org.")
              .two(Type.IXFR)
              .two(1);
      assertMalformed(message, Rcode.FORMERR, true);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
  void other_opcodes_are_not_implemented(int opcode) {
    var message = Octetwise.header(opcode << 11, 1, 0, 0, 0).name("example.org.").two(1).two(1);
    assertMalformed(message, Rcode.NOTIMP, false);
  }

  @Test
  void a_name_of_255_octets_is_the_longest() {
    var longest = Octetwise.header(0, 1, 0, 0, 0).name(NAME_255).two(1).two(1);
    assertThat(wellFormed(longest).question().name().toWire()).hasSize(255);
    byte[] tooLong = Octetwise.header(0, 1, 0, 0, 0).one(62).all(new byte[62]).bytes();
    var message = new Octetwise().all(tooLong);
    for (int i = 0; i < 3; i++) {
      message.one(63).all(LABEL_63.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    assertMalformed(message.one(0).two(1).two(1), Rcode.FORMERR, false);
  }

  @Test
  void a_name_of_127_labels_is_read() {
    var message = Octetwise.header(0, 1, 0, 0, 0);
    for (int i = 0; i < 127; i++) {
      message.one(1, 'a');
    }
    assertThat(wellFormed(message.one(0).two(1).two(1)).question().labels().count()).isEqualTo(127);
  }

  @Test
  void every_octet_may_stand_in_a_label() {
    for (int octet = 0; octet < 256; octet++) {
      var message = Octetwise.header(0, 1, 0, 0, 0).one(1, octet).one(0).two(1).two(1);
      assertThat(wellFormed(message).question().name().toWire()).containsExactly(1, octet, 0);
    }
  }

  @Test
  void label_types_that_do_not_exist_are_malformed() {
    for (int octet = 64; octet < 192; octet++) {
      var message = Octetwise.header(0, 1, 0, 0, 0).one(octet).all(new byte[200]);
      assertMalformed(message, Rcode.FORMERR, false);
    }
  }

  @Test
  void a_pointer_in_the_question_is_malformed() {
    for (int target : new int[] {0, 11, 12, 13, 14, 0x3FFF}) {
      var message = Octetwise.header(0, 1, 0, 0, 0).pointer(target).two(1).two(1);
      assertMalformed(message, Rcode.FORMERR, false);
      var behindLabel = Octetwise.header(0, 1, 0, 0, 0).one(1, 'a').pointer(target).two(1).two(1);
      assertMalformed(behindLabel, Rcode.FORMERR, false);
    }
  }

  @Test
  void a_pointer_must_lead_back() {
    int owner = Octetwise.queryWith(1).length();
    for (int target = 0; target < 0x4000; target++) {
      var message = Octetwise.queryWith(1).pointer(target).record(Type.A, 0, 4).four(0);
      boolean isName =
          target >= 12 && target < owner && leadsToName(message.bytes(), target, owner);
      assertThat(read(message) instanceof WellFormed).as("pointer to " + target).isEqualTo(isName);
    }
  }

  /// Whether labels, and no pointer, follow from here to a root before `end`.
  private static boolean leadsToName(byte[] message, int from, int end) {
    int at = from;
    while (at < end && message[at] > 0 && message[at] < 64) {
      at += 1 + message[at];
    }
    return at < end && message[at] == 0;
  }

  @Test
  void what_is_cut_off_anywhere_is_malformed() {
    byte[] whole = Octetwise.queryWith(1).opt(0, 0, new Octetwise().two(10).two(4).four(1)).bytes();
    for (int length = Octetwise.HEADER; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThat(reader.isQuery(part, length)).isTrue();
      assertThat(reader.read(part, length, Transport.UDP))
          .as(length + " octets")
          .isInstanceOf(Malformed.class);
      // the same with what an earlier, longer query left behind
      assertThat(reader.read(whole, length, Transport.UDP)).isInstanceOf(Malformed.class);
    }
  }

  @Test
  void less_than_a_header_is_no_query() {
    byte[] message = Octetwise.queryWith(0).bytes();
    for (int length = 0; length < Octetwise.HEADER; length++) {
      assertThat(reader.isQuery(message, length)).isFalse();
    }
    assertThat(reader.isQuery(message, Octetwise.HEADER)).isTrue();
  }

  @Test
  void a_response_is_no_query() {
    byte[] message = Octetwise.header(0x8000, 1, 0, 0, 0).name("x.").two(1).two(1).bytes();
    assertThat(reader.isQuery(message, message.length)).isFalse();
  }

  private Reading read(Octetwise message) {
    byte[] octets = message.bytes();
    assertThat(reader.isQuery(octets, octets.length)).isTrue();
    return reader.read(octets, octets.length, Transport.UDP);
  }

  private Query wellFormed(Octetwise message) {
    Reading reading = read(message);
    assertThat(reading).isInstanceOf(WellFormed.class);
    return ((WellFormed) reading).query();
  }

  private void assertMalformed(Octetwise message, int rcode, boolean hasQuestion) {
    Reading reading = read(message);
    assertThat(reading).isInstanceOf(Malformed.class);
    var malformed = (Malformed) reading;
    assertThat(malformed.id()).isEqualTo(0x1234);
    assertThat(malformed.rcode()).isEqualTo(rcode);
    assertThat(malformed.question() != null).as("question").isEqualTo(hasQuestion);
  }
}
