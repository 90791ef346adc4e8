package dev.cairn.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.Stale;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServeStaleTest {
  private static final String WWW = "www.example.com.";
  private static final Outcome ANSWER = Told.answer("www.example.com. 300 IN A 192.0.2.1");
  private static final Outcome FAILED = Told.failed("nobody there");

  private final CacheFixture fixture = new CacheFixture();

  @Test
  void an_expired_answer_is_first_asked_for_again_and_recalled_as_stale() {
    fixture.keep(WWW, ANSWER);
    fixture.pass(342);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
    var stale = (Stale) fixture.recall(Told.address(WWW));
    assertThat(stale.outcome()).isInstanceOf(Answer.class);
    assertThat(Told.ttls(stale)).containsExactly(30);
    assertThat(stale.why().code()).isEqualTo(ExtendedError.STALE_ANSWER);
    assertThat(stale.why().text()).contains("42 s ago");
  }

  @Test
  void a_stale_nxdomain_says_so() {
    fixture.keep(WWW, Told.nxDomain(Told.SOA));
    fixture.pass(301);
    var stale = (Stale) fixture.recall(Told.address(WWW));
    assertThat(stale.why().code()).isEqualTo(ExtendedError.STALE_NXDOMAIN_ANSWER);
    assertThat(Told.ttls(stale)).containsExactly(30);
  }

  @Test
  void for_30_seconds_after_a_failure_stale_is_answered_at_once() {
    fixture.keep(WWW, ANSWER);
    fixture.pass(300);
    fixture.keep(WWW, FAILED);
    assertThat(fixture.ask(WWW)).isInstanceOf(Stale.class);
    fixture.pass(30);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
    fixture.keep(WWW, FAILED);
    fixture.pass(29);
    assertThat(fixture.ask(WWW)).isInstanceOf(Stale.class);
    assertThat(fixture.cache.statistics().staleAnswers()).isEqualTo(2);
  }

  @Test
  void besides_it_is_asked_again_a_second_after_the_failure() {
    fixture.keep(WWW, ANSWER);
    fixture.pass(301);
    fixture.keep(WWW, FAILED);
    assertThat(fixture.ask(WWW)).isInstanceOf(Stale.class);
    assertThat(fixture.refreshed).isEmpty();
    fixture.pass(1);
    assertThat(fixture.ask(WWW)).isInstanceOf(Stale.class);
    assertThat(fixture.ask(WWW)).isInstanceOf(Stale.class);
    assertThat(fixture.refreshed).hasSize(1);
  }

  @Test
  void what_has_been_stale_for_long_is_asked_for_every_five_seconds() {
    fixture.keep(WWW, ANSWER);
    fixture.pass(2_000);
    fixture.keep(WWW, FAILED);
    for (int second = 1; second <= 20; second++) {
      fixture.pass(1);
      assertThat(fixture.ask(WWW)).isInstanceOf(Stale.class);
    }
    assertThat(fixture.refreshed).hasSize(4);
  }

  @Test
  void a_failure_does_not_replace_an_answer_that_holds() {
    fixture.keep(WWW, ANSWER);
    fixture.keep(WWW, FAILED);
    assertThat(fixture.ask(WWW)).isInstanceOf(Answer.class);
  }

  @Test
  void a_new_answer_ends_staleness() {
    fixture.keep(WWW, ANSWER);
    fixture.pass(301);
    fixture.keep(WWW, FAILED);
    fixture.keep(WWW, ANSWER);
    assertThat(fixture.ask(WWW)).isInstanceOf(Answer.class);
  }

  @Test
  void after_the_longest_stale_time_it_is_gone() {
    fixture.keep(WWW, ANSWER);
    fixture.pass(300 + Duration.ofDays(1).toSeconds() - 1);
    assertThat(fixture.recall(Told.address(WWW))).isInstanceOf(Stale.class);
    fixture.pass(1);
    assertThat(fixture.recall(Told.address(WWW))).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.cache.entries()).isZero();
    fixture.keep(WWW, FAILED);
    assertThat(fixture.ask(WWW)).isInstanceOf(Failed.class);
  }

  @Test
  void a_policy_without_staleness_holds_for_what_was_kept_before_too() {
    fixture.keep(WWW, ANSWER);
    fixture.pass(300);
    fixture.policy(new CachePolicy(Duration.ofDays(1), Duration.ofDays(1), Duration.ZERO));
    assertThat(fixture.recall(Told.address(WWW))).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void stale_answers_that_the_forwarder_hands_out_are_counted() {
    fixture.keep(WWW, ANSWER);
    fixture.pass(300);
    fixture.view.handedOut((Stale) fixture.recall(Told.address(WWW)));
    assertThat(fixture.cache.statistics().staleAnswers()).isEqualTo(1);
  }
}
