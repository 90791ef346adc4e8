package dev.cairn.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.CachePolicy.Absence;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Standing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class NegativeCachingTest {
  private static final String GONE = "gone.example.com.";
  private static final String NUMBERS = "ns.example.com. host.example.com. 1 7200 900 1209600 ";

  private final CacheFixture fixture = new CacheFixture();

  @Test
  void a_negative_answer_holds_for_the_minimum_field_if_that_is_less() {
    assertThat(Told.ttls(fixture.keep(GONE, Told.nxDomain(Told.SOA)))).containsExactly(300);
    fixture.pass(299);
    assertThat(fixture.ask(GONE)).isInstanceOf(NxDomain.class);
    assertThat(Told.ttls(fixture.ask(GONE))).containsExactly(1);
    fixture.pass(1);
    assertThat(fixture.ask(GONE)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void a_negative_answer_holds_for_the_ttl_of_the_soa_if_that_is_less() {
    fixture.keep(GONE, Told.noData("example.com. 60 IN SOA " + NUMBERS + "300"));
    assertThat(fixture.ask(GONE)).isInstanceOf(NoData.class);
    assertThat(Told.ttls(fixture.ask(GONE))).containsExactly(60);
  }

  @Test
  void the_policy_bounds_a_minimum_field_of_136_years() {
    fixture.policy(new CachePolicy(Duration.ofDays(1), Duration.ofSeconds(90), Duration.ZERO));
    fixture.keep(GONE, Told.nxDomain("example.com. 86400 IN SOA " + NUMBERS + "4294967295"));
    assertThat(Told.ttls(fixture.ask(GONE))).containsExactly(90);
    fixture.pass(90);
    assertThat(fixture.ask(GONE)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void without_an_soa_it_is_not_kept() {
    fixture.keep(GONE, Told.nxDomain());
    assertThat(fixture.ask(GONE)).isEqualTo(Outcome.NOT_MINE);
    fixture.keep(GONE, Told.noData());
    assertThat(fixture.ask(GONE)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void a_minimum_field_of_zero_is_not_kept() {
    fixture.keep(GONE, Told.nxDomain("example.com. 300 IN SOA " + NUMBERS + "0"));
    assertThat(fixture.ask(GONE)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void an_alias_that_ends_sooner_bounds_a_negative_answer() {
    var aliases = Told.sets("gone.example.com. 10 IN CNAME nothing.example.com.");
    fixture.keep(GONE, new NxDomain(aliases, Told.sets(Told.SOA), Standing.TOLD));
    fixture.pass(9);
    assertThat(Told.ttls(fixture.ask(GONE))).isEqualTo(List.of(1, 291));
    fixture.pass(1);
    assertThat(fixture.ask(GONE)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void the_shortest_time_lifts_absences_too_but_only_those_with_an_soa() {
    var hour = Duration.ofHours(1);
    fixture.policy(new CachePolicy(Duration.ofSeconds(60), hour, hour, hour, Absence.OF_THE_NAME));
    Outcome brief = Told.nxDomain("example.com. 300 IN SOA " + NUMBERS + "0");
    assertThat(Told.ttls(fixture.keep(GONE, brief))).containsExactly(60);
    fixture.pass(59);
    assertThat(fixture.ask(GONE)).isInstanceOf(NxDomain.class);
    fixture.keep(GONE, Told.nxDomain());
    assertThat(fixture.ask(GONE)).isEqualTo(Outcome.NOT_MINE);
  }
}
