package dev.cairn.forward;

import static dev.cairn.forward.ForwardFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Purge;
import dev.cairn.cache.Told;
import dev.cairn.forward.ForwardSettings.Origin;
import dev.cairn.forward.ForwardSettings.Patience;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.Refused;
import dev.cairn.message.Question;
import dev.cairn.resolve.Trace;
import dev.cairn.upstream.Failure;
import dev.cairn.upstream.Fault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

class FailoverTest {
  private static final String WWW = "www.example.com.";
  private static final String RECORD = "www.example.com. 300 IN A 192.0.2.1";

  private final ForwardFixture fixture = new ForwardFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void the_first_upstream_is_asked_and_the_second_not() throws IOException {
    try (var first = TestUpstream.answering(RECORD);
        var second = TestUpstream.answering(RECORD)) {
      assertThat(ask(fixture.forwarder(first, second), WWW)).isInstanceOf(Answer.class);
      assertThat(first.datagrams()).hasSize(1);
      assertThat(second.datagrams()).isEmpty();
    }
  }

  @Test
  void what_was_told_is_kept() throws IOException {
    try (var upstream = TestUpstream.answering(RECORD)) {
      ask(fixture.forwarder(upstream), WWW);
      assertThat(fixture.view.here().resolve(Told.address(WWW), Trace.NONE))
          .isInstanceOf(Answer.class);
    }
  }

  @Test
  void after_silence_the_next_is_asked() throws IOException {
    try (var silent = TestUpstream.doing(Scripts.silence());
        var second = TestUpstream.answering(RECORD)) {
      assertThat(ask(fixture.forwarder(silent, second), WWW)).isInstanceOf(Answer.class);
      assertThat(failures(silent, Fault.TIMEOUT)).isEqualTo(1);
    }
  }

  @Test
  void after_a_closed_port_the_next_is_asked_at_once() throws IOException {
    InetSocketAddress closed = TestUpstream.closedPort();
    try (var second = TestUpstream.answering(RECORD)) {
      var forwarder = fixture.forwarder(patient(closed, second.address()));
      assertThat(ask(forwarder, WWW)).isInstanceOf(Answer.class);
      assertThat(fixture.pool.statistics())
          .anySatisfy(one ->
              assertThat(one.counts().failures()).containsEntry(Fault.REFUSED_CONNECTION, 1L));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED, Rcode.FORMERR, Rcode.NOTIMP, 9, 15})
  void after_an_error_the_next_is_asked_at_once(int rcode) throws IOException {
    try (var first = TestUpstream.doing(Scripts.say(rcode));
        var second = TestUpstream.answering(RECORD)) {
      var forwarder = fixture.forwarder(patient(first.address(), second.address()));
      assertThat(ask(forwarder, WWW)).isInstanceOf(Answer.class);
      assertThat(first.datagrams()).hasSize(1);
    }
  }

  /// RFC 6891 §7.
  @ParameterizedTest
  @ValueSource(ints = {Rcode.FORMERR, Rcode.NOTIMP})
  void a_server_that_does_not_know_edns_is_asked_without_it(int rcode) throws IOException {
    isAskedWithoutEdnsAfter(Scripts.say(rcode));
  }

  /// What such servers say may be no more than a header.
  @ParameterizedTest
  @ValueSource(ints = {Rcode.FORMERR, Rcode.NOTIMP})
  void a_server_that_cannot_even_read_edns_is_asked_without_it(int rcode) throws IOException {
    isAskedWithoutEdnsAfter(Scripts.sayWithoutQuestion(rcode));
  }

  private void isAskedWithoutEdnsAfter(TestUpstream.Script refusal) throws IOException {
    TestUpstream.Script old =
        (query, transport) ->
            (query.getOPT() == null ? Scripts.address("192.0.2.1") : refusal)
                .repliesTo(query, transport);
    try (var upstream = TestUpstream.doing(old)) {
      var forwarder = fixture.forwarder(upstream);
      assertThat(ask(forwarder, WWW)).isInstanceOf(Answer.class);
      assertThat(upstream.datagrams()).hasSize(2);
      assertThat(ask(forwarder, "other.example.com.")).isInstanceOf(Answer.class);
      assertThat(upstream.datagrams()).hasSize(3); // it is known
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Rcode.SERVFAIL, Rcode.REFUSED, Rcode.FORMERR, Rcode.NOTIMP})
  void after_an_error_without_a_question_the_next_is_asked_at_once(int rcode) throws IOException {
    try (var first = TestUpstream.doing(Scripts.sayWithoutQuestion(rcode));
        var second = TestUpstream.answering(RECORD)) {
      var forwarder = fixture.forwarder(patient(first.address(), second.address()));
      assertThat(ask(forwarder, WWW)).isInstanceOf(Answer.class);
      assertThat(fixture.statisticsOf(first).counts().failures())
          .containsEntry(Failure.said(rcode, null).fault(), 1L);
    }
  }

