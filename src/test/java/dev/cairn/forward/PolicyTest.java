package dev.cairn.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.forward.ForwardSettings.Patience;
import dev.cairn.forward.Selection.HashKey;
import dev.cairn.forward.Selection.Hedge;
import dev.cairn.forward.Selection.Policy;
import dev.cairn.message.Outcome.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/// What policies make of upstreams that take their time.
class PolicyTest {
  private static final TestUpstream.Script RIGHT = Scripts.address("192.0.2.1");

  private static final Patience HASTE =
      new Patience(Duration.ofMillis(200), Duration.ofMillis(700), 3, Duration.ofSeconds(1));

  private final PacedFixture fixture = new PacedFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void the_one_with_the_fewest_open_questions_is_asked() throws IOException {
    try (var first = TestUpstream.doing(Scripts.silence());
        var second = TestUpstream.doing(Scripts.silence())) {
      var forwarder = fixture.forwarder(selection(Policy.LEAST_INFLIGHT, Hedge.OFF), first, second);
      for (int i = 0; i < 10; i++) {
        fixture.asking(forwarder, i + ".example.com.");
        int sent = i + 1;
        PacedFixture.until(() -> first.datagrams().size() + second.datagrams().size() == sent);
      }
      assertThat(first.datagrams()).hasSize(5);
      second.nowDoes(RIGHT);
    }
  }

