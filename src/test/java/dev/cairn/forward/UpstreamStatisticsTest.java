package dev.cairn.forward;

import static dev.cairn.forward.ForwardFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.upstream.Fault;
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
  void rules_with_the_same_upstream_share_it() throws IOException {
    try (var upstream = TestUpstream.doing(Scripts.say(Rcode.NXDOMAIN))) {
      ask(fixture.forwarder(upstream), "a.example.com.");
      ask(fixture.forwarder(upstream), "b.example.com.");
      assertThat(fixture.pool.statistics()).hasSize(1);
      assertThat(fixture.statisticsOf(upstream).counts().sends()).isEqualTo(2);
    }
  }
}
