package dev.cairn.forward;

import static dev.cairn.forward.StreamFixture.https;
import static dev.cairn.forward.StreamFixture.plain;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.RecordSet;
import dev.cairn.upstream.Breaker.Standing;
import dev.cairn.upstream.Fault;
import dev.cairn.upstream.HealthCheck;
import dev.cairn.upstream.HttpsConduct;
import dev.cairn.upstream.HttpsConducts;
import dev.cairn.upstream.TestHttpsUpstream;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Rcode;

/// What HTTP says around an answer, or in its place.
class HttpsAnswersTest {
  private final StreamFixture fixture = new StreamFixture();

  private TestHttpsUpstream doh;
  private TestUpstream plain;

  @BeforeEach
  void start() throws IOException {
    doh = TestHttpsUpstream.doing(Scripts.address("192.0.2.1"));
    plain = TestUpstream.doing(Scripts.address("192.0.2.2"));
  }

  @AfterEach
  void close() {
    fixture.close();
    doh.close();
    plain.close();
  }

  static Stream<HttpsConduct> uselessAnswers() {
    return Stream.of(
        HttpsConducts.status(500),
        HttpsConducts.status(404),
        HttpsConducts.withType("text/html"),
        HttpsConducts.withType(""),
        HttpsConducts.withoutBody(),
        HttpsConducts.body((byte) 1, (byte) 2),
        HttpsConducts.hugeBody(200_000),
        HttpsConducts.resetting(Http2Error.INTERNAL_ERROR),
        HttpsConducts.resettingMidway(Http2Error.CANCEL));
  }

  @ParameterizedTest
  @MethodSource("uselessAnswers")
  void after_what_is_no_answer_over_http_the_next_is_asked_at_once(HttpsConduct conduct) {
    doh.nowBehaves(conduct);
    fixture.isAnswered("a.example.", https(doh), plain(plain));
    assertThat(doh.queries()).hasSize(1);
    doh.nowBehaves(HttpsConducts.orderly());
    fixture.isAnswered("b.example.", https(doh));
    assertThat(doh.accepted()).isEqualTo(1); // the connection is as good as before
  }

  @Test
  void a_status_for_some_names_takes_no_upstream_down_and_is_not_asked_for_twice() {
    fixture.breaking(HealthCheck.When.WHEN_DOWN);
    doh.nowBehaves(exchange -> {
      boolean isDead = exchange.query().getQuestion().getName().toString().startsWith("dead");
      (isDead ? HttpsConducts.status(429) : HttpsConducts.orderly()).answer(exchange);
    });
    for (int i = 0; i < 20; i++) {
      var asked = fixture.asking("dead" + i + ".example.", https(doh));
      Awaitility.await()
          .until(() -> {
            fixture.pass(Duration.ofMillis(20));
            return asked.isDone();
          });
      assertThat(((Failed) asked.join()).why().text()).contains("HTTP status 429");
    }
    fixture.isAnswered("a.example.", https(doh));
    assertThat(fixture.of(https(doh)).condition().standing()).isNotEqualTo(Standing.DOWN);
    assertThat(fixture.failures(https(doh), Fault.HTTP_STATUS)).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/dns-message; charset=utf-8", "Application/DNS-Message"})
  void media_types_are_read_as_http_says(String type) {
    doh.nowBehaves(HttpsConducts.withType(type));
    fixture.isAnswered("a.example.", https(doh));
  }

  /// RFC 9113 §8.7
  @Test
  void who_refuses_a_question_is_asked_once_more_on_another_connection() {
    doh.nowBehaves(HttpsConducts.after(3, HttpsConducts.resetting(Http2Error.REFUSED_STREAM)));
    for (int i = 0; i < 4; i++) {
      fixture.isAnswered("h" + i + ".example.", https(doh));
    }
    assertThat(doh.accepted()).isEqualTo(2);
    assertThat(doh.queries()).hasSize(5);
    assertThat(fixture.failures(https(doh), Fault.NETWORK)).isZero();
  }

  @Test
  void who_refuses_every_question_is_said_to_do_so_and_the_next_is_asked() {
    doh.nowBehaves(HttpsConducts.resetting(Http2Error.REFUSED_STREAM));
    fixture.isAnswered("a.example.", https(doh), plain(plain));
    assertThat(fixture.lastFailure(https(doh))).isEqualTo("refused to take the question");
    assertThat(fixture.failures(https(doh), Fault.NETWORK)).isEqualTo(1);
    assertThat(doh.queries()).hasSize(2);
    assertThat(doh.accepted()).isEqualTo(2);
  }

  /// RFC 8484 §5.1
  @ParameterizedTest
  @CsvSource({
    "0, 300",
    "250, 50",
    "300, 0",
    "99999999999999999999, 0",
    "-1, 300",
    "'', 300",
    "'1, 2', 300",
    "soon, 300"
  })
  void what_caches_of_http_have_kept_has_less_time_to_live(String age, int ttl) {
    doh.nowBehaves(HttpsConducts.withFields("age", age));
    var answer = (Answer) fixture.ask("a.example.", https(doh));
    assertThat(answer.records()).extracting(RecordSet::ttl).containsExactly(ttl);
    doh.nowDoes(
        Scripts.say(Rcode.NXDOMAIN, "example. 3600 IN SOA ns.example. a.example. 1 2 3 4 300"));
    var none = (NxDomain) fixture.ask("b.example.", https(doh));
    assertThat(none.authority()).extracting(RecordSet::ttl).containsExactly(ttl);
  }
}