  @Test
  void the_fastest_becomes_known_and_is_asked() throws Exception {
    try (var slow = TestUpstream.doing(fixture.taking(Duration.ofMillis(200), RIGHT));
        var fast = TestUpstream.doing(fixture.taking(Duration.ofMillis(20), RIGHT))) {
      var forwarder = fixture.forwarder(selection(Policy.FASTEST, Hedge.OFF), slow, fast);
      for (int i = 0; i < 3; i++) {
        var outcome = fixture.asking(forwarder, i + ".example.com.");
        fixture.passUntil(Duration.ofSeconds(1), outcome::isDone);
        fixture.passSlowly(100);
      }
      assertThat(fixture.upstream(slow).smoothedRoundTrip()).isGreaterThan(150_000_000);
      int before = slow.datagrams().size();
      for (int i = 10; i < 24; i++) {
        var outcome = fixture.asking(forwarder, i + ".example.com.");
        assertThat(fixture.passUntil(Duration.ofSeconds(1), outcome::isDone))
            .isLessThan(Duration.ofMillis(150)); // also when another is explored
      }
      assertThat(slow.datagrams().size() - before).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void what_is_explored_besides_is_measured_although_the_client_is_served_before()
      throws Exception {
    try (var first = TestUpstream.doing(fixture.taking(Duration.ofMillis(50), RIGHT));
        var second = TestUpstream.doing(fixture.taking(Duration.ofMillis(60), RIGHT))) {
      var forwarder = fixture.forwarder(selection(Policy.FASTEST, Hedge.OFF), first, second);
      for (int i = 0; i < 2; i++) {
        var outcome = fixture.asking(forwarder, "warm" + i + ".example.com.");
        fixture.passUntil(Duration.ofSeconds(1), outcome::isDone);
        fixture.passSlowly(100);
      }
      second.nowDoes(fixture.taking(Duration.ofMillis(5), RIGHT));
      for (int i = 0; i < 100; i++) {
        var outcome = fixture.asking(forwarder, i + ".example.com.");
        fixture.passUntil(Duration.ofSeconds(1), outcome::isDone);
      }
      assertThat(fixture.upstream(second).smoothedRoundTrip())
          .isLessThan(fixture.upstream(first).smoothedRoundTrip());
      int before = first.datagrams().size();
      for (int i = 200; i < 210; i++) {
        var outcome = fixture.asking(forwarder, i + ".example.com.");
        fixture.passUntil(Duration.ofSeconds(1), outcome::isDone);
      }
      assertThat(first.datagrams().size() - before).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void in_parallel_the_first_good_answer_counts() throws Exception {
    try (var silent = TestUpstream.doing(Scripts.silence());
        var broken = TestUpstream.doing(Scripts.say(Rcode.SERVFAIL));
        var good = TestUpstream.doing(RIGHT)) {
      var selection = new Selection(Policy.PARALLEL, List.of(), HashKey.CLIENT, 3, Hedge.OFF);
      var forwarder = fixture.forwarder(selection, silent, broken, good);
      assertThat(PacedFixture.await(fixture.asking(forwarder, "www.example.com.")))
          .isInstanceOf(Answer.class);
      assertThat(silent.datagrams()).hasSize(1);
    }
  }

  @Test
  void one_that_is_always_too_late_in_parallel_is_found_to_be_down() throws Exception {
    try (var silent = TestUpstream.doing(Scripts.silence());
        var good = TestUpstream.doing(RIGHT)) {
      var selection = new Selection(Policy.PARALLEL, List.of(), HashKey.CLIENT, 2, Hedge.OFF);
      var forwarder = fixture.forwarder(selection, silent, good);
      for (int i = 0; i < 8; i++) {
        PacedFixture.await(fixture.asking(forwarder, i + ".example.com."));
        fixture.passSlowly(250);
      }
      assertThat(fixture.upstream(silent).isDown()).isTrue();
    }
  }

  @Test
  void a_hedge_asks_the_next_while_the_first_may_still_answer() throws Exception {
    var hedge = new Hedge.After(Duration.ofMillis(30));
    try (var first = TestUpstream.doing(fixture.taking(Duration.ofMillis(80), RIGHT));
        var second = TestUpstream.doing(RIGHT)) {
      var forwarder = fixture.forwarder(selection(Policy.ORDERED, hedge), first, second);
      var outcome = fixture.asking(forwarder, "www.example.com.");
      PacedFixture.until(() -> first.datagrams().size() == 1);
      fixture.pass(29);
      assertThat(second.datagrams()).isEmpty();
      fixture.pass(1);
      assertThat(PacedFixture.await(outcome)).isInstanceOf(Answer.class);
      assertThat(second.datagrams()).hasSize(1);
      fixture.passSlowly(80);
      PacedFixture.until(() -> fixture.upstream(first).smoothedRoundTrip() > 70_000_000);
      assertThat(fixture.upstream(first).isGood()).isTrue();
    }
  }

  @Test
  void the_first_may_win_against_its_hedge() throws Exception {
    var hedge = new Hedge.After(Duration.ofMillis(30));
    try (var first = TestUpstream.doing(fixture.taking(Duration.ofMillis(60), RIGHT));
        var second = TestUpstream.doing(Scripts.silence())) {
      var forwarder = fixture.forwarder(selection(Policy.ORDERED, hedge), first, second);
      var outcome = fixture.asking(forwarder, "www.example.com.");
      assertThat(fixture.passUntil(Duration.ofSeconds(1), outcome::isDone))
          .isLessThan(Duration.ofMillis(100));
      assertThat(outcome.join()).isInstanceOf(Answer.class);
      assertThat(second.datagrams()).hasSize(1);
    }
  }

  @Test
  void a_percentile_hedges_against_what_it_usually_takes() throws Exception {
    var hedge = new Hedge.Percentile(90);
    try (var first = TestUpstream.doing(fixture.taking(Duration.ofMillis(20), RIGHT));
        var second = TestUpstream.doing(RIGHT)) {
      var forwarder = fixture.forwarder(selection(Policy.ORDERED, hedge), first, second);
      for (int i = 0; i < 5; i++) {
        var outcome = fixture.asking(forwarder, i + ".example.com.");
        fixture.passUntil(Duration.ofSeconds(1), outcome::isDone);
      }
      int before = second.datagrams().size();
      first.nowDoes(Scripts.silence());
      var outcome = fixture.asking(forwarder, "www.example.com.");
      assertThat(fixture.passUntil(Duration.ofSeconds(1), outcome::isDone))
          .isLessThan(Duration.ofMillis(60));
      assertThat(second.datagrams().size()).isEqualTo(before + 1);
    }
  }

  @Test
  void with_whatever_policy_and_hedge_no_more_is_sent_than_attempts_allow() throws Exception {
    for (Policy policy : Policy.values()) {
      try (var a = TestUpstream.doing(Scripts.silence());
          var b = TestUpstream.doing(Scripts.truncatingDatagrams(Scripts.silence()));
          var c = TestUpstream.doing(Scripts.say(Rcode.SERVFAIL));
          var d = TestUpstream.doing(Scripts.silence())) {
        var selection =
            new Selection(
                policy,
                List.of(1, 1, 1, 1),
                HashKey.NAME,
                policy == Policy.PARALLEL ? 4 : 1,
                new Hedge.After(Duration.ofMillis(20)));
        var forwarder = fixture.forwarder(selection, HASTE, Reactions.DEFAULTS, a, b, c, d);
        for (int i = 0; i < 2; i++) {
          int before = sent(a, b, c, d);
          var outcome = fixture.asking(forwarder, policy.name() + i + ".example.com.");
          fixture.passUntil(Duration.ofSeconds(5), outcome::isDone);
          assertThat(sent(a, b, c, d) - before).isLessThanOrEqualTo(3);
        }
      }
    }
  }

  private static int sent(TestUpstream... upstreams) {
    int sent = 0;
    for (TestUpstream one : upstreams) {
      sent += (int) one.sightings().stream().filter(sighting -> !isCheck(sighting.query())).count();
    }
    return sent;
  }

  private static boolean isCheck(Message query) {
    return query.getQuestion().getName().labels() == 1;
  }

  private static Selection selection(Policy policy, Hedge hedge) {
    return new Selection(policy, List.of(), HashKey.CLIENT, 1, hedge);
  }
}
