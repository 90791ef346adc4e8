package dev.cairn.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.forward.ForwardSettings.Patience;
import dev.cairn.forward.Reactions.Reaction;
import dev.cairn.forward.TestUpstream.Script;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.Refused;
import dev.cairn.upstream.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Rcode;

/// What follows when an upstream is of no use, as the operator wrote it.
class ReactionsTest {
  private static final String WWW = "www.example.com.";
  private static final Script RIGHT = Scripts.address("192.0.2.1");

  private final PacedFixture fixture = new PacedFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  static Stream<Arguments> whatUpstreamsSay() {
    return Stream.of(Rcode.SERVFAIL, Rcode.REFUSED, Rcode.FORMERR, Rcode.NOTIMP, 9)
        .map(rcode -> Arguments.of(rcode, Scripts.say(rcode)));
  }

  @ParameterizedTest
  @MethodSource("whatUpstreamsSay")
  void next_asks_another_at_once(int rcode, Script error) throws IOException {
    try (var first = TestUpstream.doing(error);
        var second = TestUpstream.doing(RIGHT)) {
      var forwarder = forwarder(Reactions.DEFAULTS, first, second);
      assertThat(PacedFixture.await(fixture.asking(forwarder, WWW))).isInstanceOf(Answer.class);
      assertThat(first.datagrams()).hasSize(1);
    }
  }

  @ParameterizedTest
  @MethodSource("whatUpstreamsSay")
  void retry_asks_the_same_again(int rcode, Script error) throws IOException {
    try (var first = TestUpstream.doing(Scripts.alternating(2, error, RIGHT));
        var second = TestUpstream.doing(RIGHT)) {
      var forwarder = forwarder(all(Reaction.RETRY), first, second);
      assertThat(PacedFixture.await(fixture.asking(forwarder, WWW))).isInstanceOf(Answer.class);
      assertThat(first.datagrams()).hasSize(3);
      assertThat(second.datagrams()).isEmpty();
    }
  }

  /// RFC 6891 §7: those two rcodes may be of the OPT record, the others are of the question.
  @ParameterizedTest
  @MethodSource("whatUpstreamsSay")
  void only_who_may_not_know_edns_is_asked_again_without_it(int rcode, Script error)
      throws IOException {
    boolean mayBeOfEdns = rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP;
    try (var upstream = TestUpstream.doing(Scripts.alternating(1, error, RIGHT))) {
      var forwarder = forwarder(all(Reaction.RETRY), upstream);
      assertThat(PacedFixture.await(fixture.asking(forwarder, WWW))).isInstanceOf(Answer.class);
      assertThat(upstream.datagrams().stream().map(sent -> sent.getOPT() != null))
          .containsExactly(true, !mayBeOfEdns);
    }
  }

  @ParameterizedTest
  @MethodSource("whatUpstreamsSay")
  void answer_tells_the_client_after_40_ms_of_doubt(int rcode, Script error) throws Exception {
    try (var first = TestUpstream.doing(error);
        var second = TestUpstream.doing(RIGHT)) {
      var forwarder = forwarder(all(Reaction.ANSWER), first, second);
      var outcome = fixture.asking(forwarder, WWW);
      PacedFixture.until(() -> failures(first) == 1);
      fixture.pass(39);
      assertThat(outcome).isNotDone();
      fixture.pass(1);
      Outcome told = PacedFixture.await(outcome);
      assertThat(told).isInstanceOf(rcode == Rcode.REFUSED ? Refused.class : Failed.class);
      assertThat(second.datagrams()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("whatUpstreamsSay")
  void a_better_reply_that_follows_an_error_over_udp_wins(int rcode, Script error)
      throws IOException {
    try (var first = TestUpstream.doing(Scripts.both(error, RIGHT))) {
      var forwarder = forwarder(all(Reaction.ANSWER), first);
      assertThat(PacedFixture.await(fixture.asking(forwarder, WWW))).isInstanceOf(Answer.class);
      assertThat(first.datagrams()).hasSize(1);
    }
  }

  @Test
  void silence_is_told_after_the_whole_timeout() throws Exception {
    try (var first = TestUpstream.doing(Scripts.silence());
        var second = TestUpstream.doing(RIGHT)) {
      var forwarder = forwarder(all(Reaction.ANSWER), first, second);
      var outcome = fixture.asking(forwarder, WWW);
      PacedFixture.until(() -> first.datagrams().size() == 1);
      fixture.pass(799);
      assertThat(outcome).isNotDone();
      fixture.pass(1);
      assertThat(PacedFixture.await(outcome)).isInstanceOf(Failed.class);
      assertThat(second.datagrams()).isEmpty();
    }
  }

  @Test
  void silence_may_have_the_same_asked_again() throws Exception {
    try (var first = TestUpstream.doing(Scripts.alternating(1, Scripts.silence(), RIGHT));
        var second = TestUpstream.doing(RIGHT)) {
      var forwarder = forwarder(all(Reaction.RETRY), first, second);
      var outcome = fixture.asking(forwarder, WWW);
      fixture.passUntil(Duration.ofSeconds(1), outcome::isDone);
      assertThat(outcome.join()).isInstanceOf(Answer.class);
      assertThat(first.datagrams()).hasSize(2);
      assertThat(second.datagrams()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("reactions")
  void a_closed_port_is_what_the_operator_says(Reaction reaction) throws Exception {
    var closed = TestUpstream.doing(RIGHT);
    closed.close();
    try (var second = TestUpstream.doing(RIGHT)) {
      var forwarder = forwarder(all(reaction), closed, second);
      Outcome outcome = PacedFixture.await(fixture.asking(forwarder, WWW));
      assertThat(outcome).isInstanceOf(reaction == Reaction.NEXT ? Answer.class : Failed.class);
      assertThat(fixture.statisticsOf(closed).counts().failures().get(Fault.REFUSED_CONNECTION))
          .isEqualTo(reaction == Reaction.RETRY ? 3 : 1);
    }
  }

  static Stream<Reaction> reactions() {
    return Stream.of(Reaction.values());
  }

  @Test
  void an_error_of_all_is_told_after_a_doubt_and_names_them() throws Exception {
    try (var first = TestUpstream.doing(Scripts.say(Rcode.SERVFAIL));
        var second = TestUpstream.doing(Scripts.say(Rcode.REFUSED))) {
      var forwarder = forwarder(Reactions.DEFAULTS, first, second);
      var outcome = fixture.asking(forwarder, WWW);
      assertThat(fixture.passUntil(Duration.ofSeconds(1), outcome::isDone))
          .isLessThan(Duration.ofMillis(100));
      assertThat(((Failed) outcome.join()).why().text()).contains("SERVFAIL").contains("REFUSED");
    }
  }

  private long failures(TestUpstream upstream) {
    return fixture.statisticsOf(upstream).counts().failures().values().stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private Forwarder forwarder(Reactions reactions, TestUpstream... upstreams) {
    return fixture.forwarder(Selection.ORDERED, Patience.DEFAULTS, reactions, upstreams);
  }

  private static Reactions all(Reaction reaction) {
    return new Reactions(reaction, reaction, reaction, reaction, reaction, reaction);
  }
}
