package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.forward.Scripts;
import dev.cairn.forward.TestUpstream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

final class ConfigOrderTest {
  private final InetSocketAddress first = TestServer.freeAddress();
  private final InetSocketAddress second = TestServer.freeAddress();
  private final InetSocketAddress third = TestServer.freeAddress();
  private final InetSocketAddress admin = TestServer.freeAddress();

  /// Passes since configurations are taken one after the other.
  @Test
  void the_last_of_two_configurations_saved_while_a_zone_loads_is_in_force() throws Exception {
    try (var server = served(listeners(first))) {
      Path slow = server.folder.resolve("slow");
      String zone = "[[zone]]\nname = \"slow.example.\"\nfile = \"../slow\"\n";
      try (var _ = new Restless(slow, TestServer.zone("v1"))) { // never still: not loaded
        server.config(listeners(first, second) + zone + "[access]\nquery = [\"192.0.2.0/24\"]\n");
        Awaitility.await().atMost(TestServer.PATIENCE).until(() -> isOpen(second));
        server.config(listeners(first, third) + zone);
      }
      Awaitility.await()
          .atMost(TestServer.PATIENCE)
          .until(() ->
              isOpen(third) && !isOpen(second) && says(first, "www.slow.example").equals("v1"));
      assertThat(server.running().addresses()).containsExactlyInAnyOrder(first, third);
    }
  }

  /// Fails: "the address is in use", by ourselves.
  @Test
  void a_listener_may_be_widened_to_all_addresses() throws Exception {
    try (var server = served(listeners(first))) {
      server.config(
          listeners(first).replace(TestServer.shown(first), "0.0.0.0:" + first.getPort()));
      Awaitility.await()
          .atMost(TestServer.PATIENCE)
          .ignoreExceptions()
          .untilAsserted(() -> {
            assertThat(server.problems()).isEmpty();
            assertThat(server.running().addresses().getFirst().getAddress().isAnyLocalAddress())
                .isTrue();
          });
      assertThat(says(first, "www.example.org")).isEqualTo("v1");
    }
  }

  /// Fails: the same file is not looked at again.
  @Test
  void a_reload_tries_again_to_have_an_address_that_was_in_use() throws Exception {
    try (var server = served(listeners(first))) {
      try (var other = new ServerSocket(0, 1, first.getAddress())) {
        server.config(listeners(first, (InetSocketAddress) other.getLocalSocketAddress()));
        server.awaitStatus("degraded");
      }
      server.running().reload();
      Awaitility.await().atMost(TestServer.PATIENCE).until(() -> server.status().equals("ok"));
    }
  }

  /// Fails: it forwards to itself, until SERVFAIL after the deadline.
  @Test
  void a_listener_that_a_reload_adds_is_this_server_itself() throws Exception {
    try (var server = served(listeners(first))) {
      server.config(
          listeners(first, second).replace("[]", "[\"" + TestServer.shown(second) + "\"]"));
      Awaitility.await().atMost(TestServer.PATIENCE).until(() -> isOpen(second));
      Awaitility.await()
          .pollDelay(Duration.ofMillis(300))
          .atMost(TestServer.PATIENCE)
          .untilAsserted(() -> assertThat(says(first, "example.com")).isEqualTo("REFUSED"));
    }
  }

  /// Fails: the query that is under way there is never answered.
  @Test
  void a_listener_that_goes_answers_what_is_under_way_there() throws Exception {
    var gate = new CountDownLatch(1);
    try (var upstream =
        TestUpstream.doing(Scripts.after(gate, Scripts.answer("a.example.com. 300 IN TXT late")))) {
      String forward =
          "[forward]\ntimeout = \"30s\"\ndeadline = \"60s\"\nupstreams = [\""
              + TestServer.shown(upstream.address())
              + "\"]\n";
      try (var server =
          served(listeners(first, second).replace("[forward]\nupstreams = []\n", forward))) {
        var answer =
            CompletableFuture.supplyAsync(
                () -> says(second, "a.example.com"), Thread::startVirtualThread);
        Awaitility.await().until(() -> !upstream.datagrams().isEmpty());
        server.config(listeners(first).replace("[forward]\nupstreams = []\n", forward));
        Awaitility.await().until(() -> !isOpen(second));
        gate.countDown();
        assertThat(answer).succeedsWithin(TestServer.PATIENCE).isEqualTo("late");
      }
    }
  }

  private static TestServer served(String config) throws Exception {
    var server = new TestServer();
    server.saveInPlace(server.file("example.org"), TestServer.zone("v1"));
    server.config(config);
    return server.start();
  }

  private String listeners(InetSocketAddress... addresses) {
    return """
    [server]
    listen = [%s]
    [admin]
    listen = ["%s"]
    [forward]
    upstreams = []
    """
        .formatted(
            Stream.of(addresses)
                .map(address -> "\"" + TestServer.shown(address) + "\"")
                .collect(Collectors.joining(", ")),
            TestServer.shown(admin));
  }

  private static String says(InetSocketAddress server, String name) {
    return TestClient.text(new TestClient(server).udp(TestClient.query(name, Type.TXT)));
  }

  private static boolean isOpen(InetSocketAddress address) throws Exception {
    try (var _ = new Socket(address.getAddress(), address.getPort())) {
      return true;
    } catch (ConnectException _) {
      return false;
    }
  }
}
