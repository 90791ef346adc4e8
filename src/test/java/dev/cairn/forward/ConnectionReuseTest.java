package dev.cairn.forward;

import static dev.cairn.forward.StreamFixture.areAnswered;
import static dev.cairn.forward.StreamFixture.https;
import static dev.cairn.forward.StreamFixture.plain;
import static dev.cairn.forward.StreamFixture.tcp;
import static dev.cairn.forward.StreamFixture.tls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Purge;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.upstream.Endpoint;
import dev.cairn.upstream.Fault;
import dev.cairn.upstream.HttpsConduct;
import dev.cairn.upstream.HttpsConducts;
import dev.cairn.upstream.Opening;
import dev.cairn.upstream.TestHttpsUpstream;
import dev.cairn.upstream.TestTlsUpstream;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// One connection to an upstream, whatever becomes of it.
class ConnectionReuseTest {
  private static final int MANY = 200;

  private final StreamFixture fixture = new StreamFixture();

  private TestTlsUpstream dot;
  private TestHttpsUpstream doh;
  private TestUpstream plain;

  @BeforeEach
  void start() throws IOException {
    dot = TestTlsUpstream.doing(Scripts.address("192.0.2.1"));
    doh = TestHttpsUpstream.doing(Scripts.address("192.0.2.1"));
    plain = TestUpstream.doing(Scripts.address("192.0.2.2"));
  }

  @AfterEach
  void close() {
    fixture.close();
    dot.close();
    doh.close();
    plain.close();
  }

  private List<Endpoint> all() {
    return List.of(tcp(plain), tls(dot), https(doh));
  }

  @Test
  void many_questions_at_once_share_one_connection() {
    for (Endpoint upstream : all()) {
      areAnswered(fixture.askingMany(MANY, upstream));
      assertThat(fixture.of(upstream).counts().connections().opened()).isEqualTo(1);
      fixture.forward.cache.purge(new Purge.All());
    }
    assertThat(plain.connections().accepted()).isEqualTo(1);
    assertThat(dot.connections().accepted()).isEqualTo(1);
    assertThat(doh.accepted()).isEqualTo(1);
    assertThat(doh.streams().mostAtOnce()).isLessThanOrEqualTo(100);
  }

  @Test
  void answers_come_in_any_order() {
    dot.nowBehaves(Conducts.reversing(50));
    areAnswered(fixture.askingMany(50, tls(dot)));
    assertThat(dot.connections().accepted()).isEqualTo(1);
  }

  @Test
  void a_connection_is_closed_after_ten_idle_seconds() {
    for (Endpoint upstream : all()) {
      fixture.isAnswered("a." + upstream.protocol() + ".example.", upstream);
      fixture.pass(Duration.ofSeconds(9));
      fixture.isAnswered("b." + upstream.protocol() + ".example.", upstream);
      fixture.pass(Duration.ofSeconds(9));
      assertThat(fixture.connections(upstream)).isEqualTo(1);
      fixture.pass(Duration.ofSeconds(2));
      fixture.awaitConnections(upstream, 0);
    }
    Awaitility.await().until(() -> plain.connections().open() + dot.connections().open() == 0);
    Awaitility.await().until(() -> doh.open() == 0);
  }

  static Stream<Conduct> waysToEnd() {
    return Stream.of(
        Conducts.endingAfter(1),
        Conducts.endingAfter(3),
        Conducts.cuttingAfter(1),
        Conducts.cuttingAfter(3),
        Conducts.resettingAfter(1),
        Conducts.resettingAfter(3));
  }

  @ParameterizedTest
  @MethodSource("waysToEnd")
  void who_closes_after_some_answers_loses_no_question(Conduct conduct) {
    dot.nowBehaves(conduct);
    plain.nowBehaves(conduct);
    for (Endpoint upstream : List.of(tcp(plain), tls(dot))) {
      for (int i = 0; i < 8; i++) {
        fixture.isAnswered("h" + i + "." + upstream.protocol() + ".example.", upstream);
      }
      areAnswered(fixture.askingMany(60, upstream));
      assertThat(fixture.failures(upstream, Fault.NETWORK)).isZero();
      fixture.forward.cache.purge(new Purge.All());
    }
    assertThat(plain.streamed()).hasSizeLessThan(4 * 68); // and not again and again
    assertThat(dot.queries()).hasSizeLessThan(4 * 68);
  }

