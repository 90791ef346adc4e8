package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.cache.FakeTicker;
import dev.cairn.forward.Scripts;
import dev.cairn.forward.TestUpstream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NetworkWatchTest {
  private final FakeTicker time = new FakeTicker();
  private final AtomicInteger looks = new AtomicInteger();
  private List<InetAddress> addresses = addresses("127.0.0.1", "192.0.2.1");
  private final NetworkWatch watch =
      new NetworkWatch(
          () -> {
            looks.incrementAndGet();
            return addresses;
          },
          time::read);

  @Test
  void another_address_is_a_change_once() {
    time.pass(Duration.ofSeconds(1));
    assertThat(watch.hasChanged()).isFalse();
    addresses = addresses("127.0.0.1", "198.51.100.1");
    time.pass(Duration.ofSeconds(1));
    assertThat(watch.hasChanged()).isTrue();
    time.pass(Duration.ofSeconds(1));
    assertThat(watch.hasChanged()).isFalse();
  }

  @Test
  void it_looks_once_a_second_at_most() {
    for (int i = 0; i < 10; i++) {
      time.pass(Duration.ofMillis(500));
      watch.hasChanged();
    }
    assertThat(looks).hasValue(1 + 5);
  }

  @Test
  void addresses_of_a_link_or_of_the_machine_alone_do_not_count() {
    addresses = addresses("192.0.2.1", "fe80::1", "169.254.1.1", "::1");
    time.pass(Duration.ofSeconds(1));
    assertThat(watch.hasChanged()).isFalse();
  }

  @Test
  void to_have_none_is_not_yet_another_network() {
    addresses = List.of();
    time.pass(Duration.ofSeconds(1));
    assertThat(watch.hasChanged()).isFalse();
    addresses = addresses("192.0.2.1");
    time.pass(Duration.ofSeconds(1));
    assertThat(watch.hasChanged()).isFalse();
  }

  @Test
  void a_server_asks_upstreams_that_were_down_at_once_when_its_network_changes() throws Exception {
    try (var upstream = TestUpstream.doing(Scripts.silence());
        var server = new TestServer()) {
      server.localAddresses = () -> addresses("192.0.2.1");
      server.config(
          "[forward]\nupstreams = [\"%s\"]\n[forward.health]\ncheck = \"off\"\n[forward.breaker]\nbackoff = \"60s\"\nbackoff-max = \"60s\"\n"
              .formatted(TestServer.shown(upstream.address())));
      server.start();
      await()
          .atMost(TestServer.PATIENCE)
          .until(() -> {
            String name = "a" + looks.incrementAndGet() + ".example";
            var _ = CompletableFuture.runAsync(() -> server.says(name)); // whatever comes of it
            return server.http("GET", "/api/v1/upstreams").body().contains("\"down\"");
          });
      server.localAddresses = () -> addresses("192.0.2.1", "198.51.100.1");
      await()
          .atMost(TestServer.PATIENCE)
          .until(() -> !server.http("GET", "/api/v1/upstreams").body().contains("\"down\""));
    }
  }

  private static List<InetAddress> addresses(String... literals) {
    return Stream.of(literals).map(InetAddress::ofLiteral).toList();
  }
}
