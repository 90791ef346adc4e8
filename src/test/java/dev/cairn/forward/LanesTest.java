package dev.cairn.forward;

import static dev.cairn.forward.ForwardFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.cache.FakeTicker;
import dev.cairn.cache.Told;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

class LanesTest {
  private final FakeTicker ticker = new FakeTicker();
  private final ForwardFixture fixture = new ForwardFixture(ticker, 1_000);
  private final Inquiry inquiry = new Inquiry(Told.address("www.example.com."));

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void questions_leave_from_up_to_sixteen_random_ports_with_random_ids() throws IOException {
    try (var upstream = nowhere()) {
      askMany(upstream, 0, 200);
      assertThat(upstream.sourcePorts()).hasSizeBetween(12, 16);
      Set<Integer> ids = new HashSet<>();
      for (Message query : upstream.datagrams()) {
        ids.add(query.getHeader().getID());
      }
      assertThat(ids).hasSizeGreaterThan(190);
    }
  }

  @Test
  void after_30_seconds_the_ports_are_others() throws IOException {
    try (var upstream = nowhere()) {
      askMany(upstream, 0, 100);
      Set<Integer> before = Set.copyOf(upstream.sourcePorts());
      upstream.sourcePorts().clear();
      ticker.pass(Duration.ofSeconds(31));
      askMany(upstream, 100, 200);
      var after = new HashSet<>(upstream.sourcePorts());
      assertThat(after).hasSizeGreaterThan(10);
      after.retainAll(before);
      assertThat(after).hasSizeLessThan(4); // a few may come again by chance
    }
  }

  @Test
  void a_lane_is_worn_after_a_thousand_questions() throws IOException {
    try (var upstream = nowhere()) {
      Lane lane = open(upstream);
      for (int i = 0; i < 1_000; i++) {
        assertThat(lane.isWorn(0)).isFalse();
        assertThat(lane.takePlace()).isTrue();
        lane.givePlaceBack();
      }
      assertThat(lane.isWorn(0)).isTrue();
      lane.retire();
    }
  }

  @Test
  void a_lane_has_256_places() throws IOException {
    try (var upstream = nowhere()) {
      Lane lane = open(upstream);
      for (int i = 0; i < 256; i++) {
        assertThat(lane.takePlace()).isTrue();
      }
      assertThat(lane.takePlace()).isFalse();
      lane.givePlaceBack();
      assertThat(lane.takePlace()).isTrue();
    }
  }

  @Test
  void a_retired_lane_gives_no_places_and_closes_when_the_last_is_given_back() throws IOException {
    try (var upstream = nowhere()) {
      Lane lane = open(upstream);
      assertThat(lane.takePlace()).isTrue();
      lane.retire();
      assertThat(lane.takePlace()).isFalse();
      var deadline = Deadline.in(Duration.ofSeconds(5), ticker);
      assertThat(lane.ask(inquiry, new SecureRandom(), deadline)).isInstanceOf(Hearing.Heard.class);
      assertThat(lane.isWorn(0)).isFalse();
      lane.givePlaceBack();
      await().until(() -> lane.isWorn(0));
    }
  }

  @Test
  void no_two_open_questions_of_a_lane_have_the_same_id() {
    var replies =
        new Replies(new UpstreamCounters(new InetSocketAddress(0), UpstreamObserver.NONE));
    Set<Integer> ids = new HashSet<>();
    var random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      assertThat(ids.add(replies.expect(inquiry, random).id())).isTrue();
    }
  }

  private void askMany(TestUpstream upstream, int from, int to) {
    var forwarder = fixture.forwarder(upstream);
    for (int i = from; i < to; i++) {
      ask(forwarder, "h" + i + ".example.com.");
    }
  }

  private Lane open(TestUpstream upstream) throws IOException {
    var counters = new UpstreamCounters(upstream.address(), UpstreamObserver.NONE);
    var sockets = new Sockets(fixture.loops, NioDatagramChannel::new);
    return Lane.open(upstream.address(), sockets, new Replies(counters), 0);
  }

  private static TestUpstream nowhere() throws IOException {
    return TestUpstream.doing(Scripts.say(Rcode.NXDOMAIN, Told.SOA));
  }
}
