package dev.cairn.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Told;
import dev.cairn.message.Edns;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NameTooLong;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Referral;
import dev.cairn.message.Outcome.Refused;
import dev.cairn.message.Outcome.Remarked;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.message.Transport;
import dev.cairn.zone.Zone;
import dev.cairn.zone.ZoneResolver;
import dev.cairn.zone.ZoneResolver.AnyAnswer;
import dev.cairn.zone.ZoneResolver.OnMiss;
import dev.cairn.zone.ZoneText;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class AliasChaserTest {
  private static final String TOP = "$TTL 300\n@ SOA ns1 h 1 7200 900 1209600 300\n@ NS ns1\n";
  private static final Trace SILENT = Trace.NONE;

  private final List<Owner> owners = new ArrayList<>();
  private final Map<String, Outcome> world = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  @Test
  void a_name_without_alias_is_answered_by_its_owner() {
    zone("example.org.", "www A 192.0.2.1\n");
    var answer = (Answer) here("www.example.org.");
    assertThat(answer.aliases()).isEmpty();
    assertThat(answer.standing()).isEqualTo(Standing.AUTHORITATIVE);
  }

  @Test
  void a_name_that_nobody_owns_is_refused() {
    zone("example.org.", "www A 192.0.2.1\n");
    assertThat(here("www.example.net.")).isInstanceOf(Refused.class);
    assertThat(anywhere("www.example.net.")).isInstanceOf(Refused.class);
  }

  @Test
  void a_chain_goes_on_from_zone_to_zone() {
    zone("example.org.", "one CNAME two\ntwo CNAME three.example.net.\n");
    zone("example.net.", "three CNAME four.sub\n");
    zone("sub.example.net.", "four A 192.0.2.4\n");
    var answer = (Answer) here("one.example.org.");
    assertThat(owners(answer.aliases()))
        .containsExactly("one.example.org.", "two.example.org.", "three.example.net.");
    assertThat(owners(answer.records())).containsExactly("four.sub.example.net.");
    assertThat(answer.standing()).isEqualTo(Standing.AUTHORITATIVE);
  }

  @Test
  void the_end_of_a_chain_is_the_end_of_the_answer() {
    zone(
        "example.org.",
        "a CNAME gone.example.net.\nb CNAME empty.example.net.\nc CNAME x.child.example.net.\n");
    zone("example.net.", "empty TXT x\nchild NS ns.child\nns.child A 192.0.2.1\n");
    var absent = (NxDomain) here("a.example.org.");
    assertThat(owners(absent.aliases())).containsExactly("a.example.org.");
    assertThat(owners(absent.authority())).containsExactly("example.net.");
    var empty = (NoData) here("b.example.org.");
    assertThat(owners(empty.aliases())).containsExactly("b.example.org.");
    var referral = (Referral) here("c.example.org.");
    assertThat(owners(referral.aliases())).containsExactly("c.example.org.");
    assertThat(referral.authority().getFirst().owner()).hasToString("child.example.net.");
    assertThat(referral.standing()).isEqualTo(Standing.AUTHORITATIVE);
  }

  @Test
  void a_redirected_subtree_is_followed() {
    zone("example.org.", "tree DNAME example.net.\n");
    zone("example.net.", "a.b A 192.0.2.1\n");
    var answer = (Answer) here("a.b.tree.example.org.");
    assertThat(answer.aliases())
        .extracting(RecordSet::toString)
        .containsExactly("tree.example.org. 300 DNAME ×1", "a.b.tree.example.org. 300 CNAME ×1");
    assertThat(owners(answer.records())).containsExactly("a.b.example.net.");
  }

  @Test
  void a_redirection_that_makes_a_name_too_long_ends_the_chain() {
    String label = "x".repeat(60);
    zone(
        "example.org.",
        "tree DNAME "
            + (label + ".").repeat(3)
            + "net.\na CNAME b."
            + label
            + "."
            + label
            + ".tree\n");
    var tooLong = (NameTooLong) here("a.example.org.");
    assertThat(owners(tooLong.aliases())).containsExactly("a.example.org.", "tree.example.org.");
    assertThat(tooLong.standing()).isEqualTo(Standing.AUTHORITATIVE);
  }

  @Test
  void a_loop_ends_with_the_aliases_that_make_it() {
    zone("example.org.", "self CNAME self\none CNAME two.example.net.\n");
    zone("example.net.", "two CNAME ONE.example.org.\n");
    assertThat(owners(((NoData) here("self.example.org.")).aliases()))
        .containsExactly("self.example.org.");
    assertThat(owners(((NoData) here("one.example.org.")).aliases()))
        .containsExactly("one.example.org.", "two.example.net.");
  }

  @Test
  void a_redirection_into_itself_ends() {
    zone("example.org.", "tree DNAME a.tree\n");
    Outcome outcome = here("x.tree.example.org.");
    assertThat(outcome).isInstanceOf(NoData.class);
    int steps = AliasChaser.LONGEST_CHAIN / 2; // the DNAME counts each time, and stands there once
    assertThat(((NoData) outcome).aliases()).hasSize(1 + steps);
  }

  @Test
  void a_chain_has_at_most_sixteen_records() {
    var text = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      text.append("n").append(i).append(" CNAME n").append(i + 1).append('\n');
    }
    zone("example.org.", text + "n40 A 192.0.2.1\n");
    var cutOff = (NoData) here("n0.example.org.");
    assertThat(cutOff.aliases()).hasSize(16);
    assertThat(cutOff.authority()).isEmpty();
    var whole = (Answer) here("n24.example.org.");
    assertThat(whole.aliases()).hasSize(16);
  }

  @Test
  void what_sixteen_records_lead_to_is_asked_of_others() {
    forward(".");
    for (int i = 0; i < 17; i++) {
      String owner = "n" + i + ".example.com.";
      String target = "n" + (i + 1) + ".example.com.";
      List<RecordSet> alias = Told.sets(owner + " 60 IN CNAME " + target);
      tell(owner, new Alias(alias, List.of(), Name.fromConstantString(target), Standing.TOLD));
    }
    tell("n17.example.com.", Told.answer("n17.example.com. 60 IN A 192.0.2.1"));
    assertThat(((Answer) anywhere("n1.example.com.")).aliases()).hasSize(16);
    assertThat(((Failed) anywhere("n0.example.com.")).why().text()).contains("16 aliases");
  }

  @Test
  void what_has_to_be_asked_is_asked_only_where_it_may_be_waited_for() {
    zone("example.org.", "www CNAME www.example.com.\n");
    forward(".");
    tell("www.example.com.", Told.answer("www.example.com. 60 IN A 192.0.2.1"));
    assertThat(here("www.example.org.")).isEqualTo(Outcome.NOT_MINE);
    assertThat(asked).isEmpty();
    var answer = (Answer) anywhere("www.example.org.");
    assertThat(owners(answer.aliases())).containsExactly("www.example.org.");
    assertThat(owners(answer.records())).containsExactly("www.example.com.");
    assertThat(answer.standing()).isEqualTo(Standing.AUTHORITATIVE); // of the first name
    assertThat(asked).containsExactly("www.example.com. A");
  }

  @Test
  void what_the_world_says_of_our_names_is_dropped_and_we_are_asked() {
    zone("example.org.", "www A 192.0.2.1\n");
    forward(".");
    tell(
        "alias.example.com.",
        new Answer(
            Told.sets(
                "alias.example.com. 60 IN CNAME other.example.com.",
                "other.example.com. 60 IN CNAME www.example.org."),
            Told.sets("www.example.org. 60 IN A 203.0.113.66"),
            List.of(),
            List.of(),
            Standing.TOLD_AS_VALIDATED));
    var answer = (Answer) anywhere("alias.example.com.");
    assertThat(owners(answer.aliases()))
        .containsExactly("alias.example.com.", "other.example.com.");
    assertThat(answer.records().getFirst().rdata())
        .containsExactly(new byte[] {(byte) 192, 0, 2, 1});
    assertThat(answer.standing()).isEqualTo(Standing.TOLD); // of the first name
  }

  @Test
  void what_the_world_says_is_cut_off_however_the_answer_ends() {
    zone("example.org.", "www A 192.0.2.1\n");
    forward(".");
    var aliases = Told.sets("alias.example.com. 60 IN CNAME www.example.org.");
    List<Outcome> endings =
        List.of(
            new NoData(aliases, List.of(), Standing.TOLD),
            new NxDomain(aliases, List.of(), Standing.TOLD),
            new Alias(aliases, List.of(), name("www.example.org."), Standing.TOLD),
            new Stale(
                new NxDomain(aliases, List.of(), Standing.TOLD),
                new ExtendedError(ExtendedError.STALE_ANSWER, "")));
    for (Outcome ending : endings) {
      tell("alias.example.com.", ending);
      assertThat(anywhere("alias.example.com."))
          .as(ending.toString())
          .isInstanceOf(Answer.class)
          .extracting(outcome -> owners(((Answer) outcome).records()))
          .isEqualTo(List.of("www.example.org."));
    }
  }

  @Test
  void a_signature_stays_with_the_alias_that_it_signs() {
    zone("example.org.", "www A 192.0.2.1\n");
    forward(".");
    tell(
        "alias.example.com.",
        new Answer(
            Told.sets(
                "alias.example.com. 60 IN CNAME www.example.org.",
                "alias.example.com. 60 IN RRSIG CNAME 13 3 60 20300101000000 20250101000000 1 com."
                    + " AAAA"),
            Told.sets("www.example.org. 60 IN A 203.0.113.66"),
            List.of(),
            List.of(),
            Standing.TOLD));
    var query = query("alias.example.com.", Type.A, Flags.RD, Edns.DNSSEC_OK);
    var answer = (Answer) anywhere(query, SILENT);
    assertThat(answer.aliases())
        .extracting(RecordSet::type)
        .containsExactly(Type.CNAME, Type.RRSIG);
    assertThat(owners(answer.records())).containsExactly("www.example.org.");
  }

  @Test
  void a_chain_may_lead_out_into_the_world_and_back_and_out_again() {
    zone("example.org.", "a CNAME b.example.com.\nc CNAME d.example.com.\n");
    forward(".");
    tell("b.example.com.", alias("b.example.com.", "c.example.org."));
    tell("d.example.com.", Told.answer("d.example.com. 60 IN A 192.0.2.1"));
    var answer = (Answer) anywhere("a.example.org.");
    assertThat(owners(answer.aliases()))
        .containsExactly("a.example.org.", "b.example.com.", "c.example.org.");
    assertThat(owners(answer.records())).containsExactly("d.example.com.");
    assertThat(asked).containsExactly("b.example.com. A", "d.example.com. A");
  }

  @Test
  void a_loop_through_the_world_ends() {
    zone("example.org.", "a CNAME b.example.com.\n");
    forward(".");
    tell("b.example.com.", alias("b.example.com.", "a.example.org."));
    assertThat(((Failed) anywhere("a.example.org.")).why().text()).contains("back to each other");
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_loop_of_our_own_ends_with_what_there_is() {
    zone("example.org.", "a CNAME b\nb CNAME a\n");
    forward(".");
    assertThat(owners(((NoData) here("a.example.org.")).aliases()))
        .containsExactly("a.example.org.", "b.example.org.");
  }

  @Test
  void why_the_target_of_what_others_told_is_refused_is_said() {
    zone("example.org.", "www CNAME www.example.net.\n");
    forward("example.com.");
    tell("www.example.com.", alias("www.example.com.", "www.example.net."));
    var told = (Remarked) anywhere("www.example.com.");
    assertThat(owners(((NoData) told.outcome()).aliases())).containsExactly("www.example.com.");
    assertThat(told.remark().code()).isEqualTo(ExtendedError.NOT_AUTHORITATIVE);
    assertThat(here("www.example.org.")).isInstanceOf(NoData.class);
  }

  @Test
  void aliases_between_forward_rules_go_to_the_rule_of_their_target() {
    forward(".");
    forward("corp.example.");
    tell(
        "www.example.com.",
        new Answer(
            Told.sets("www.example.com. 60 IN CNAME www.corp.example."),
            Told.sets("www.corp.example. 60 IN A 203.0.113.66"),
            List.of(),
            List.of(),
            Standing.TOLD));
    tell("www.corp.example.", Told.answer("www.corp.example. 60 IN A 10.0.0.1"));
    var answer = (Answer) anywhere("www.example.com.");
    assertThat(answer.records().getFirst().rdata()).containsExactly(new byte[] {10, 0, 0, 1});
    assertThat(asked).containsExactly("www.example.com. A", "www.corp.example. A");
  }

  @Test
  void a_failure_at_the_end_of_a_chain_is_a_failure() {
    zone("example.org.", "a CNAME b.example.com.\n");
    forward(".");
    tell("b.example.com.", Told.failed("nobody there"));
    assertThat(anywhere("a.example.org.")).isInstanceOf(Failed.class);
  }

  @Test
  void a_stale_end_of_a_chain_is_stale() {
    zone("example.org.", "a CNAME b.example.com.\n");
    forward(".");
    var why = new ExtendedError(ExtendedError.STALE_ANSWER, "");
    tell("b.example.com.", new Stale(Told.answer("b.example.com. 30 IN A 192.0.2.1"), why));
    var stale = (Stale) anywhere("a.example.org.");
    assertThat(owners(((Answer) stale.outcome()).aliases())).containsExactly("a.example.org.");
  }

  @Test
  void a_forward_rule_says_once_what_it_does_not_know() {
    var asked = new AtomicInteger();
    owners.add(
        Owner.forward(
            Name.root,
            (_, _) -> {
              asked.incrementAndGet();
              return Outcome.NOT_MINE;
            },
            this::askWorld));
    tell("www.example.net.", Told.answer("www.example.net. 60 IN A 192.0.2.1"));
    assertThat(here("www.example.net.")).isEqualTo(Outcome.NOT_MINE);
    assertThat(anywhere("www.example.net.")).isInstanceOf(Answer.class);
    assertThat(asked).hasValue(1);
  }

  @Test
  void nobody_is_asked_if_recursion_is_not_desired() {
    zone("example.org.", "a CNAME b.example.com.\n");
    forward(".");
    var query = query("b.example.com.", Type.A, 0, 0);
    assertThat(chaser().here(query, Reach.EVERYWHERE, SILENT)).isInstanceOf(Refused.class);
    var alias = query("a.example.org.", Type.A, 0, 0);
    var outcome = (NoData) chaser().here(alias, Reach.EVERYWHERE, SILENT);
    assertThat(owners(outcome.aliases())).containsExactly("a.example.org.");
    assertThat(outcome.standing()).isEqualTo(Standing.AUTHORITATIVE);
    assertThat(asked).isEmpty();
  }

  @Test
  void nobody_is_asked_for_a_client_that_may_not_have_it() {
    zone("example.org.", "a CNAME b.example.com.\n");
    forward(".");
    var query = query("b.example.com.", Type.A, Flags.RD, 0);
    var refused = (Refused) chaser().here(query, Reach.OURS, SILENT);
    assertThat(refused.why().code()).isEqualTo(ExtendedError.PROHIBITED);
    var alias = query("a.example.org.", Type.A, Flags.RD, 0);
    assertThat(owners(((NoData) chaser().here(alias, Reach.OURS, SILENT)).aliases()))
        .containsExactly("a.example.org.");
    assertThat(asked).isEmpty();
  }

  @Test
  void not_even_what_is_known_is_told_to_a_client_that_may_not_have_it() {
    owners.add(
        Owner.forward(
            Name.root, (_, _) -> Told.answer("b.example.com. 60 IN A 192.0.2.1"), this::askWorld));
    var query = query("b.example.com.", Type.A, Flags.RD, 0);
    assertThat(chaser().here(query, Reach.OURS, SILENT)).isInstanceOf(Refused.class);
    var iterative = query("b.example.com.", Type.A, 0, 0);
    assertThat(chaser().here(iterative, Reach.EVERYWHERE, SILENT)).isInstanceOf(Refused.class);
    assertThat(chaser().here(query, Reach.EVERYWHERE, SILENT)).isInstanceOf(Answer.class);
  }

  @Test
  void what_an_overlay_does_not_have_goes_to_the_owner_above() {
    overlay("example.com.", "www A 10.0.0.1\n*.wild A 10.0.0.2\nsub NS ns.elsewhere.\n");
    forward(".");
    tell("mail.example.com.", Told.answer("mail.example.com. 60 IN A 192.0.2.1"));
    assertThat(((Answer) here("www.example.com.")).standing()).isEqualTo(Standing.AUTHORITATIVE);
    assertThat(here("x.wild.example.com.")).isInstanceOf(Answer.class);
    assertThat(here("x.sub.example.com.")).isInstanceOf(Referral.class);
    assertThat(here("mail.example.com.")).isEqualTo(Outcome.NOT_MINE);
    assertThat(((Answer) anywhere("mail.example.com.")).standing()).isEqualTo(Standing.TOLD);
    assertThat(asked).containsExactly("mail.example.com. A");
  }

  @Test
  void a_name_that_an_overlay_has_is_its_own_in_all_types() {
    overlay("example.com.", "www A 10.0.0.1\n");
    forward(".");
    var query = query("www.example.com.", Type.AAAA, Flags.RD, 0);
    assertThat(chaser().here(query, Reach.EVERYWHERE, SILENT)).isInstanceOf(NoData.class);
  }

  @Test
  void overlays_may_lie_above_each_other() {
    overlay("a.example.com.", "www A 10.0.0.1\n");
    overlay("example.com.", "x.a A 10.0.0.2\n");
    zone("com.", "y.a.example A 10.0.0.3\n");
    assertThat(owners(((Answer) here("x.a.example.com.")).records()))
        .containsExactly("x.a.example.com.");
    assertThat(owners(((Answer) here("y.a.example.com.")).records()))
        .containsExactly("y.a.example.com.");
    assertThat(here("z.a.example.com.")).isInstanceOf(NxDomain.class);
  }

  @Test
  void an_overlay_with_nobody_above_fails() {
    overlay("example.com.", "www A 10.0.0.1\n");
    assertThat(here("mail.example.com.")).isInstanceOf(Failed.class);
    assertThat(anywhere("mail.example.com.")).isInstanceOf(Failed.class);
  }

  @Test
  void an_alias_of_an_overlay_may_lead_to_what_it_does_not_have() {
    overlay("example.com.", "www CNAME real\n");
    forward(".");
    tell("real.example.com.", Told.answer("real.example.com. 60 IN A 192.0.2.1"));
    var answer = (Answer) anywhere("www.example.com.");
    assertThat(owners(answer.records())).containsExactly("real.example.com.");
    assertThat(answer.standing()).isEqualTo(Standing.AUTHORITATIVE);
  }

  /// An overlay owns what is asked of the world beyond it as well.
  @Test
  void what_the_world_says_of_an_overlays_name_is_cut_off() {
    overlay("example.com.", "www A 10.0.0.1\n");
    forward(".");
    tell(
        "alias.example.net.",
        new Answer(
            Told.sets("alias.example.net. 60 IN CNAME www.example.com."),
            Told.sets("www.example.com. 60 IN A 203.0.113.66"),
            List.of(),
            List.of(),
            Standing.TOLD));
    var answer = (Answer) anywhere("alias.example.net.");
    assertThat(answer.records().getFirst().rdata()).containsExactly(new byte[] {10, 0, 0, 1});
  }

  @Test
  void a_ds_question_is_answered_by_the_parent_that_is_served() {
    String ds = "1 13 2 " + "00".repeat(32);
    zone("example.org.", "child NS ns.child\nchild DS " + ds + "\nns.child A 192.0.2.1\n");
    zone("child.example.org.", "www A 192.0.2.1\n");
    var atChild = query("child.example.org.", Type.DS, Flags.RD, 0);
    var answer = (Answer) chaser().here(atChild, Reach.OURS, SILENT);
    assertThat(owners(answer.records())).containsExactly("child.example.org.");
    var atParent = query("example.org.", Type.DS, Flags.RD, 0);
    var noData = (NoData) chaser().here(atParent, Reach.OURS, SILENT);
    assertThat(owners(noData.authority())).containsExactly("example.org.");
  }

  @Test
  void the_steps_are_told_to_the_trace() {
    zone("example.org.", "a CNAME b.example.com.\n");
    forward(".");
    tell("b.example.com.", alias("b.example.com.", "c.nowhere."));
    var steps = new ArrayList<String>();
    var trace =
        new Trace() {
          @Override
          public void owned(Question question, Owner owner) {
            steps.add(question + " of " + owner.suffix());
          }

          @Override
          public void alias(Question from, Name to) {
            steps.add(from + " to " + to);
          }
        };
    tell("c.nowhere.", Told.nxDomain());
    anywhere(query("a.example.org.", Type.A, Flags.RD, 0), trace);
    assertThat(steps)
        .containsExactly(
            "a.example.org. A of example.org.",
            "a.example.org. A to b.example.com.",
            "b.example.com. A of .",
            "b.example.com. A to c.nowhere.",
            "c.nowhere. A of .");
  }

  private void zone(String origin, String text) {
    Zone zone = ZoneText.zone(origin, TOP + text);
    owners.add(
        Owner.zone(zone.origin(), new ZoneResolver(zone, OnMiss.NXDOMAIN, AnyAnswer.ONE_SET)));
  }

  private void overlay(String origin, String text) {
    Zone zone = ZoneText.zone(origin, TOP + text);
    owners.add(
        Owner.zone(zone.origin(), new ZoneResolver(zone, OnMiss.FORWARD, AnyAnswer.ONE_SET)));
  }

  private void forward(String suffix) {
    owners.add(Owner.forward(name(suffix), (_, _) -> Outcome.NOT_MINE, this::askWorld));
  }

  private void tell(String name, Outcome outcome) {
    world.put(name, outcome);
  }

  private void askWorld(Query query, Asker asker, Trace trace, Consumer<Outcome> then) {
    asked.add(query.question().toString());
    then.accept(
        world.getOrDefault(
            query.question().name().toString(),
            Told.failed("the test tells nothing of this name")));
  }

  private static Outcome alias(String owner, String target) {
    return new Alias(
        Told.sets(owner + " 60 IN CNAME " + target), List.of(), name(target), Standing.TOLD);
  }

  private Outcome here(String name) {
    return chaser().here(query(name, Type.A, Flags.RD, 0), Reach.EVERYWHERE, SILENT);
  }

  private Outcome anywhere(String name) {
    return anywhere(query(name, Type.A, Flags.RD, 0), SILENT);
  }

  private Outcome anywhere(Query query, Trace trace) {
    var outcomes = new ArrayList<Outcome>();
    var asker = new Asker(InetAddress.getLoopbackAddress(), 0);
    chaser().anywhere(query, Reach.EVERYWHERE, asker, trace, outcomes::add);
    assertThat(outcomes).hasSize(1);
    return outcomes.getFirst();
  }

  private AliasChaser chaser() {
    return new AliasChaser(Namespace.of(owners));
  }

  private static Query query(String name, int type, int flags, int ednsFlags) {
    return new Query(
        1,
        Question.in(name(name), type),
        new Flags(flags),
        Edns.plain(1232, 0, ednsFlags),
        Transport.UDP);
  }

  private static List<String> owners(List<RecordSet> sets) {
    return sets.stream().map(set -> set.owner().toString()).toList();
  }

  private static Name name(String text) {
    return Name.fromConstantString(text);
  }
}
