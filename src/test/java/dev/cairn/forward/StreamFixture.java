package dev.cairn.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Told;
import dev.cairn.forward.ForwardSettings.Patience;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.upstream.Endpoint;
import dev.cairn.upstream.FakeTime;
import dev.cairn.upstream.Fault;
import dev.cairn.upstream.HealthCheck;
import dev.cairn.upstream.Protocol;
import dev.cairn.upstream.TestCertificates;
import dev.cairn.upstream.TestHttpsUpstream;
import dev.cairn.upstream.TestTlsUpstream;
import dev.cairn.upstream.UpstreamSettings;
import dev.cairn.upstream.UpstreamSettings.BreakerSettings;
import dev.cairn.upstream.UpstreamSettings.Integrity;
import dev.cairn.upstream.UpstreamSettings.Mismatch;
import dev.cairn.upstream.UpstreamStatistics;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// Asks scripted upstreams over whatever they speak. Time passes when a test says so: so nothing is
/// ever overdue because a machine is slow. In the end nothing may be left open.
final class StreamFixture implements AutoCloseable {
  static final int ATTEMPTS = 3;

  private static final Duration DEADLINE = Duration.ofSeconds(4);

  /// So that nobody but a test asks.
  private static final BreakerSettings NEVER_DOWN =
      new BreakerSettings(
          1_000, 0, Duration.ofSeconds(10), Duration.ofMillis(200), Duration.ofSeconds(1));

  final FakeTime time = new FakeTime();
  final ForwardFixture forward = new ForwardFixture(time, 1_000, 2);

  StreamFixture() {
    trusting(TestCertificates.authorities());
  }

  /// From now on certificates have to lead to these.
  void trusting(@Nullable Path authorities) {
    settings(new Integrity(false, true, Mismatch.WAIT), authorities);
  }

  void integrity(Integrity integrity) {
    settings(integrity, TestCertificates.authorities());
  }

  private void settings(Integrity integrity, @Nullable Path authorities) {
    forward.pool.settings(
        new UpstreamSettings(8_192, integrity, authorities, HealthCheck.DEFAULTS, NEVER_DOWN));
  }

  /// From now on upstreams go down as usual, and still nobody but a test asks.
  void breaking() {
    breaking(HealthCheck.When.NEVER);
  }

  /// From now on upstreams go down as usual.
  void breaking(HealthCheck.When checked) {
    forward.pool.settings(
        new UpstreamSettings(
            8_192,
            new Integrity(false, true, Mismatch.WAIT),
            TestCertificates.authorities(),
            PacedFixture.check(checked),
            BreakerSettings.DEFAULTS));
  }

  static Endpoint plain(TestUpstream upstream) {
    return Endpoint.at(upstream.address());
  }

  static Endpoint tcp(TestUpstream upstream) {
    return new Endpoint(Protocol.TCP, List.of(upstream.address()), "", "");
  }

  static Endpoint tls(TestTlsUpstream upstream) {
    return tls(upstream.address());
  }

  static Endpoint tls(InetSocketAddress... addresses) {
    return new Endpoint(Protocol.TLS, List.of(addresses), TestCertificates.NAME, "");
  }

  static Endpoint https(TestHttpsUpstream upstream) {
    return new Endpoint(
        Protocol.HTTPS, List.of(upstream.address()), TestCertificates.NAME, TestHttpsUpstream.PATH);
  }

  /// What becomes of a question, which is asked of one after the other.
  CompletableFuture<Outcome> asking(String name, Endpoint... upstreams) {
    var patience = new Patience(Duration.ofMillis(800), DEADLINE, ATTEMPTS, DEADLINE);
    Forwarder forwarder = forward.forwarder(ForwardFixture.settings(patience, upstreams));
    return ForwardFixture.asking(forwarder, Told.address(name))
        .orTimeout(20, TimeUnit.SECONDS); // of real time: it was never told
  }

  Outcome ask(String name, Endpoint... upstreams) {
    return asking(name, upstreams).join();
  }

  void isAnswered(String name, Endpoint... upstreams) {
    assertThat(ask(name, upstreams)).isInstanceOf(Answer.class);
  }

  /// So many different questions at once.
  List<CompletableFuture<Outcome>> askingMany(int questions, Endpoint upstream) {
    return IntStream.range(0, questions)
        .mapToObj(i -> asking("h" + i + ".many.example.", upstream))
        .toList();
  }

  static void areAnswered(List<CompletableFuture<Outcome>> asked) {
    assertThat(asked).allSatisfy(one -> assertThat(one.join()).isInstanceOf(Answer.class));
  }

  UpstreamStatistics of(Endpoint upstream) {
    return forward.statisticsOf(upstream);
  }

  long failures(Endpoint upstream, Fault fault) {
    return of(upstream).counts().failures().getOrDefault(fault, -1L);
  }

  /// How it failed last, as the operator reads it.
  String lastFailure(Endpoint upstream) {
    return Objects.requireNonNull(of(upstream).counts().lastFailure()).what();
  }

  /// Connections that are open now.
  long connections(Endpoint upstream) {
    return of(upstream).counts().connections().open();
  }

  void awaitConnections(Endpoint upstream, int open) {
    Awaitility.await().until(() -> connections(upstream) == open);
  }

  /// Lets time pass once all that is under way on the loops has been done.
  void pass(Duration duration) {
    settle();
    time.pass(duration);
  }

  /// What each loop was about to do is done, and what that led to on others.
  private void settle() {
    for (int i = 0; i < 4; i++) {
      forward.loops.forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
    }
  }

  /// Waits until no question is open.
  void awaitQuiet() {
    Awaitility.await()
        .untilAsserted(() -> {
          assertThat(forward.pool.underWay()).isZero();
          assertThat(forward.pool.statistics()).allMatch(one -> one.open() == 0);
        });
  }

  @Override
  public void close() {
    try {
      awaitQuiet();
    } finally {
      forward.close();
    }
  }
}
