package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.forward.Scripts;
import dev.cairn.forward.TestUpstream;
import dev.cairn.server.TestClient;
import dev.cairn.server.TestServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;

/// `cairn serve` as the operator runs it: a process, signals, exit status, what it writes.
final class ServeProcessTest {
  private static final String WWW = "www.example.org";

  private final InetSocketAddress address = TestServer.freeAddress();
  private final InetSocketAddress admin = TestServer.freeAddress();
  @TempDir private Path folder;
  private Path config;
  private Path zone;

  @BeforeEach
  void write() throws IOException {
    config = folder.resolve("dns.toml");
    zone = Files.createDirectory(folder.resolve("zones")).resolve("example.org.zone");
    Files.writeString(zone, TestServer.zone("v1"));
    configure("[forward]\nupstreams = []\n");
  }

  @Test
  void it_serves_reloads_when_told_to_and_stops_when_told_to() throws Exception {
    try (var cairn = served()) {
      assertThat(says(WWW)).isEqualTo("v1");
      assertThat(cairn.lines())
          .anyMatch(line -> line.contains("zone example.org.: serial 1, 3 names, 4 records"))
          .anyMatch(line ->
              line.contains("ready: 1 of 1 zones on [" + TestServer.shown(address))
                  && line.contains("HTTP on [" + TestServer.shown(admin)));

      Files.writeString(zone, TestServer.zone("v2"));
      cairn.signal("HUP");
      Awaitility.await().atMost(TestServer.PATIENCE).until(() -> says(WWW).equals("v2"));
      cairn.awaitLine("asked to reload");

      cairn.signal("TERM");
      assertThat(cairn.status()).isZero();
      assertThat(cairn.lines().getLast()).contains("stopped");
    }
  }

  @Test
  void it_stops_at_an_interrupt() throws Exception {
    try (var cairn = served()) {
      cairn.signal("INT");
      assertThat(cairn.status()).isZero();
    }
  }

  @Test
  void it_stops_soon_and_finishes_what_is_under_way() throws Exception {
    var gate = new CountDownLatch(1);
    try (var upstream =
        TestUpstream.doing(Scripts.after(gate, Scripts.answer("a.example.com. 300 IN TXT late")))) {
      configure(
          "[forward]\nupstreams = [\"%s\"]\ntimeout = \"4s\"\n"
              .formatted(TestServer.shown(upstream.address())));
      try (var cairn = served()) {
        var answer =
            CompletableFuture.supplyAsync(() -> says("a.example.com"), Thread::startVirtualThread);
        Awaitility.await().atMost(TestServer.PATIENCE).until(() -> !upstream.datagrams().isEmpty());

        cairn.signal("TERM");
        Awaitility.await()
            .atMost(TestServer.PATIENCE)
            .pollInterval(Duration.ofMillis(20))
            .until(() -> readiness() == HttpURLConnection.HTTP_UNAVAILABLE);
        gate.countDown();
        assertThat(answer.join()).isEqualTo("late");
        assertThat(cairn.status()).isZero();
      }
    }
  }

  @Test
  void it_stops_soon_though_an_upstream_never_answers() throws Exception {
    try (var upstream = TestUpstream.doing(Scripts.silence())) {
      configure(
          "[forward]\nupstreams = [\"%s\"]\ntimeout = \"30s\"\ndeadline = \"60s\"\n"
              .formatted(TestServer.shown(upstream.address())));
      try (var cairn = served()) {
        var answer =
            CompletableFuture.supplyAsync(() -> says("a.example.com"), Thread::startVirtualThread);
        Awaitility.await().atMost(TestServer.PATIENCE).until(() -> !upstream.datagrams().isEmpty());
        long told = System.nanoTime();
        cairn.signal("TERM");
        assertThat(cairn.status()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - told))
            .as("it does not wait for the deadline")
            .isLessThan(Duration.ofSeconds(30));
        assertThat(cairn.lines()).anyMatch(line -> line.contains("1 queries were still under way"));
        answer.cancel(true);
      }
    }
  }

  @Test
  void a_second_one_on_the_same_address_ends_and_says_who_is_to_be_looked_for() throws Exception {
    try (var first = served();
        var second = ServeProcess.of("serve", "--config", config.toString())) {
      assertThat(second.status()).isEqualTo(1);
      assertThat(second.lines())
          .anyMatch(line ->
              line.contains("not started")
                  && line.contains(TestServer.shown(address))
                  && line.contains("ss -lnp 'sport = :" + address.getPort() + "'"));
      assertThat(says(WWW)).isEqualTo("v1");
      first.signal("TERM");
      assertThat(first.status()).isZero();
    }
  }

  @Test
  void a_configuration_with_errors_is_told_whole_and_nothing_starts() throws Exception {
    configure("[cache]\nsice = \"1MiB\"\nprefetch = 1\n[forward]\nupstreams = [\"nobody\"]\n");
    try (var cairn = ServeProcess.of("serve", "--config", config.toString())) {
      assertThat(cairn.status()).isEqualTo(1);
      assertThat(cairn.lines())
          .anyMatch(line -> line.startsWith(config + ":8:1: cache.sice: "))
          .anyMatch(line -> line.startsWith(config + ":9:1: cache.prefetch: "))
          .anyMatch(line -> line.startsWith(config + ":11:14: forward.upstreams"))
          .anyMatch(line -> line.contains("not started, 3 errors"));
    }
  }

  @Test
  void an_unknown_option_is_used_wrong() throws Exception {
    try (var cairn = ServeProcess.of("serve", "--colour")) {
      assertThat(cairn.status()).isEqualTo(2);
      assertThat(cairn.lines().getFirst()).contains("--colour");
    }
  }

  @Test
  void check_tells_errors_by_its_status() throws Exception {
    Files.writeString(zone, TestServer.zone("v1") + "bad A 192.0.2.256\n");
    try (var cairn = ServeProcess.of("check", "--config", config.toString())) {
      assertThat(cairn.status()).isEqualTo(1);
      assertThat(cairn.lines()).anyMatch(line -> line.startsWith(zone + ":6:7: "));
    }
  }

  /// Writes dns.toml: listeners, the zones folder, and these lines.
  private void configure(String lines) throws IOException {
    Files.writeString(
        config,
        """
        [server]
        listen = ["%s"]
        [admin]
        listen = ["%s"]
        [zones]
        directory = "zones"
        """
                .formatted(TestServer.shown(address), TestServer.shown(admin))
            + lines);
  }

  /// A process that is ready.
  private ServeProcess served() throws IOException {
    var cairn = ServeProcess.of("serve", "--config", config.toString());
    cairn.awaitLine("ready: ");
    return cairn;
  }

  private String says(String name) {
    Message query = TestClient.query(name, Type.TXT);
    return TestClient.text(new TestClient(address).udp(query));
  }

  private int readiness() throws IOException {
    var uri = URI.create("http://" + TestServer.shown(admin) + "/ready");
    var connection = (HttpURLConnection) uri.toURL().openConnection();
    try {
      return connection.getResponseCode();
    } finally {
      connection.disconnect();
    }
  }
}
