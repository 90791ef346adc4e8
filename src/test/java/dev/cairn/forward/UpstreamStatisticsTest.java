package dev.cairn.forward;

import static dev.cairn.forward.ForwardFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.upstream.Breaker.Standing;
import dev.cairn.upstream.Fault;
import dev.cairn.upstream.HealthCheck.When;
import dev.cairn.upstream.UpstreamStatistics;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Rcode;

class UpstreamStatisticsTest {
  private final ForwardFixture fixture = new ForwardFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void sends_replies_failures_and_round_trips_are_counted() throws IOException {
    try (var upstream = TestUpstream.doing(Scripts.say(Rcode.NXDOMAIN))) {
      var forwarder = fixture.forwarder(upstream);
      ask(forwarder, "a.example.com.");
      upstream.nowDoes(Scripts.say(Rcode.SERVFAIL));
      ask(forwarder, "b.example.com.");
      UpstreamStatistics statistics = fixture.statisticsOf(upstream);
      assertThat(statistics.counts().sends()).isEqualTo(2);
      assertThat(statistics.counts().replies()).isEqualTo(2);
      assertThat(statistics.counts().failures()).containsEntry(Fault.SERVFAIL, 1L);
      assertThat(statistics.counts().failures()).containsOnlyKeys(Fault.values());
      assertThat(statistics.roundTrips().last()).isPositive();
      assertThat(statistics.roundTrips().smoothed()).isPositive();
      assertThat(statistics.open()).isZero();
    }
  }

  @Test
  void a_suspect_is_one_since_it_left_a_question_unanswered() throws IOException {
    try (var paced = new PacedFixture().checking(When.NEVER);
        var first = TestUpstream.doing(Scripts.address("192.0.2.1"));
        var second = TestUpstream.doing(Scripts.address("192.0.2.1"))) {
      var forwarder = paced.forwarder(Selection.ORDERED, first, second);
      paced.askMany(forwarder, "%d.example.com.", 1);
      paced.pass(60_000);
      first.nowDoes(Scripts.silence());
      long asked = paced.time.read();
      var caught = paced.askingMany(forwarder, "caught-%d.example.com.", 2);
      PacedFixture.until(() -> first.datagrams().size() == 3);
      paced.pass(240);
      caught.forEach(PacedFixture::await);
      var condition = paced.statisticsOf(first).condition();
      assertThat(condition.standing()).isEqualTo(Standing.DOUBTFUL);
      assertThat(condition.since()).isEqualTo(asked);
    }
  }

  @Test
  void rules_with_the_same_upstream_share_it() throws IOException {
    try (var upstream = TestUpstream.doing(Scripts.say(Rcode.NXDOMAIN))) {
      ask(fixture.forwarder(upstream), "a.example.com.");
      ask(fixture.forwarder(upstream), "b.example.com.");
      assertThat(fixture.pool.statistics()).hasSize(1);
      assertThat(fixture.statisticsOf(upstream).counts().sends()).isEqualTo(2);
    }
  }
}
