package dev.cairn.forward;

import static dev.cairn.forward.ForwardFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
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
      assertThat(statistics.sends()).isEqualTo(3);
      assertThat(statistics.replies()).isEqualTo(3);
      assertThat(statistics.failures()).containsEntry(Fault.SERVFAIL, 2L);
      assertThat(statistics.failures()).containsOnlyKeys(Fault.values());
      assertThat(statistics.lastRoundTrip()).isPositive();
      assertThat(statistics.smoothedRoundTrip()).isPositive();
    }
  }

  @Test
  void each_new_round_trip_counts_for_an_eighth() throws IOException {
    try (var upstream = TestUpstream.doing(Scripts.silence())) {
      var counters = new UpstreamCounters(upstream.address(), UpstreamObserver.NONE);
      counters.replied(8_000);
      counters.replied(16_000);
      assertThat(counters.snapshot().lastRoundTrip()).isEqualTo(Duration.ofNanos(16_000));
      assertThat(counters.snapshot().smoothedRoundTrip()).isEqualTo(Duration.ofNanos(9_000));
    }
  }

  @Test
  void rules_with_the_same_upstream_share_it() throws IOException {
    try (var upstream = TestUpstream.doing(Scripts.say(Rcode.NXDOMAIN))) {
      ask(fixture.forwarder(upstream), "a.example.com.");
      ask(fixture.forwarder(upstream), "b.example.com.");
      assertThat(fixture.pool.statistics()).hasSize(1);
      assertThat(fixture.statisticsOf(upstream).sends()).isEqualTo(2);
    }
  }
}
