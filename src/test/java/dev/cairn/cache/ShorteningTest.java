package dev.cairn.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Remarked;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.resolve.Report;
import dev.cairn.resolve.Trace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

/// What is held already when `max-ttl` is lowered.
class ShorteningTest {
  private static final String WWW = "www.example.com.";
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Outcome ANSWER =
      Told.answer("www.example.com. 300 IN A 192.0.2.1", "a.example.com. 3000 IN A 192.0.2.2");

  private final CacheFixture fixture = new CacheFixture();

  @Test
  void it_holds_no_longer_than_is_allowed_now() {
    fixture.keep(WWW, ANSWER);
    fixture.pass(20);
    fixture.policy(new CachePolicy(Duration.ofSeconds(60), HOUR, DAY));
    assertThat(fixture.cache.shorten()).isEqualTo(1);
    assertThat(Told.ttls(fixture.ask(WWW))).containsExactly(40, 40);
    fixture.pass(40);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.recall(Told.address(WWW))).isInstanceOf(Stale.class);
  }

  @Test
  void a_ttl_above_the_bound_is_lowered_where_the_smallest_is_below_it() {
    fixture.keep(WWW, ANSWER);
    fixture.policy(new CachePolicy(Duration.ofSeconds(600), HOUR, DAY));
    assertThat(fixture.cache.shorten()).isEqualTo(1);
    assertThat(Told.ttls(fixture.ask(WWW))).containsExactly(300, 600);
  }

  @Test
  void absences_have_a_bound_of_their_own() {
    fixture.keep(WWW, ANSWER);
    var remark = new ExtendedError(ExtendedError.PROHIBITED, "long long ago");
    fixture.keep("no.example.com.", new Remarked(Told.nxDomain(Told.SOA), remark));
    fixture.policy(new CachePolicy(DAY, Duration.ofSeconds(100), DAY));
    assertThat(fixture.cache.shorten()).isEqualTo(1);
    assertThat(Told.ttls(fixture.ask(WWW))).containsExactly(300, 3000);
    assertThat(fixture.ask("no.example.com."))
        .isInstanceOfSatisfying(
            Remarked.class,
            told -> {
              assertThat(told.remark()).isEqualTo(remark);
              assertThat(told.outcome()).isInstanceOf(NxDomain.class);
              assertThat(Told.ttls(told)).containsExactly(100);
            });
  }

  @Test
  void what_others_are_told_stays() {
    var suffix = Name.fromConstantString("example.com.");
    var other = fixture.cache.view(new Scope(suffix, List.of(), ""), CacheFixture.POLICY);
    Told.keep(other, Told.address(WWW), new Report(ANSWER, "", fixture.ticker.read()));
    fixture.policy(new CachePolicy(Duration.ofSeconds(60), HOUR, DAY));
    assertThat(fixture.cache.shorten()).isZero();
    assertThat(Told.ttls(other.here().resolve(Told.address(WWW), Trace.NONE)))
        .containsExactly(300, 3000);
  }

  @Test
  void a_bound_that_is_lifted_again_changes_nothing() {
    fixture.keep(WWW, ANSWER);
    fixture.policy(new CachePolicy(Duration.ofSeconds(60), HOUR, DAY));
    fixture.cache.shorten();
    fixture.policy(CacheFixture.POLICY);
    assertThat(fixture.cache.shorten()).isZero();
    assertThat(Told.ttls(fixture.ask(WWW))).containsExactly(60, 60);
  }

  @Test
  void an_answer_that_was_under_way_holds_no_longer_either() {
    var query = Told.address(WWW);
    var report = new Report(ANSWER, "", fixture.ticker.read());
    var held = fixture.view.hold(fixture.view.keyOf(query), query, report);
    fixture.policy(new CachePolicy(Duration.ofSeconds(60), HOUR, DAY));
    fixture.cache.shorten();
    held.keeping().run();
    assertThat(Told.ttls(fixture.ask(WWW))).containsExactly(60, 60);
  }

  @Test
  void what_was_held_for_longer_is_stale_from_now_on() {
    fixture.policy(new CachePolicy(DAY, HOUR, HOUR));
    fixture.keep(WWW, Told.answer("www.example.com. 80000 IN A 192.0.2.1"));
    fixture.pass(7200);
    fixture.policy(new CachePolicy(Duration.ofSeconds(60), HOUR, HOUR));
    fixture.cache.shorten();
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.recall(Told.address(WWW))).isInstanceOf(Stale.class);
    fixture.pass(3599);
    assertThat(fixture.recall(Told.address(WWW))).isInstanceOf(Stale.class);
    fixture.pass(1);
    assertThat(fixture.recall(Told.address(WWW))).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void that_asking_failed_lately_is_still_known() {
    fixture.keep(WWW, ANSWER);
    fixture.pass(310);
    fixture.keep(WWW, Told.failed("nobody answers"));
    fixture.policy(new CachePolicy(Duration.ofSeconds(600), HOUR, DAY));
    assertThat(fixture.cache.shorten()).isEqualTo(1);
    assertThat(fixture.ask(WWW)).isInstanceOf(Stale.class);
  }

  @Test
  void a_bound_that_was_lowered_before_the_start_counts() throws IOException {
    fixture.keep(WWW, ANSWER);
    var file = new ByteArrayOutputStream();
    new SavedAnswers(fixture.cache, InstantSource.fixed(Instant.EPOCH)).write(file, DAY);
    var cache = new AnswerCache(1 << 20, fixture.ticker, new SecureRandom(), Runnable::run);
    new SavedAnswers(cache, InstantSource.fixed(Instant.EPOCH))
        .read(new ByteArrayInputStream(file.toByteArray()));
    var view = cache.view(CacheFixture.SCOPE, new CachePolicy(Duration.ofSeconds(60), HOUR, DAY));
    assertThat(cache.shorten()).isEqualTo(1);
    assertThat(Told.ttls(view.here().resolve(Told.address(WWW), Trace.NONE)))
        .containsExactly(60, 60);
  }

  @Test
  void it_is_still_known_how_often_it_was_asked_for() {
    fixture.keep(WWW, ANSWER);
    assertThat(fixture.ask(WWW)).isInstanceOf(Answer.class);
    fixture.policy(new CachePolicy(Duration.ofSeconds(60), HOUR, DAY));
    fixture.cache.shorten();
    var shown = new CacheInspection(fixture.cache).at(Name.fromConstantString(WWW));
    assertThat(shown.getFirst().use().hits()).isEqualTo(1);
  }
}