  @Test
  void one_error_makes_no_server_that_knows_edns_one_that_does_not() throws IOException {
    TestUpstream.Script modern =
        (query, transport) -> {
          Message reply = Scripts.reply(query, Rcode.NOERROR, RECORD);
          reply.addRecord(new OPTRecord(1_232, 0, 0), Section.ADDITIONAL);
          return List.of(reply.toWire());
        };
    try (var upstream = TestUpstream.doing(modern)) {
      var forwarder = fixture.forwarder(upstream);
      assertThat(ask(forwarder, WWW)).isInstanceOf(Answer.class);
      upstream.nowDoes(Scripts.say(Rcode.FORMERR));
      assertThat(ask(forwarder, "other.example.com.")).isInstanceOf(Failed.class);
      assertThat(upstream.datagrams()).hasSize(3);
      ask(forwarder, "another.example.com.");
      assertThat(upstream.datagrams().stream().map(sent -> sent.getOPT() == null))
          .containsExactly(false, false, true, false, true);
    }
  }

  @Test
  void after_a_referral_the_next_is_asked() throws IOException {
    var referral = Scripts.say(Rcode.NOERROR, "com. 300 IN NS a.gtld-servers.net.");
    try (var lame = TestUpstream.doing(referral);
        var second = TestUpstream.answering(RECORD)) {
      assertThat(ask(fixture.forwarder(lame, second), WWW)).isInstanceOf(Answer.class);
      assertThat(failures(lame, Fault.LAME)).isEqualTo(1);
    }
  }

  @Test
  void after_a_malformed_reply_the_next_is_asked() throws IOException {
    try (var first = TestUpstream.doing(cutOff());
        var second = TestUpstream.answering(RECORD)) {
      assertThat(ask(fixture.forwarder(first, second), WWW)).isInstanceOf(Answer.class);
      assertThat(failures(first, Fault.MALFORMED)).isEqualTo(1);
    }
  }

  /// Somebody may have forged it to end the wait.
  @Test
  void after_a_malformed_reply_the_only_upstream_is_asked_again() throws IOException {
    var right = Scripts.answer(RECORD);
    try (var upstream = TestUpstream.doing(Scripts.alternating(1, cutOff(), right))) {
      assertThat(ask(fixture.forwarder(upstream), WWW)).isInstanceOf(Answer.class);
      assertThat(failures(upstream, Fault.MALFORMED)).isEqualTo(1);
      assertThat(upstream.datagrams()).hasSize(2);
    }
  }

  private static TestUpstream.Script cutOff() {
    return (query, transport) -> {
      byte[] whole = Scripts.answer(RECORD).repliesTo(query, transport).getFirst();
      return List.of(Arrays.copyOf(whole, whole.length - 3));
    };
  }

  @Test
  void who_was_silent_is_asked_again_and_who_was_not_only_named() throws IOException {
    try (var silent = TestUpstream.doing(Scripts.silence());
        var refusing = TestUpstream.doing(Scripts.say(Rcode.REFUSED))) {
      var failed = (Failed) ask(fixture.forwarder(silent, refusing), WWW);
      assertThat(failed.why().code()).isEqualTo(ExtendedError.NO_REACHABLE_AUTHORITY);
      assertThat(failed.why().text())
          .matches(
              "127.0.0.1:%d did not answer within \\d+ ms; 127.0.0.1:%d said REFUSED"
                  .formatted(silent.address().getPort(), refusing.address().getPort()));
      assertThat(silent.datagrams()).hasSize(3);
      assertThat(refusing.datagrams()).hasSize(1);
    }
  }

  @Test
  void an_upstream_that_answers_but_cannot_help_is_another_error() throws IOException {
    try (var upstream = TestUpstream.doing(Scripts.say(Rcode.SERVFAIL))) {
      var failed = (Failed) ask(fixture.forwarder(upstream), WWW);
      assertThat(failed.why().code()).isEqualTo(ExtendedError.NETWORK_ERROR);
      assertThat(failed.why().text()).endsWith("said SERVFAIL");
    }
  }

