package dev.cairn.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.CachePolicy.Absence;
import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.resolve.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class AnswerCacheTest {
  private static final String WWW = "www.example.com.";
  private static final Outcome ANSWER = Told.answer("www.example.com. 300 IN A 192.0.2.1");

  private final CacheFixture fixture = new CacheFixture();

  @Test
  void what_was_never_told_is_a_miss() {
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void ttls_count_down_by_whole_seconds() {
    fixture.keep(WWW, ANSWER);
    assertThat(Told.ttls(fixture.ask(WWW))).containsExactly(300);
    fixture.ticker.pass(Duration.ofMillis(1_999));
    assertThat(Told.ttls(fixture.ask(WWW))).containsExactly(299);
    fixture.pass(297);
    assertThat(Told.ttls(fixture.ask(WWW))).containsExactly(2);
    fixture.pass(1);
    assertThat(Told.ttls(fixture.ask(WWW))).containsExactly(1);
  }

  @Test
  void an_answer_holds_as_long_as_its_smallest_ttl() {
    var aliases = Told.sets("www.example.com. 20 IN CNAME web.example.com.");
    var records = Told.sets("web.example.com. 300 IN A 192.0.2.1");
    fixture.keep(WWW, new Outcome.Answer(aliases, records, List.of(), List.of(), Standing.TOLD));
    fixture.pass(19);
    assertThat(Told.ttls(fixture.ask(WWW))).containsExactly(1, 281);
    fixture.pass(1);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void an_alias_that_leads_elsewhere_is_kept() {
    var aliases = Told.sets("www.example.com. 20 IN CNAME web.example.net.");
    var alias =
        new Outcome.Alias(
            aliases, List.of(), Name.fromConstantString("web.example.net."), Standing.TOLD);
    fixture.keep(WWW, alias);
    assertThat(fixture.ask(WWW)).isInstanceOf(Outcome.Alias.class);
  }

  @Test
  void the_longest_time_of_the_policy_bounds_all_ttls() {
    fixture.policy(new CachePolicy(Duration.ofSeconds(60), Duration.ZERO, Duration.ZERO));
    assertThat(Told.ttls(fixture.keep(WWW, ANSWER))).containsExactly(60);
    fixture.pass(59);
    assertThat(Told.ttls(fixture.ask(WWW))).containsExactly(1);
    fixture.pass(1);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void a_ttl_of_zero_is_never_kept_and_ends_what_was() {
    fixture.keep(WWW, ANSWER);
    Outcome zero = Told.answer("www.example.com. 0 IN A 192.0.2.2");
    assertThat(Told.ttls(fixture.keep(WWW, zero))).containsExactly(0);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void the_case_of_letters_does_not_matter() {
    fixture.keep(WWW, ANSWER);
    assertThat(fixture.ask("wWw.EXAMPLE.com.")).isInstanceOf(Outcome.Answer.class);
  }

  @Test
  void type_class_do_and_cd_make_another_question() {
    fixture.keep(WWW, ANSWER);
    var chaos = new Question(Name.fromConstantString(WWW), Type.A, DClass.CH);
    List<Query> others =
        List.of(
            Told.query(WWW, Type.AAAA),
            Told.address(WWW).about(chaos),
            Told.query(WWW, Type.A, 0, Edns.DNSSEC_OK),
            Told.query(WWW, Type.A, Flags.CD, 0));
    assertThat(others)
        .allSatisfy(other -> assertThat(fixture.ask(other)).isEqualTo(Outcome.NOT_MINE));
  }

  @Test
  void what_one_scope_was_told_no_other_gives_out() {
    fixture.keep(WWW, ANSWER);
    var others =
        List.of(
            new Scope(Name.root, List.of("192.0.2.54:53"), ""),
            new Scope(Name.fromConstantString("com."), CacheFixture.SCOPE.upstreams(), ""));
    for (Scope scope : others) {
      var here = fixture.cache.view(scope, CacheFixture.POLICY).here();
      assertThat(here.resolve(Told.address(WWW), Trace.NONE)).isEqualTo(Outcome.NOT_MINE);
    }
  }

  @Test
  void an_equal_scope_after_a_reload_finds_what_was_kept() {
    fixture.keep(WWW, ANSWER);
    var same = new Scope(Name.root, List.of("192.0.2.53:53"), "");
    var here = fixture.cache.view(same, CacheFixture.POLICY).here();
    assertThat(here.resolve(Told.address(WWW), Trace.NONE)).isInstanceOf(Outcome.Answer.class);
  }

  @Test
  void memory_is_bounded_by_octets() {
    IntStream.range(0, 10_000).forEach(this::keepOne);
    assertThat(fixture.cache.octets()).isLessThanOrEqualTo(1 << 20);
    assertThat(fixture.cache.entries()).isBetween(100L, 9_000L);
    assertThat(fixture.cache.statistics().evictions()).isEqualTo(10_000 - fixture.cache.entries());
  }

  @Test
  void a_smaller_maximum_makes_entries_leave() {
    IntStream.range(0, 1_000).forEach(this::keepOne);
    fixture.cache.maximum(50_000);
    assertThat(fixture.cache.octets()).isLessThanOrEqualTo(50_000);
    fixture.cache.maximum(0);
    fixture.keep(WWW, ANSWER);
    assertThat(fixture.cache.entries()).isZero();
  }

  @Test
  void what_takes_more_than_an_eighth_is_not_kept() {
    fixture.cache.maximum(8 * 1_000);
    fixture.keep(WWW, ANSWER);
    assertThat(fixture.ask(WWW)).isInstanceOf(Outcome.Answer.class);
    fixture.keep(WWW, answerOf(50));
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.cache.statistics().tooLarge()).isEqualTo(1);
  }

  @Test
  void sets_of_more_than_256_records_are_told_and_not_kept() {
    fixture.keep(WWW, answerOf(256));
    assertThat(fixture.ask(WWW)).isInstanceOf(Outcome.Answer.class);
    assertThat(Told.ttls(fixture.keep(WWW, answerOf(257)))).containsExactly(300);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.cache.statistics().tooLarge()).isEqualTo(1);
  }

  @Test
  void what_fits_no_message_is_not_kept() {
    var text =
        RecordSet.of(Name.fromConstantString(WWW), Type.NULL, 300, List.of(new byte[65_500]));
    var answer = new Outcome.Answer(List.of(), List.of(text), List.of(), List.of(), Standing.TOLD);
    fixture.keep(WWW, answer);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void the_shortest_time_of_the_policy_lifts_all_ttls() {
    fixture.policy(lifting(Duration.ofSeconds(30), Duration.ofDays(1)));
    assertThat(Told.ttls(fixture.keep(WWW, Told.answer("www.example.com. 0 IN A 192.0.2.2"))))
        .containsExactly(30);
    fixture.pass(29);
    assertThat(Told.ttls(fixture.ask(WWW))).containsExactly(1);
    fixture.pass(1);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
    fixture.keep(WWW, ANSWER);
    assertThat(Told.ttls(fixture.ask(WWW))).containsExactly(300);
  }

  @Test
  void what_may_be_held_longest_bounds_what_is_lifted() {
    fixture.policy(lifting(Duration.ofSeconds(30), Duration.ofSeconds(20)));
    assertThat(Told.ttls(fixture.keep(WWW, Told.answer("www.example.com. 5 IN A 192.0.2.2"))))
        .containsExactly(20);
  }

  private static CachePolicy lifting(Duration shortest, Duration longest) {
    return new CachePolicy(shortest, longest, longest, Duration.ZERO, Absence.OF_THE_NAME);
  }

  @Test
  void an_asker_finds_what_others_were_told_meanwhile() {
    assertThat(fixture.recall(Told.address(WWW))).isEqualTo(Outcome.NOT_MINE);
    fixture.keep(WWW, ANSWER);
    assertThat(fixture.recall(Told.address(WWW))).isInstanceOf(Outcome.Answer.class);
  }

  @Test
  void hits_and_misses_are_counted_once_a_query() {
    fixture.ask(WWW); // the responder looks here, the forwarder then recalls
    fixture.ask(WWW);
    fixture.recall(Told.address(WWW));
    fixture.keep(WWW, ANSWER);
    fixture.ask(WWW);
    fixture.ask(WWW);
    assertThat(fixture.cache.statistics().misses()).isEqualTo(1);
    assertThat(fixture.cache.statistics().hits()).isEqualTo(2);
  }

  @Test
  void each_look_is_traced() {
    var seen = new ArrayList<Outcome>();
    var trace =
        new Trace() {
          @Override
          public void cache(Question question, Outcome outcome) {
            seen.add(outcome);
          }
        };
    fixture.here.resolve(Told.address(WWW), trace);
    fixture.keep(WWW, ANSWER);
    fixture.here.resolve(Told.address(WWW), trace);
    assertThat(seen.getFirst()).isEqualTo(Outcome.NOT_MINE);
    assertThat(seen.getLast()).isInstanceOf(Outcome.Answer.class);
  }

  private void keepOne(int number) {
    String name = "host" + number + ".example.com.";
    fixture.keep(name, Told.answer(name + " 300 IN A 192.0.2.1"));
  }

  private static Outcome answerOf(int records) {
    List<byte[]> addresses =
        IntStream.range(0, records)
            .mapToObj(i -> new byte[] {10, 0, (byte) (i >> 8), (byte) i})
            .toList();
    var set = RecordSet.of(Name.fromConstantString(WWW), Type.A, 300, addresses);
    return new Outcome.Answer(List.of(), List.of(set), List.of(), List.of(), Standing.TOLD);
  }
}
