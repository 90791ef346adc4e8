package dev.cairn.forward;

import static dev.cairn.forward.StreamFixture.areAnswered;
import static dev.cairn.forward.StreamFixture.plain;
import static dev.cairn.forward.StreamFixture.tls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.upstream.Endpoint;
import dev.cairn.upstream.Opening;
import dev.cairn.upstream.TestTlsUpstream;
import dev.cairn.upstream.Upstream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a dial that is slow, or comes to nothing, says of an upstream when many wait for it.
class SlowDialTest {
  private static final int MANY = 20;

  private final StreamFixture fixture = new StreamFixture();

  private TestTlsUpstream slow;
  private TestTlsUpstream second;

  @BeforeEach
  void start() throws IOException {
    fixture.breaking();
    slow = TestTlsUpstream.doing(Scripts.address("192.0.2.1"));
    slow.nowHas(TestTlsUpstream.entrance().beginning(Opening.STALLING));
    second = TestTlsUpstream.doing(Scripts.address("192.0.2.1"));
  }

  @AfterEach
  void close() {
    fixture.close();
    slow.close();
    second.close();
  }

  private Upstream upstream(Endpoint endpoint) {
    return fixture.forward.pool.upstream(endpoint);
  }

  private void awaitDial() {
    Awaitility.await().until(() -> slow.connections().accepted() == 1);
  }

  @Test
  void a_dial_that_takes_longer_than_any_question_waits_is_one_failure() {
    var asked = fixture.askingMany(MANY, tls(slow));
    awaitDial();
    fixture.pass(Duration.ofMillis(900)); // each is asked three times meanwhile
    assertThat(upstream(tls(slow)).isGood()).isTrue();
    slow.nowHas(TestTlsUpstream.entrance());
    fixture.pass(Duration.ofMillis(200)); // it is dialled once more
    areAnswered(asked);
    assertThat(upstream(tls(slow)).isGood()).isTrue();
    assertThat(Duration.ofNanos(upstream(tls(slow)).smoothedRoundTrip()))
        .as("without the dial")
        .isLessThan(Duration.ofMillis(100));
  }

  @Test
  void so_is_one_that_leaves_too_little_time_for_the_answers() {
    var gate = new CountDownLatch(1);
    second.nowDoes(Scripts.after(gate, Scripts.address("192.0.2.1")));
    Endpoint both = tls(slow.address(), second.address());
    var asked = fixture.askingMany(MANY, both);
    awaitDial();
    fixture.pass(Duration.ofMillis(250));
    Awaitility.await().until(() -> second.queries().size() == MANY);
    fixture.pass(Duration.ofMillis(151));
    assertThat(upstream(both).isGood()).isTrue();
    gate.countDown();
    areAnswered(asked);
  }

  @Test
  void a_dial_that_fails_is_one_failure() throws IOException {
    try (var other = TestUpstream.doing(Scripts.address("192.0.2.2"))) {
      var asked =
          IntStream.range(0, MANY)
              .mapToObj(i -> fixture.asking("h" + i + ".example.", tls(slow), plain(other)))
              .toList();
      awaitDial();
      fixture.pass(Duration.ZERO);
      slow.close();
      areAnswered(asked);
      assertThat(upstream(tls(slow)).isGood()).isTrue();
    }
  }

  @Test
  void who_never_takes_a_connection_goes_down_with_the_fifth_dial() {
    Endpoint never = tls(slow);
    for (int i = 0; i < 16; i++) { // four seconds
      fixture.asking("h" + i + ".example.", never);
      fixture.pass(Duration.ofMillis(250));
      assertThat(upstream(never).isDown()).as("after %d questions", i).isFalse();
      if (i == 0) {
        awaitDial();
      }
    }
    fixture.pass(Duration.ofSeconds(1));
    assertThat(upstream(never).isDown()).isTrue();
    fixture.pass(Duration.ofSeconds(5));
  }
}