  /// As with a name whose signatures are wrong: that it is SERVFAIL says nothing.
  @Test
  void why_an_upstream_cannot_help_is_passed_on() throws IOException {
    int bogus = 6;
    try (var validating =
            TestUpstream.doing(
                Scripts.sayBecause(
                    Rcode.SERVFAIL, bogus, "signature \n\u00e4 expired" + " ".repeat(200) + "x"));
        var other = TestUpstream.doing(Scripts.say(Rcode.SERVFAIL))) {
      var failed = (Failed) ask(fixture.forwarder(validating, other), WWW);
      assertThat(failed.why().code()).isEqualTo(bogus);
      assertThat(failed.why().text())
          .contains(" said SERVFAIL (EDE 6: signature  expired);")
          .endsWith("said SERVFAIL");
    }
  }

  @Test
  void a_reason_needs_no_words() throws IOException {
    try (var filtering = TestUpstream.doing(Scripts.sayBecause(Rcode.REFUSED, 15, ""))) {
      var failed = (Failed) ask(fixture.forwarder(filtering), WWW);
      assertThat(failed.why().code()).isEqualTo(15);
      assertThat(failed.why().text()).endsWith(" said REFUSED (EDE 15)");
    }
  }

  @Test
  void the_deadline_ends_it_before_all_attempts_are_used() throws IOException {
    try (var silent = TestUpstream.doing(Scripts.silence())) {
      var settings =
          ForwardFixture.settings(
              Duration.ofMillis(200), Duration.ofMillis(300), 100, silent.address());
      assertThat(ask(fixture.forwarder(settings), WWW)).isInstanceOf(Failed.class);
      assertThat(silent.datagrams()).hasSizeBetween(1, 2);
    }
  }

  @Test
  void names_and_types_that_do_not_exist_are_answers() throws IOException {
    try (var upstream = TestUpstream.doing(Scripts.say(Rcode.NXDOMAIN, Told.SOA))) {
      var forwarder = fixture.forwarder(upstream);
      assertThat(ask(forwarder, WWW)).isInstanceOf(Outcome.NxDomain.class);
      upstream.nowDoes(Scripts.say(Rcode.NOERROR, Told.SOA));
      assertThat(ask(forwarder, "mail.example.com.")).isInstanceOf(Outcome.NoData.class);
    }
  }

  @Test
  void without_configured_upstreams_it_is_refused() {
    var refused = (Refused) ask(fixture.forwarder(none(Origin.CONFIGURED)), WWW);
    assertThat(refused.why().code()).isEqualTo(ExtendedError.NOT_AUTHORITATIVE);
  }

  @Test
  void without_system_upstreams_it_fails_and_says_why() {
    var failed = (Failed) ask(fixture.forwarder(none(Origin.SYSTEM)), WWW);
    assertThat(failed.why().text()).contains("resolv.conf");
  }

  @Test
  void each_step_is_traced() throws IOException {
    var steps = new ArrayList<String>();
    var trace =
        new Trace() {
          @Override
          public void upstream(Object upstream, Question question, Object what, long nanos) {
            steps.add(upstream + " " + question + " " + what);
          }
        };
    try (var first = TestUpstream.doing(Scripts.say(Rcode.SERVFAIL));
        var second = TestUpstream.answering(RECORD)) {
      ForwardFixture.asking(fixture.forwarder(first, second), Told.address(WWW), trace).join();
      assertThat(steps)
          .containsExactly(
              "127.0.0.1:" + first.address().getPort() + " www.example.com. A said SERVFAIL",
              "127.0.0.1:" + second.address().getPort() + " www.example.com. A 0");
    }
  }

  @Test
  void an_upstream_that_no_rule_asks_any_more_is_forgotten() throws IOException {
    try (var upstream = TestUpstream.answering(RECORD)) {
      var forwarder = fixture.forwarder(upstream);
      ask(forwarder, WWW);
      fixture.cache.purge(new Purge.All());
      fixture.pool.retainOnly(List.of());
      assertThat(fixture.pool.statistics()).isEmpty();
      assertThat(ask(forwarder, "www.EXAMPLE.com.")).isNotInstanceOf(Failed.class);
    }
  }

  private long failures(TestUpstream upstream, Fault fault) {
    return fixture.statisticsOf(upstream).counts().failures().getOrDefault(fault, -1L);
  }

  private static ForwardSettings none(Origin origin) {
    return new ForwardSettings(
        List.of(),
        origin,
        Selection.ORDERED,
        Patience.DEFAULTS,
        Reactions.DEFAULTS,
        Rebinding.ALLOWED);
  }

  /// So patient that waiting for one of these would fail the test.
  private static ForwardSettings patient(InetSocketAddress... upstreams) {
    return ForwardFixture.settings(
        Duration.ofSeconds(60), Duration.ofSeconds(60), upstreams.length, upstreams);
  }
}
