package dev.cairn.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.CachePolicy.Absence;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Standing;
import dev.cairn.resolve.Report;
import dev.cairn.resolve.Trace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// There is nothing below a name that does not exist (RFC 8020), if the operator wants it so.
class AbsenceReachTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final CachePolicy FAR =
      new CachePolicy(Duration.ZERO, DAY, DAY, DAY, Absence.OF_ALL_BELOW);
  private static final Outcome GONE = Told.nxDomain(Told.SOA);

  private final CacheFixture fixture = new CacheFixture();

  @BeforeEach
  void reachFar() {
    fixture.policy(FAR);
  }

  @Test
  void an_absence_is_of_all_types_and_of_all_names_below() {
    fixture.keep("gone.example.com.", GONE);
    fixture.pass(10);
    for (String name :
        List.of("gone.example.com.", "a.GONE.example.com.", "a.b.gone.example.com.")) {
      for (int type : new int[] {Type.A, Type.MX}) {
        Outcome outcome = fixture.ask(Told.query(name, type));
        assertThat(outcome).isInstanceOf(NxDomain.class);
        assertThat(Told.ttls(outcome)).containsExactly(290);
        assertThat(fixture.recall(Told.query(name, type))).isInstanceOf(NxDomain.class);
      }
    }
    assertThat(fixture.ask("example.com.")).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.ask("notgone.example.com.")).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.cache.entries()).isEqualTo(1);
  }

  @Test
  void unless_it_is_wanted_it_is_of_the_name_and_type_alone() {
    fixture.policy(CacheFixture.POLICY);
    fixture.keep("gone.example.com.", GONE);
    assertThat(fixture.ask("a.gone.example.com.")).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.ask(Told.query("gone.example.com.", Type.MX))).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void the_absence_of_where_an_alias_leads_says_nothing_of_the_alias() {
    var aliases = Told.sets("www.example.com. 300 IN CNAME gone.example.com.");
    fixture.keep("www.example.com.", new NxDomain(aliases, Told.sets(Told.SOA), Standing.TOLD));
    assertThat(fixture.ask("www.example.com.")).isInstanceOf(NxDomain.class);
    assertThat(fixture.ask("a.www.example.com.")).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.ask(Told.query("www.example.com.", Type.MX))).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void no_other_absence_reaches_far() {
    fixture.keep("empty.example.com.", Told.noData(Told.SOA));
    assertThat(fixture.ask("a.empty.example.com.")).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void it_ends_with_its_time_and_when_the_name_is_there_again() {
    fixture.keep("gone.example.com.", GONE);
    fixture.keep("gone.example.com.", Told.answer("gone.example.com. 900 IN A 192.0.2.1"));
    assertThat(fixture.ask("gone.example.com.")).isInstanceOf(Answer.class);
    assertThat(fixture.ask("a.gone.example.com.")).isEqualTo(Outcome.NOT_MINE);
    fixture.keep("gone.example.com.", GONE);
    assertThat(fixture.ask("gone.example.com.")).isInstanceOf(NxDomain.class);
    fixture.pass(300);
    assertThat(fixture.ask("gone.example.com.")).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.ask("a.gone.example.com.")).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.recall(Told.address("gone.example.com."))).isInstanceOf(Stale.class);
  }

  @Test
  void what_was_told_of_a_name_below_is_still_given_out() {
    fixture.keep("a.gone.example.com.", Told.answer("a.gone.example.com. 900 IN A 192.0.2.1"));
    fixture.keep("gone.example.com.", GONE);
    assertThat(fixture.ask("a.gone.example.com.")).isInstanceOf(Answer.class);
  }

  @Test
  void the_suffix_of_the_scope_is_the_highest_name_that_can_be_absent() {
    var view =
        fixture.cache.view(new Scope(Name.fromConstantString("example.com."), List.of(), ""), FAR);
    Told.keep(view, Told.address("example.com."), new Report(GONE, "", 0));
    assertThat(view.here().resolve(Told.address("a.b.example.com."), Trace.NONE))
        .isInstanceOf(NxDomain.class);
    fixture.keep(".", GONE);
    assertThat(fixture.ask("any.name.")).isInstanceOf(NxDomain.class);
    assertThat(view.here().resolve(Told.address("example.net."), Trace.NONE))
        .isEqualTo(Outcome.NOT_MINE);
  }
}
