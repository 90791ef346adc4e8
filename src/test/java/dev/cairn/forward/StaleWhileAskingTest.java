package dev.cairn.forward;

import static dev.cairn.forward.ForwardFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.cache.Told;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.resolve.Trace;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StaleWhileAskingTest {
  private static final String WWW = "www.example.com.";
  private static final TestUpstream.Script RIGHT =
      Scripts.answer("www.example.com. 300 IN A 192.0.2.1");

  private final ForwardFixture fixture = new ForwardFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void if_nobody_answers_the_stale_answer_is_given() throws IOException {
    try (var upstream = TestUpstream.doing(RIGHT)) {
      var forwarder = fixture.forwarder(upstream);
      ask(forwarder, WWW);
      fixture.cacheTime.pass(Duration.ofSeconds(301));
      upstream.nowDoes(Scripts.say(2));
      var stale = (Stale) ask(forwarder, WWW);
      assertThat(Told.ttls(stale)).containsExactly(30);
      assertThat(stale.why().code()).isEqualTo(ExtendedError.STALE_ANSWER);
      assertThat(fixture.cache.statistics().staleAnswers()).isEqualTo(1);
    }
  }

  @Test
  void a_fresh_answer_in_time_is_preferred() throws IOException {
    try (var upstream = TestUpstream.doing(RIGHT)) {
      var forwarder = fixture.forwarder(upstream);
      ask(forwarder, WWW);
      fixture.cacheTime.pass(Duration.ofSeconds(301));
      assertThat(ask(forwarder, WWW)).isInstanceOf(Answer.class);
      assertThat(upstream.datagrams()).hasSize(2);
    }
  }

  @Test
  void after_1_8_seconds_the_stale_answer_is_given_and_the_asking_goes_on() throws IOException {
    var gate = new CountDownLatch(1);
    try (var upstream = TestUpstream.doing(RIGHT)) {
      var forwarder = fixture.forwarder(patient(upstream));
      ask(forwarder, WWW);
      fixture.cacheTime.pass(Duration.ofSeconds(301));
      upstream.nowDoes(Scripts.after(gate, RIGHT));
      long began = System.nanoTime();
      assertThat(ask(forwarder, WWW)).isInstanceOf(Stale.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(Duration.ofMillis(1_800), Duration.ofSeconds(10));
      gate.countDown();
      var here = fixture.view.here();
      await().until(() -> here.resolve(Told.address(WWW), Trace.NONE) instanceof Answer);
      assertThat(upstream.datagrams()).hasSize(2);
    }
  }

  private static ForwardSettings patient(TestUpstream upstream) {
    return ForwardFixture.settings(
        Duration.ofSeconds(30), Duration.ofSeconds(30), 1, upstream.address());
  }
}
