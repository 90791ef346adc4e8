package dev.cairn.hotpath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Told;
import dev.cairn.message.Edns;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.message.Transport;
import dev.cairn.resolve.Reach;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption.Code;
import org.xbill.DNS.Type;

class HotPathTest {
  private static final String WWW = "www.example.com.";
  private static final Outcome ANSWER = Told.answer("www.example.com. 300 IN A 192.0.2.1");
  private static final PlainMessage QUERY = PlainMessage.of(WWW, Type.A);

  private final TwoRoads roads = new TwoRoads();

  @Test
  void what_holds_is_answered_as_the_clear_path_answers_it() {
    roads.keep(Told.address(WWW), ANSWER);
    assertAnswered(QUERY);
    roads.pass(42);
    assertAnswered(PlainMessage.of("wWW.EXAMPLE.com.", Type.A));
    assertThat(roads.response()).containsSequence(0, 0, 1, 2, 0, 4); // 258 seconds left
    assertAnswered(QUERY.edns(1232, 0));
    assertAnswered(QUERY.edns(0, 0x7FFF));
    assertAnswered(QUERY.flags(Flags.AD | Flags.AA | Flags.TC | Flags.RA | 0x4F));
  }

  @Test
  void what_an_upstream_remarked_is_told_to_whoever_knows_options() {
    roads.keep(Told.address(WWW), new Outcome.Remarked(ANSWER, new ExtendedError(4, "forged")));
    roads.pass(42);
    assertAnswered(QUERY);
    assertAnswered(QUERY.edns(1232, 0));
    assertThat(roads.response()).endsWith(0, 12, 0, 15, 0, 8, 0, 4, 'f', 'o', 'r', 'g', 'e', 'd');
  }

  @Test
  void options_that_nobody_answers_do_not_matter() {
    roads.keep(Told.address(WWW), ANSWER);
    assertAnswered(QUERY.edns(1232, 0, 0, 12, 0, 2, 0, 0, 0, 8, 0, 0)); // padding, client subnet
    for (int code : new int[] {Code.NSID, Code.EDNS_EXPIRE, Code.TCP_KEEPALIVE, Code.COOKIE}) {
      assertPassedOn(QUERY.edns(1232, 0, 0, code, 0, 0));
    }
    assertPassedOn(QUERY.edns(1232, 0, 0, 12, 0, 1));
    assertPassedOn(QUERY.edns(1232, 0, 0, 12, 0));
  }

  @Test
  void what_is_not_plain_is_passed_on() {
    roads.keep(Told.address(WWW), ANSWER);
    assertPassedOn(QUERY.flags(0x0800)); // another opcode
    byte[] octets = QUERY.octets();
    for (int at : new int[] {5, 7, 9, 11, octets.length - 1}) { // numbers of records, the class
      byte[] other = octets.clone();
      other[at]++;
      assertThat(roads.hot(other, Transport.UDP)).isEqualTo(HotPath.NOT_MINE);
    }
    for (int length = 12; length < octets.length; length++) {
      byte[] less = Arrays.copyOf(octets, length);
      assertThat(roads.hot(less, Transport.UDP)).isEqualTo(HotPath.NOT_MINE);
    }
    byte[] more = Arrays.copyOf(octets, octets.length + 1);
    assertThat(roads.hot(more, Transport.UDP)).isEqualTo(HotPath.NOT_MINE);
    octets[2] = 0; // recursion is not desired
    assertThat(roads.hot(octets, Transport.UDP)).isEqualTo(HotPath.NOT_MINE);
  }

  @Test
  void clients_that_may_not_have_names_resolved_are_passed_on() {
    roads.keep(Told.address(WWW), ANSWER);
    assertThat(roads.hot(QUERY.octets(), Reach.OURS)).isEqualTo(HotPath.NOT_MINE);
  }

  @Test
  void do_and_cd_are_other_questions() {
    roads.keep(Told.address(WWW), ANSWER);
    assertUnknown(QUERY.flags(Flags.CD));
    assertUnknown(QUERY.edns(1232, Edns.DNSSEC_OK));
    roads.keep(Told.query(WWW, Type.A, Flags.CD, Edns.DNSSEC_OK), ANSWER);
    assertAnswered(QUERY.flags(Flags.CD).edns(1232, Edns.DNSSEC_OK));
  }

  @Test
  void ad_is_told_to_those_who_ask() {
    var sets = Told.sets("www.example.com. 300 IN A 192.0.2.1");
    var answer = new Answer(List.of(), sets, List.of(), List.of(), Standing.TOLD_AS_VALIDATED);
    roads.keep(Told.address(WWW), answer);
    assertAnswered(QUERY);
    assertThat(roads.response()[3] & Flags.AD).isZero();
    assertAnswered(QUERY.flags(Flags.AD));
    assertThat(roads.response()[3] & Flags.AD).isNotZero();
  }

  @Test
  void our_own_names_are_never_answered_from_the_cache() {
    roads.keep(
        Told.address("www.ours.example."), Told.answer("www.ours.example. 9 IN A 192.0.2.1"));
    assertPassedOn(PlainMessage.of("www.ours.example.", Type.A));
  }