  static Stream<HttpsConduct> waysToEndHttps() {
    return Stream.of(
        HttpsConducts.goingAwayAfter(1),
        HttpsConducts.goingAwayAfter(3),
        HttpsConducts.endingAfter(1),
        HttpsConducts.endingAfter(3),
        HttpsConducts.cuttingAfter(2),
        HttpsConducts.resettingAfter(2),
        HttpsConducts.after(3, HttpsConducts.resetting(Http2Error.REFUSED_STREAM)));
  }

  @ParameterizedTest
  @MethodSource("waysToEndHttps")
  void who_ends_http_after_some_answers_loses_no_question(HttpsConduct conduct) {
    doh.nowBehaves(conduct);
    for (int i = 0; i < 3; i++) {
      fixture.isAnswered("h" + i + ".example.", https(doh));
    }
    doh.nowBehaves(HttpsConducts.orderly());
    areAnswered(fixture.askingMany(20, https(doh)));
    assertThat(fixture.failures(https(doh), Fault.NETWORK)).isZero();
    fixture.pass(Duration.ofSeconds(11));
    fixture.awaitConnections(https(doh), 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void many_questions_survive_a_server_that_goes_away_over_and_over(int after) {
    doh.nowBehaves(HttpsConducts.goingAwayAfter(after));
    areAnswered(fixture.askingMany(12, https(doh)));
  }

  @Test
  void one_stream_at_a_time_is_enough() {
    doh.nowAllows(1);
    areAnswered(fixture.askingMany(MANY, https(doh)));
    assertThat(doh.accepted()).isEqualTo(1);
  }

  @Test
  void who_closed_while_nothing_was_asked_is_connected_to_again() {
    for (Endpoint upstream : List.of(tcp(plain), tls(dot))) {
      plain.nowBehaves(Conducts.endingAfter(1));
      dot.nowBehaves(Conducts.endingAfter(1));
      fixture.isAnswered("a." + upstream.protocol() + ".example.", upstream);
      fixture.awaitConnections(upstream, 0);
      fixture.isAnswered("b." + upstream.protocol() + ".example.", upstream);
      assertThat(fixture.of(upstream).counts().sends()).isEqualTo(2);
    }
  }

  @Test
  void who_only_hangs_up_is_not_asked_again_and_again() {
    dot.nowBehaves(Conducts.resettingAfter(0));
    assertThat(fixture.ask("a.example.", tls(dot))).isInstanceOf(Failed.class);
    assertThat(fixture.lastFailure(tls(dot))).isEqualTo("closed the connection before it answered");
    assertThat(dot.queries()).hasSizeLessThanOrEqualTo(2 * StreamFixture.ATTEMPTS);
  }

  @Test
  void half_an_answer_is_none() {
    dot.nowBehaves(Conducts.endingMidway());
    fixture.isAnswered("a.example.", tls(dot), plain(plain));
    assertThat(fixture.failures(tls(dot), Fault.NETWORK)).isEqualTo(1);
  }

  @Test
  void garbage_before_an_answer_is_ignored() {
    dot.nowBehaves(Conducts.withGarbage());
    plain.nowBehaves(Conducts.withGarbage());
    fixture.isAnswered("a.example.", tls(dot));
    fixture.isAnswered("b.example.", tcp(plain));
    assertThat(fixture.of(tls(dot)).counts().ignored()).isEqualTo(3);
  }

  @Test
  void an_answer_may_come_in_drops() {
    dot.nowBehaves(Conducts.dripping(7, Duration.ofMillis(1)));
    doh.nowBehaves(HttpsConducts.dripping(7, Duration.ofMillis(1)));
    fixture.isAnswered("a.example.", tls(dot));
    fixture.isAnswered("b.example.", https(doh));
  }

  @Test
  void streams_that_are_never_answered_are_given_back() {
    doh.nowAllows(10);
    doh.nowDoes(Scripts.silence());
    var asked = fixture.askingMany(10, https(doh));
    Awaitility.await().until(() -> doh.streams().open() == 10);
    fixture.pass(Duration.ofSeconds(4));
    asked.forEach(one -> assertThat(one.join()).isInstanceOf(Failed.class));
    fixture.pass(Duration.ofSeconds(2));
    Awaitility.await().until(() -> doh.streams().open() == 0);
  }

  @Test
  void a_connection_that_has_fallen_silent_is_replaced() {
    for (Endpoint upstream : all()) {
      fixture.isAnswered("a." + upstream.protocol() + ".example.", upstream);
      plain.nowDoes(Scripts.silence());
      dot.nowDoes(Scripts.silence());
      doh.nowDoes(Scripts.silence());
      var lost = fixture.asking("b." + upstream.protocol() + ".example.", upstream);
      Awaitility.await().until(() -> seen(upstream) == 2);
      fixture.pass(Duration.ofMillis(1_100));
      Awaitility.await().until(() -> seen(upstream) == fixture.of(upstream).counts().sends());
      plain.nowDoes(Scripts.address("192.0.2.1"));
      dot.nowDoes(Scripts.address("192.0.2.1"));
      doh.nowDoes(Scripts.address("192.0.2.1"));
      fixture.isAnswered("c." + upstream.protocol() + ".example.", upstream);
      assertThat(fixture.of(upstream).counts().connections().opened()).isEqualTo(2);
      fixture.pass(Duration.ofSeconds(5));
      lost.join();
      Awaitility.await()
          .until(() -> {
            fixture.pass(Duration.ofSeconds(11)); // again, as a connection may still be opening
            return fixture.connections(upstream) == 0;
          });
    }
  }

  /// Says one reply and half of another on the first connection, and nothing more.
  private static Conduct stallingAtFirst() {
    var first = new AtomicBoolean(true);
    return stream -> {
      if (first.getAndSet(false)) {
        stream.write(MessageStream.framed(stream.repliesTo(stream.read()).getFirst()));
        byte[] reply = MessageStream.framed(stream.repliesTo(stream.read()).getFirst());
        stream.write(Arrays.copyOf(reply, reply.length / 2));
        stream.drain();
      } else {
        Conducts.whenReady().serve(stream);
      }
    };
  }

  @Test
  void what_is_open_on_a_connection_that_falls_silent_goes_over_to_the_next() {
    plain.nowBehaves(stallingAtFirst());
    dot.nowBehaves(stallingAtFirst());
    for (Endpoint upstream : List.of(tcp(plain), tls(dot))) {
      var asked = fixture.askingMany(20, upstream);
      Awaitility.await().until(() -> fixture.of(upstream).counts().replies() >= 1);
      fixture.pass(Duration.ofMillis(1_100)); // and nobody asks again
      areAnswered(asked);
      assertThat(fixture.of(upstream).counts().connections().opened()).isEqualTo(2);
      fixture.awaitConnections(upstream, 1);
      assertThat(seen(upstream)).isLessThanOrEqualTo(20 * StreamFixture.ATTEMPTS + 1);
      fixture.forward.cache.purge(new Purge.All());
    }
  }

  @Test
  void no_question_goes_over_to_another_of_a_server_that_has_not_answered_yet() {
    var gate = new CountDownLatch(1);
    dot.nowDoes(Scripts.after(gate, Scripts.address("192.0.2.1")));
    var asked = fixture.asking("a.example.", tls(dot));
    Awaitility.await().until(() -> dot.queries().size() == 1);
    for (int i = 1; i <= 7; i++) {
      fixture.pass(Duration.ofMillis(500));
      Awaitility.await().until(() -> seen(tls(dot)) == fixture.of(tls(dot)).counts().sends());
    }
    assertThat(dot.queries()).hasSizeLessThanOrEqualTo(StreamFixture.ATTEMPTS);
    gate.countDown();
    areAnswered(List.of(asked));
  }

  @Test
  void an_answer_after_900_ms_comes_on_the_connection_it_was_asked_on() {
    var gate = new CountDownLatch(1);
    dot.nowDoes(Scripts.after(gate, Scripts.address("192.0.2.1")));
    var asked = fixture.askingMany(20, tls(dot));
    Awaitility.await().until(() -> dot.queries().size() == 20);
    fixture.pass(Duration.ofMillis(900));
    gate.countDown();
    areAnswered(asked);
    fixture.pass(Duration.ofMillis(200));
    assertThat(dot.connections().accepted()).isEqualTo(1);
  }

  private int seen(Endpoint upstream) {
    return switch (upstream.protocol()) {
      case DNS -> plain.datagrams().size();
      case TCP -> plain.streamed().size();
      case TLS -> dot.queries().size();
      case HTTPS -> doh.queries().size();
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"STALLING", "MUTE"})
  void who_stalls_holds_up_neither_this_question_nor_later_ones(Opening opening) {
    for (Endpoint upstream : List.of(tls(dot), https(doh))) {
      dot.nowHas(TestTlsUpstream.entrance().beginning(opening));
      doh.nowHas(TestHttpsUpstream.entrance().beginning(opening));
      String protocol = upstream.protocol() + ".example.";
      var first = fixture.asking("a." + protocol, upstream, plain(plain));
      if (opening == Opening.MUTE) {
        fixture.awaitConnections(upstream, 1); // the handshake takes time of its own
      }
      fixture.pass(Duration.ofMillis(300));
      assertThat(first.join()).isNotInstanceOf(Failed.class);
      dot.nowHas(TestTlsUpstream.entrance());
      doh.nowHas(TestHttpsUpstream.entrance());
      var second = fixture.asking("b." + protocol, upstream);
      fixture.pass(Duration.ofMillis(1_100));
      fixture.isAnswered("c." + protocol, upstream);
      fixture.pass(Duration.ofSeconds(4));
      second.join(); // answered, if it was not among what was lost
    }
  }

  @Test
  void a_retired_upstream_finishes_what_is_open_and_closes() {
    var gate = new CountDownLatch(1);
    dot.nowDoes(Scripts.after(gate, Scripts.address("192.0.2.1")));
    doh.nowDoes(Scripts.after(gate, Scripts.address("192.0.2.1")));
    plain.nowDoes(Scripts.after(gate, Scripts.address("192.0.2.1")));
    var asked =
        all().stream().map(one -> fixture.asking(one.protocol() + ".example.", one)).toList();
    Awaitility.await().until(() -> dot.queries().size() + doh.queries().size() == 2);
    Awaitility.await().until(() -> plain.streamed().size() == 1);
    fixture.forward.pool.retainOnly(List.of());
    gate.countDown();
    areAnswered(asked);
    Awaitility.await().until(() -> plain.connections().open() + dot.connections().open() == 0);
    Awaitility.await().until(() -> doh.open() == 0);
  }

  @Test
  void an_idle_upstream_that_is_retired_closes_at_once() {
    all().forEach(one -> fixture.isAnswered(one.protocol() + ".example.", one));
    fixture.forward.pool.retainOnly(List.of());
    Awaitility.await().until(() -> plain.connections().open() + dot.connections().open() == 0);
    Awaitility.await().until(() -> doh.open() == 0);
  }

  @Test
  void in_another_network_connections_are_others() {
    for (Endpoint upstream : all()) {
      fixture.isAnswered("a." + upstream.protocol() + ".example.", upstream);
      fixture.forward.pool.networkChanged();
      fixture.isAnswered("b." + upstream.protocol() + ".example.", upstream);
      assertThat(fixture.of(upstream).counts().connections().opened()).isEqualTo(2);
      fixture.awaitConnections(upstream, 1);
    }
  }

  @Test
  void in_another_network_what_hangs_is_begun_anew() {
    dot.nowHas(TestTlsUpstream.entrance().beginning(Opening.STALLING));
    var asked = fixture.asking("a.example.", tls(dot));
    Awaitility.await().until(() -> dot.connections().accepted() == 1);
    dot.nowHas(TestTlsUpstream.entrance());
    fixture.forward.pool.networkChanged();
    assertThat(asked.join()).isNotInstanceOf(Failed.class);
    Awaitility.await().until(() -> dot.connections().open() == 1);
  }
}
