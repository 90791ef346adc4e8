package dev.cairn.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.forward.Scripts;
import dev.cairn.forward.TestUpstream;
import dev.cairn.forward.TestUpstream.Script;
import dev.cairn.message.Question;
import dev.cairn.upstream.HealthCheck.When;
import dev.cairn.upstream.UpstreamSettings.BreakerSettings;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class HealthWatchTest {
  private static final Script GOOD = Scripts.say(Rcode.NXDOMAIN);
  private static final Script BAD = Scripts.say(Rcode.SERVFAIL);

  private final FakeTime time = new FakeTime();
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final UpstreamPool pool =
      new UpstreamPool(
          new Sockets(loops, NioDatagramChannel::new, NioSocketChannel::new),
          time,
          new SecureRandom(),
          UpstreamObserver.NONE,
          100);

  @AfterEach
  void close() {
    pool.close();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  @Test
  void always_is_from_the_start_on_and_in_the_interval() throws IOException {
    settings(check(When.ALWAYS, 1, 3));
    try (var server = TestUpstream.doing(GOOD)) {
      watched(server);
      for (int checks = 1; checks < 5; checks++) {
        awaitChecks(server, checks);
        awaitAlarm();
        time.pass(Duration.ofSeconds(9));
        assertThat(server.datagrams()).hasSize(checks);
        time.pass(Duration.ofSeconds(1));
      }
    }
  }

  @Test
  void an_upstream_that_is_well_is_not_checked_when_down_only() throws IOException {
    try (var server = TestUpstream.doing(GOOD)) {
      watched(server);
      time.pass(Duration.ofMinutes(10));
      assertThat(server.datagrams()).isEmpty();
    }
  }

  @Test
  void so_many_bad_checks_in_a_row_take_it_down_and_so_many_good_ones_bring_it_back()
      throws IOException {
    settings(check(When.ALWAYS, 2, 3));
    try (var server = TestUpstream.doing(Scripts.alternating(2, BAD, GOOD))) {
      Upstream upstream = watched(server);
      for (int checks = 1; checks < 6; checks++) { // two bad ones, two good ones
        awaitChecks(server, checks);
        awaitAlarm();
        assertThat(upstream.isDown()).isFalse();
        server.nowDoes(checks < 2 ? BAD : checks == 2 ? GOOD : BAD);
        time.pass(Duration.ofSeconds(10));
      }
      await().until(upstream::isDown);
      assertThat(upstream.downBecause().fault()).isEqualTo(Fault.SERVFAIL);
      server.nowDoes(GOOD);
      int before = server.datagrams().size();
      awaitAlarm();
      time.pass(Duration.ofMillis(191));
      awaitChecks(server, before + 1);
      awaitAlarm();
      assertThat(upstream.isDown()).isTrue();
      time.pass(Duration.ofMillis(400));
      await().until(() -> !upstream.isDown());
    }
  }

  @Test
  void checks_do_not_pile_up_and_are_as_far_apart_as_the_back_off_says() throws IOException {
    try (var server = TestUpstream.doing(Scripts.silence())) {
      Upstream upstream = watched(server);
      upstream.checkedDown(Failure.timeout(1));
      awaitAlarm();
      pass(10_000);
      assertThat(server.datagrams()).hasSizeBetween(8, 16);
      assertThat(upstream.open()).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void a_closed_port_is_not_checked_more_often() throws IOException {
    var endpoint = Endpoint.at(TestUpstream.closedPort());
    Upstream upstream = pool.upstream(endpoint);
    upstream.checkedDown(Failure.REFUSED_CONNECTION);
    awaitAlarm();
    pass(10_000);
    long failures =
        upstream.statistics().counts().failures().getOrDefault(Fault.REFUSED_CONNECTION, 0L);
    assertThat(failures).isBetween(8L, 16L);
  }

  @Test
  void an_upstream_that_went_down_is_checked_until_it_is_back_and_then_no_more()
      throws IOException {
    try (var server = TestUpstream.doing(Scripts.silence())) {
      Upstream upstream = watched(server);
      upstream.checkedDown(Failure.timeout(1));
      awaitAlarm();
      pass(3_000);
      server.nowDoes(GOOD);
      await()
          .until(() -> {
            pass(10);
            return !upstream.isDown();
          });
      int checks = server.datagrams().size();
      pass(5_000);
      assertThat(server.datagrams()).hasSize(checks);
      assertThat(time.alarms()).isZero();
    }
  }

  @Test
  void the_question_is_the_operators() throws IOException {
    var question = Question.in(Name.fromConstantString("health.example."), Type.SOA);
    settings(
        new HealthCheck(
            When.ALWAYS, question, Duration.ofSeconds(10), Duration.ofSeconds(1), 1, 3));
    try (var server = TestUpstream.doing(GOOD)) {
      watched(server);
      awaitChecks(server, 1);
      assertThat(server.datagrams().getFirst().getQuestion().getName())
          .hasToString("health.example.");
      assertThat(server.datagrams().getFirst().getQuestion().getType()).isEqualTo(Type.SOA);
    }
  }

  @Test
  void where_only_the_port_counts_any_reply_is_good() throws IOException {
    settings(
        new HealthCheck(When.ALWAYS, null, Duration.ofSeconds(10), Duration.ofSeconds(1), 1, 1));
    try (var server = TestUpstream.doing(BAD)) {
      Upstream upstream = watched(server);
      awaitChecks(server, 1);
      awaitAlarm();
      assertThat(upstream.isDown()).isFalse();
    }
  }

  @Test
  void new_settings_are_in_force_at_once() throws IOException {
    settings(check(When.NEVER, 1, 3));
    try (var server = TestUpstream.doing(GOOD)) {
      Upstream upstream = watched(server);
      upstream.checkedDown(Failure.timeout(1));
      time.pass(Duration.ofMinutes(1));
      assertThat(server.datagrams()).isEmpty();
      settings(check(When.ALWAYS, 1, 3));
      awaitChecks(server, 1);
      await().until(() -> !upstream.isDown());
      awaitAlarm();
      settings(check(When.NEVER, 1, 3));
      loops.next().submit(() -> {}).syncUninterruptibly();
      time.pass(Duration.ofMinutes(1));
      assertThat(server.datagrams()).hasSize(1);
      assertThat(time.alarms()).isZero();
    }
  }

  @Test
  void checks_end_with_the_last_rule_that_asks_it() throws IOException {
    settings(check(When.ALWAYS, 1, 3));
    try (var server = TestUpstream.doing(GOOD)) {
      watched(server);
      awaitChecks(server, 1);
      awaitAlarm();
      pool.retainOnly(List.of());
      loops.next().submit(() -> {}).syncUninterruptibly();
      time.pass(Duration.ofMinutes(1));
      assertThat(server.datagrams()).hasSize(1);
      assertThat(time.alarms()).isZero();
    }
  }

  private Upstream watched(TestUpstream server) {
    return pool.upstream(Endpoint.at(server.address()));
  }

  private void settings(HealthCheck check) {
    var usual = UpstreamSettings.DEFAULTS;
    pool.settings(
        new UpstreamSettings(
            usual.mostInFlight(), usual.integrity(), null, check, BreakerSettings.DEFAULTS));
  }

  private static HealthCheck check(When when, int rise, int fall) {
    return new HealthCheck(
        when,
        HealthCheck.DEFAULTS.question(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(1),
        rise,
        fall);
  }

  /// Until a check is over and the next one is planned. Looked at on the loop, or the check's own
  /// alarm could be taken for the next one's while its reply is being handled.
  private void awaitAlarm() {
    await()
        .pollInterval(Duration.ofMillis(1))
        .until(() -> loops.next().submit(this::isPlanned).get());
  }

  private boolean isPlanned() {
    return time.alarms() == 1 && pool.statistics().stream().allMatch(one -> one.open() == 0);
  }

  private static void awaitChecks(TestUpstream server, int checks) {
    await().pollInterval(Duration.ofMillis(1)).until(() -> server.datagrams().size() >= checks);
  }

  private void pass(int millis) {
    for (int i = 0; i < millis; i += 10) {
      time.pass(Duration.ofMillis(10));
      try {
        Thread.sleep(1);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