  @Test
  void another_rule_answers_with_what_it_was_told_itself() {
    Told.keep(
        roads.world,
        Told.address("www.corp.example."),
        new dev.cairn.resolve.Report(Told.answer("www.corp.example. 9 IN A 192.0.2.1"), "", 0));
    assertUnknown(PlainMessage.of("www.corp.example.", Type.A));
  }

  @Test
  void aliases_are_answered_while_they_lead_to_nobody_elses_names() {
    var aliases =
        Told.sets(
            "www.example.com. 300 IN CNAME a.example.net.",
            "a.example.net. 300 IN CNAME b.example.org.");
    roads.keep(
        Told.address(WWW),
        new Answer(
            aliases,
            Told.sets("b.example.org. 300 IN A 192.0.2.9"),
            List.of(),
            List.of(),
            Standing.TOLD));
    assertAnswered(QUERY);
    assertAnswered(QUERY);
    roads.addZone("example.edu.");
    assertAnswered(QUERY);
    roads.addZone("example.org.");
    assertPassedOn(QUERY);
    assertPassedOn(QUERY);
  }

  @Test
  void an_alias_that_somebody_has_to_follow_is_passed_on() {
    var aliases = Told.sets("www.example.com. 300 IN CNAME a.example.net.");
    roads.keep(
        Told.address(WWW),
        new Alias(aliases, List.of(), TwoRoads.name("a.example.net."), Standing.TOLD));
    assertPassedOn(QUERY);
  }

  @Test
  void what_does_not_fit_is_passed_on() {
    List<byte[]> addresses =
        IntStream.range(0, 60).mapToObj(i -> new byte[] {10, 0, 0, (byte) i}).toList();
    var set = RecordSet.of(TwoRoads.name(WWW), Type.A, 300, addresses);
    roads.keep(
        Told.address(WWW),
        new Answer(List.of(), List.of(set), List.of(), List.of(), Standing.TOLD));
    assertPassedOn(QUERY);
    assertPassedOn(QUERY.edns(993, 0)); // 33 + 60 × 16 octets, and 11 of OPT: 1004
    assertPassedOn(QUERY.edns(1_003, 0));
    assertAnswered(QUERY.edns(1_004, 0));
    assertThat(roads.hot(QUERY.octets(), Transport.TCP)).isEqualTo(Type.A);
  }

  @Test
  void what_is_over_or_due_to_be_refreshed_is_passed_on() {
    roads.keep(Told.address(WWW), ANSWER);
    roads.pass(269);
    assertAnswered(QUERY);
    roads.pass(1);
    assertPassedOn(QUERY);
    roads.clear(QUERY.octets(), Transport.UDP);
    assertThat(roads.refreshed).hasSize(1);
    assertAnswered(QUERY);
    roads.pass(30);
    assertPassedOn(QUERY);
  }

  @Test
  void types_that_are_no_data_are_passed_on() {
    for (int type : new int[] {Type.OPT, Type.TKEY, Type.TSIG, Type.IXFR, Type.AXFR, Type.MAILA}) {
      roads.keep(Told.query(WWW, type), ANSWER);
      assertPassedOn(PlainMessage.of(WWW, type));
    }
    roads.keep(Told.query(WWW, Type.ANY), ANSWER);
    assertAnswered(PlainMessage.of(WWW, Type.ANY));
    roads.keep(Told.query(WWW, Type.DS), ANSWER);
    assertPassedOn(PlainMessage.of(WWW, Type.DS)); // it may be the owner's above
  }

  @Test
  void what_nobody_could_answer_a_moment_ago_is_not_unknown() {
    assertUnknown(QUERY);
    roads.keep(Told.address("other.example."), Told.failed("why"));
    assertUnknown(QUERY);
    roads.keep(Told.address(WWW), Told.failed("why"));
    assertPassedOn(QUERY);
  }

  @Test
  void hits_are_counted() {
    roads.keep(Told.address(WWW), ANSWER);
    assertAnswered(QUERY);
    long before = roads.cache.statistics().hits();
    roads.hot(QUERY.octets(), Transport.UDP);
    assertThat(roads.cache.statistics().hits()).isEqualTo(before + 1);
    roads.hot(PlainMessage.of("other.example.", Type.A).octets(), Transport.UDP);
    assertThat(roads.cache.statistics().hits()).isEqualTo(before + 1);
    assertThat(roads.cache.statistics().misses()).isZero();
    assertThat(DClass.IN).isEqualTo(1);
  }

  private void assertAnswered(PlainMessage query) {
    assertThat(roads.hot(query.octets(), Transport.UDP)).isEqualTo(query.type());
    byte[] hot = roads.response();
    assertThat(hot).isEqualTo(roads.clear(query.octets(), Transport.UDP));
  }

  private void assertPassedOn(PlainMessage query) {
    assertThat(roads.hot(query.octets(), Transport.UDP)).isEqualTo(HotPath.NOT_MINE);
  }

  private void assertUnknown(PlainMessage query) {
    assertThat(roads.hot(query.octets(), Transport.UDP)).isEqualTo(HotPath.UNKNOWN);
    assertThat(roads.outcome(query.octets(), Transport.UDP)).isInstanceOf(Outcome.NotMine.class);
  }
}
