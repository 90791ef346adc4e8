package dev.cairn.forward;

import static dev.cairn.forward.StreamFixture.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.forward.CookieServer.Demand;
import dev.cairn.forward.CookieServer.Flaw;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.upstream.UpstreamSettings.Integrity;
import dev.cairn.upstream.UpstreamSettings.Mismatch;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/// What makes replies over UDP hard to forge, and truncated ones whole.
class DatagramDefencesTest {
  private static final byte[] RIGHT = {(byte) 192, 0, 2, 1};
  private static final TestUpstream.Script ANSWER = Scripts.address("192.0.2.1");

  private final StreamFixture fixture = new StreamFixture();

  @AfterEach
  void close() {
    fixture.pass(Duration.ofSeconds(2)); // who was asked once more may answer late
    fixture.close();
  }

  @ParameterizedTest
  @EnumSource
  void the_right_answer_wins_over_what_is_forged_before_it(Forgery forgery) throws IOException {
    try (var upstream = TestUpstream.doing(forgery.before(ANSWER))) {
      isRight(upstream, "a.example.");
      assertThat(upstream.sightings()).hasSizeLessThanOrEqualTo(StreamFixture.ATTEMPTS);
    }
  }

  @Test
  void a_flood_of_forgeries_changes_nothing() throws IOException {
    try (var upstream = TestUpstream.doing(Forgery.flood(200, ANSWER))) {
      isRight(upstream, "a.example.");
      assertThat(upstream.sightings()).hasSize(1);
    }
  }

  @Test
  void what_is_truncated_is_fetched_on_one_kept_connection() throws IOException {
    try (var upstream = TestUpstream.doing(Scripts.truncatingDatagrams(ANSWER))) {
      for (int i = 0; i < 5; i++) {
        isRight(upstream, "h" + i + ".example.");
      }
      StreamFixture.areAnswered(fixture.askingMany(50, plain(upstream)));
      assertThat(upstream.connections().accepted()).isEqualTo(1);
      assertThat(upstream.streamed()).hasSize(55);
    }
  }

  @Test
  void a_servers_cookie_is_learned_and_shown() throws IOException {
    var server = new CookieServer(Demand.NO_WRONG_ONE, ANSWER);
    try (var upstream = TestUpstream.doing(server)) {
      isRight(upstream, "a.example.");
      isRight(upstream, "b.example.");
      assertThat(server.shown().getFirst().getServerCookie()).isEmpty();
      assertThat(server.shown().getLast().getServerCookie()).isPresent();
      assertThat(upstream.sightings()).hasSize(2);
    }
  }

  @Test
  void a_cookie_that_is_demanded_or_has_changed_is_shown_at_once() throws IOException {
    var server = new CookieServer(Demand.RIGHT_ONE, ANSWER);
    try (var upstream = TestUpstream.doing(server)) {
      isRight(upstream, "a.example.");
      isRight(upstream, "b.example.");
      server.changeSecret();
      isRight(upstream, "c.example.");
      assertThat(upstream.datagrams()).hasSize(5);
      assertThat(upstream.streamed()).isEmpty();
    }
  }

  @Test
  void who_is_content_with_no_cookie_of_its_own_is_asked_over_tcp() throws IOException {
    try (var upstream = TestUpstream.doing(new CookieServer(Demand.IMPOSSIBLE, ANSWER))) {
      isRight(upstream, "a.example.");
      assertThat(upstream.datagrams()).hasSize(2);
      assertThat(upstream.streamed()).hasSize(1);
    }
  }

  @Test
  void a_reply_with_a_cookie_that_is_not_ours_is_ignored() throws IOException {
    var forger = new CookieServer(Demand.NONE, Scripts.address(Forgery.ADDRESS));
    forger.nowErrs(Flaw.WRONG_CLIENT_COOKIE);
    var server = new CookieServer(Demand.NONE, ANSWER);
    try (var upstream = TestUpstream.doing(Scripts.both(forger, server))) {
      isRight(upstream, "a.example.");
      assertThat(fixture.of(plain(upstream)).counts().ignored()).isEqualTo(1);
      assertThat(upstream.sightings()).hasSize(1);
    }
  }

  @Test
  void who_sends_cookies_no_more_is_asked_over_tcp_once_and_then_believed() throws IOException {
    var server = new CookieServer(Demand.NONE, ANSWER);
    try (var upstream = TestUpstream.doing(server)) {
      isRight(upstream, "a.example.");
      server.nowErrs(Flaw.NO_COOKIE);
      isRight(upstream, "b.example.");
      assertThat(upstream.streamed()).hasSize(1);
      isRight(upstream, "c.example.");
      assertThat(upstream.streamed()).hasSize(1);
    }
  }

  @Test
  void letters_go_out_in_mixed_case_and_have_to_come_back_so() throws IOException {
    fixture.integrity(new Integrity(true, false, Mismatch.WAIT));
    var liar = Scripts.withLowerCase(Scripts.address(Forgery.ADDRESS));
    String name = "a-name-with-many-letters.example.";
    try (var upstream = TestUpstream.doing(ANSWER)) {
      isRight(upstream, name);
      Message query = upstream.datagrams().getFirst();
      String sent = query.getQuestion().getName().toString();
      assertThat(sent).isEqualToIgnoringCase(name).isNotEqualTo(name);
      assertThat(upstream.streamed()).isEmpty();
      upstream.nowDoes(Scripts.byTransport(liar, ANSWER));
      isRight(upstream, "b" + name);
      assertThat(upstream.streamed()).hasSize(1);
    }
  }

  /// A header has no letters and no cookie, and is easy to forge.
  @Test
  void an_error_without_a_question_is_doubted_where_letters_have_to_come_back() throws IOException {
    fixture.integrity(new Integrity(true, false, Mismatch.WAIT));
    try (var upstream = TestUpstream.doing(headerFirst())) {
      isRight(upstream, "a.example.");
      assertThat(upstream.datagrams()).hasSize(1);
      assertThat(upstream.streamed()).hasSize(1);
      assertThat(fixture.of(plain(upstream)).counts().ignored()).isEqualTo(1);
    }
  }

  @Test
  void an_error_without_a_question_is_doubted_where_a_cookie_has_to_come() throws IOException {
    try (var upstream = TestUpstream.doing(new CookieServer(Demand.NONE, ANSWER))) {
      isRight(upstream, "a.example.");
      upstream.nowDoes(headerFirst());
      isRight(upstream, "b.example.");
      assertThat(upstream.datagrams()).hasSize(2);
      assertThat(upstream.streamed()).hasSize(1);
    }
  }

  private static TestUpstream.Script headerFirst() {
    return Scripts.byTransport(Scripts.sayWithoutQuestion(Rcode.REFUSED), ANSWER);
  }

  @Test
  void no_more_is_sent_than_may_be_whatever_comes() throws IOException {
    var server = new CookieServer(Demand.IMPOSSIBLE, Scripts.truncation());
    try (var upstream = TestUpstream.doing(server)) {
      var asked = fixture.asking("a.example.", plain(upstream));
      for (int i = 0; i < 50 && !asked.isDone(); i++) {
        fixture.pass(Duration.ofMillis(100));
      }
      assertThat(Objects.requireNonNull(asked.join())).isNotInstanceOf(Answer.class);
      assertThat(upstream.sightings()).hasSizeLessThanOrEqualTo(StreamFixture.ATTEMPTS);
    }
  }

  private void isRight(TestUpstream upstream, String name) {
    var answer = (Answer) fixture.ask(name, plain(upstream));
    assertThat(answer.records().getFirst().rdata().getFirst()).containsExactly(RIGHT);
  }
}
