package dev.cairn.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Told;
import dev.cairn.forward.Verdict.Useless;
import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.NameTooLong;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.upstream.Failure;
import dev.cairn.wire.Reply;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class ReplyJudgeTest {
  private static final Query WWW = Told.address("www.example.com.");
  private static final Query WWW_WITH_DO =
      Told.query("www.example.com.", Type.A, 0, Edns.DNSSEC_OK);
  private static final String ADDRESS = "www.example.com. 300 IN A 192.0.2.1";

  @Test
  void what_the_question_did_not_ask_for_is_left_out() {
    var answer =
        (Answer)
            told(
                WWW,
                answers(
                    "victim.example.net. 300 IN A 203.0.113.66",
                    ADDRESS,
                    "www.example.com. 300 IN AAAA 2001:db8::66",
                    "com. 300 IN NS ns.attacker.example."),
                "example.com. 300 IN NS ns.attacker.example.");
    assertThat(answer.aliases()).isEmpty();
    assertThat(answer.additional()).isEmpty();
    assertThat(answer.records())
        .extracting(RecordSet::toString)
        .containsExactly("www.example.com. 300 A ×1");
  }

  @Test
  void aliases_are_followed_in_order_whatever_the_order_of_the_reply() {
    var answer =
        (Answer)
            told(
                WWW,
                answers(
                    "c.example.net. 30 IN A 192.0.2.1",
                    "b.example.com. 20 IN CNAME c.example.net.",
                    "x.example.com. 20 IN CNAME c.example.net.",
                    "www.example.com. 10 IN CNAME b.example.com."));
    assertThat(owners(answer.aliases())).containsExactly("www.example.com.", "b.example.com.");
    assertThat(owners(answer.records())).containsExactly("c.example.net.");
  }

  @Test
  void an_alias_without_its_target_is_an_alias_that_others_may_follow() {
    var alias = (Alias) told(WWW, answers("www.example.com. 10 IN CNAME b.example.net."));
    assertThat(alias.target()).hasToString("b.example.net.");
    assertThat(alias.standing()).isEqualTo(Standing.TOLD);
  }

  @Test
  void an_alias_to_a_name_that_does_not_exist_is_nxdomain() {
    var reply =
        new Reply(
            new Flags(Flags.QR),
            Rcode.NXDOMAIN,
            WWW.question(),
            Told.sets("www.example.com. 10 IN CNAME b.example.com."),
            Told.sets(Told.SOA),
            Edns.ABSENT);
    var nxDomain = (NxDomain) told(WWW, reply);
    assertThat(owners(nxDomain.aliases())).containsExactly("www.example.com.");
    assertThat(owners(nxDomain.authority())).containsExactly("example.com.");
  }

  @Test
  void a_redirection_stands_before_the_alias_that_follows_from_it() {
    var answer =
        (Answer)
            told(
                WWW,
                answers(
                    "www.example.com. 300 IN CNAME www.example.net.",
                    "example.com. 300 IN DNAME example.net.",
                    "www.example.net. 300 IN A 192.0.2.1"));
    assertThat(answer.aliases())
        .extracting(RecordSet::toString)
        .containsExactly("example.com. 300 DNAME ×1", "www.example.com. 300 CNAME ×1");
    assertThat(owners(answer.records())).containsExactly("www.example.net.");
  }

  @Test
  void the_alias_of_a_redirection_is_made_if_it_is_absent_or_wrong() {
    var without = (Alias) told(WWW, answers("example.com. 300 IN DNAME example.net."));
    assertThat(without.target()).hasToString("www.example.net.");
    var wrong =
        (Alias)
            told(
                WWW,
                answers(
                    "example.com. 300 IN DNAME example.net.",
                    "www.example.com. 300 IN CNAME www.attacker.example."));
    assertThat(wrong.target()).hasToString("www.example.net.");
    assertThat(wrong.aliases().getLast().nameInRdata(0)).hasToString("www.example.net.");
  }

  @Test
  void a_redirection_to_a_name_that_is_too_long_is_told_as_such() {
    String label = "l".repeat(60);
    String target = (label + ".").repeat(4); // 245 octets: no room for a label more
    var query = Told.address(label + ".example.com.");
    for (int rcode : List.of(Rcode.YXDOMAIN, Rcode.NOERROR)) {
      var tooLong = (NameTooLong) told(query, said(rcode, "example.com. 300 IN DNAME " + target));
      assertThat(tooLong.aliases())
          .extracting(RecordSet::toString)
          .containsExactly("example.com. 300 DNAME ×1");
      assertThat(tooLong.standing()).isEqualTo(Standing.TOLD);
    }
  }

  @Test
  void too_long_a_name_is_not_believed_without_its_redirection() {
    var useless = new Useless(Failure.said(Rcode.YXDOMAIN, null));
    assertThat(verdict(WWW, said(Rcode.YXDOMAIN, "example.org. 300 IN DNAME example.net.")))
        .isEqualTo(useless);
    assertThat(verdict(WWW, said(Rcode.YXDOMAIN, "example.com. 300 IN DNAME example.net.")))
        .isEqualTo(useless);
  }

  private static Reply said(int rcode, String... answer) {
    return new Reply(
        new Flags(Flags.QR), rcode, WWW.question(), Told.sets(answer), List.of(), Edns.ABSENT);
  }

  @Test
  void a_redirection_beside_the_way_is_left_out() {
    var answer =
        (Answer) told(WWW, answers("example.org. 300 IN DNAME attacker.example.", ADDRESS));
    assertThat(answer.aliases()).isEmpty();
  }

  @Test
  void a_loop_ends_the_chain() {
    var alias =
        (Alias)
            told(
                WWW,
                answers(
                    "www.example.com. 10 IN CNAME b.example.com.",
                    "b.example.com. 10 IN CNAME www.example.com."));
    assertThat(alias.aliases()).hasSize(2);
    assertThat(alias.target()).isEqualTo(WWW.question().name());
  }

  @Test
  void a_chain_ends_after_sixteen_aliases() {
    String[] chain =
        IntStream.range(0, 100)
            .mapToObj(i -> host(i) + " 10 IN CNAME " + host(i + 1))
            .toArray(String[]::new);
    var alias = (Alias) told(Told.address(host(0)), answers(chain));
    assertThat(alias.aliases()).hasSize(16);
    assertThat(alias.target()).hasToString(host(16));
  }

  @Test
  void a_question_for_the_alias_itself_does_not_follow_it() {
    var query = Told.query("www.example.com.", Type.CNAME);
    var answer =
        (Answer)
            told(
                query,
                answers(
                    "www.example.com. 10 IN CNAME b.example.com.",
                    "b.example.com. 10 IN CNAME c.example.com."));
    assertThat(owners(answer.records())).containsExactly("www.example.com.");
  }

  @Test
  void a_question_for_any_gets_all_sets_of_the_name() {
    var query = Told.query("www.example.com.", Type.ANY);
    var answer =
        (Answer)
            told(
                query,
                answers(
                    ADDRESS,
                    "www.example.com. 300 IN TXT \"x\"",
                    "other.example.com. 300 IN TXT \"x\""));
    assertThat(answer.records()).extracting(RecordSet::type).containsExactly(Type.A, Type.TXT);
  }

  @Test
  void signatures_of_what_is_kept_are_kept_with_do_only() {
    String[] records = {
      "www.example.com. 10 IN CNAME b.example.com.",
      "b.example.com. 10 IN A 192.0.2.1",
      signature("www.example.com.", "CNAME"),
      signature("b.example.com.", "A"),
      signature("c.example.com.", "A"),
      "example.com. 300 IN DNSKEY 257 3 13 AAAA"
    };
    var with = (Answer) told(WWW_WITH_DO, answers(records));
    assertThat(with.aliases()).extracting(RecordSet::type).containsExactly(Type.CNAME, Type.RRSIG);
    assertThat(with.records()).extracting(RecordSet::type).containsExactly(Type.A, Type.RRSIG);
    var without = (Answer) told(WWW, answers(records));
    assertThat(without.aliases()).hasSize(1);
    assertThat(without.records()).hasSize(1);
  }

  @Test
  void signatures_of_other_types_at_the_same_name_are_left_out() {
    var both =
        RecordSet.of(
            WWW.question().name(),
            Type.RRSIG,
            300,
            List.of(
                Told.sets(signature("www.example.com.", "TXT")).getFirst().rdata().getFirst(),
                Told.sets(signature("www.example.com.", "A")).getFirst().rdata().getFirst()));
    var reply = reply(List.of(Told.sets(ADDRESS).getFirst(), both), List.of());
    var answer = (Answer) told(WWW_WITH_DO, reply);
    assertThat(answer.records().getLast().count()).isEqualTo(1);
    assertThat(answer.records().getLast().rdata().getFirst()).startsWith(0, Type.A);
  }

  @Test
  void a_negative_answer_keeps_the_soa_of_a_zone_that_the_name_is_in() {
    for (var zone : List.of("www.example.com.", "example.com.", "com.", ".")) {
      var noData = (NoData) told(WWW, answers(), zone + soaNumbers());
      assertThat(owners(noData.authority())).containsExactly(zone);
    }
  }

  @Test
  void the_soa_of_any_other_zone_is_left_out() {
    for (var zone : List.of("a.www.example.com.", "example.net.", "ww.example.com.")) {
      var noData = (NoData) told(WWW, answers(), zone + soaNumbers());
      assertThat(noData.authority()).isEmpty();
    }
  }

  @Test
  void proofs_are_kept_with_do_only() {
    String[] authority = {
      Told.SOA,
      signature("example.com.", "SOA"),
      "example.com. 300 IN NS ns.example.com.",
      "a.example.com. 300 IN NSEC z.example.com. A RRSIG NSEC",
      signature("a.example.com.", "NSEC"),
      "a.example.net. 300 IN NSEC z.example.net. A RRSIG NSEC",
      signature("ns.example.com.", "A"),
    };
    var with = (NoData) told(WWW_WITH_DO, answers(), authority);
    assertThat(with.authority())
        .extracting(RecordSet::type)
        .containsExactly(Type.SOA, Type.RRSIG, Type.NSEC, Type.RRSIG);
    var without = (NoData) told(WWW, answers(), authority);
    assertThat(without.authority()).extracting(RecordSet::type).containsExactly(Type.SOA);
  }

  @Test
  void ad_is_believed() {
    var reply =
        new Reply(
            new Flags(Flags.QR | Flags.AD),
            Rcode.NOERROR,
            WWW.question(),
            Told.sets(ADDRESS),
            List.of(),
            Edns.ABSENT);
    assertThat(((Answer) told(WWW, reply)).standing()).isEqualTo(Standing.TOLD_AS_VALIDATED);
  }

  @Test
  void an_answer_to_something_else_is_malformed() {
    assertThat(verdict(WWW, answers("victim.example.net. 300 IN A 203.0.113.66")))
        .isEqualTo(Verdict.MALFORMED);
  }

  @Test
  void two_aliases_of_one_name_are_malformed() {
    byte[] target = Name.fromConstantString("b.example.com.").toWire();
    var alias = RecordSet.of(WWW.question().name(), Type.CNAME, 300, List.of(target, target));
    assertThat(verdict(WWW, reply(List.of(alias), List.of()))).isEqualTo(Verdict.MALFORMED);
  }

  @Test
  void an_address_of_five_octets_is_malformed() {
    var address = RecordSet.of(WWW.question().name(), Type.A, 300, List.of(new byte[5]));
    assertThat(verdict(WWW, reply(List.of(address), List.of()))).isEqualTo(Verdict.MALFORMED);
  }

  @Test
  void an_soa_that_is_cut_off_is_left_out() {
    byte[] rdata = {0, 0, 0, 0, 0, 1};
    var soa = RecordSet.of(WWW.question().name(), Type.SOA, 300, List.of(rdata));
    var noData = (NoData) told(WWW, reply(List.of(), List.of(soa)));
    assertThat(noData.authority()).isEmpty();
  }

  @Test
  void name_servers_without_an_soa_are_a_referral_unless_the_answer_is_authoritative() {
    var servers = Told.sets("example.com. 300 IN NS ns.example.com.");
    assertThat(verdict(WWW, reply(List.of(), servers))).isEqualTo(new Useless(Failure.LAME));
    var authoritative =
        new Reply(
            new Flags(Flags.QR | Flags.AA),
            Rcode.NOERROR,
            WWW.question(),
            List.of(),
            servers,
            Edns.ABSENT);
    assertThat(told(WWW, authoritative)).isInstanceOf(NoData.class);
  }

  private static Outcome told(Query query, Reply answer, String... authority) {
    var reply =
        authority.length == 0
            ? answer
            : new Reply(
                answer.flags(),
                answer.rcode(),
                answer.question(),
                answer.answer(),
                Told.sets(authority),
                Edns.ABSENT);
    return ((Verdict.Told) verdict(query, reply)).outcome();
  }

  private static Verdict verdict(Query query, Reply reply) {
    return new ReplyJudge(Rebinding.ALLOWED).judge(query, reply);
  }

  private static Reply answers(String... records) {
    return reply(Told.sets(records), List.of());
  }

  private static Reply reply(List<RecordSet> answer, List<RecordSet> authority) {
    return new Reply(
        new Flags(Flags.QR), Rcode.NOERROR, WWW.question(), answer, authority, Edns.ABSENT);
  }

  private static List<String> owners(List<RecordSet> sets) {
    return sets.stream().map(set -> set.owner().toString()).toList();
  }

  private static String host(int number) {
    return "h" + number + ".example.com.";
  }

  private static String soaNumbers() {
    return " 900 IN SOA ns.example.com. hostmaster.example.com. 1 7200 900 1209600 300";
  }

  private static String signature(String owner, String covered) {
    return owner
        + " 300 IN RRSIG "
        + covered
        + " 13 3 300 20300101000000 20250101000000 1 example.com. AAAA";
  }
}
