package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.forward.TestUpstream;
import dev.cairn.transport.TestSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What saving dns.toml does: all of it, or nothing.
final class ConfigReloadTest {
  private static final String WWW = "www.example.org";

  private final InetSocketAddress first = TestServer.freeAddress();
  private final InetSocketAddress second = TestServer.freeAddress();
  private final InetSocketAddress admin = TestServer.freeAddress();

  @Test
  void a_listener_that_is_added_opens_and_one_that_is_removed_closes() throws Exception {
    try (var server = served(listeners(first))) {
      server.config(listeners(first, second));
      awaitServing(second);
      assertThat(says(first)).isEqualTo("v1");
      assertThat(tcp(second)).isEqualTo("v1");

      server.config(listeners(second));
      Awaitility.await().atMost(TestServer.PATIENCE).until(() -> !isOpen(first));
      assertThat(says(second)).isEqualTo("v1");
      assertThat(server.running().addresses()).containsExactly(second);
    }
  }

  @Test
  void the_admin_listener_moves() throws Exception {
    try (var server = served(listeners(first))) {
      server.config(
          "[server]\nlisten = [\""
              + TestServer.shown(first)
              + "\"]\n"
              + "[admin]\nlisten = [\""
              + TestServer.shown(second)
              + "\"]\n[forward]\nupstreams = []\n");
      Awaitility.await()
          .atMost(TestServer.PATIENCE)
          .until(() -> server.running().adminAddresses().equals(List.of(second)));
      assertThat(server.status()).isEqualTo("ok");
      assertThat(isOpen(admin)).isFalse();
    }
  }

  @Test
  void a_configuration_with_errors_changes_nothing_and_health_names_their_places()
      throws Exception {
    try (var server = served(listeners(first))) {
      server.config(listeners(first, second) + "[cache]\nsice = \"1MiB\"\nsize = \"1 pound\"\n");
      server.awaitStatus("degraded");
      assertThat(server.problems())
          .hasSize(2)
          .anyMatch(problem -> problem.startsWith(server.configFile + ":10:1: cache.sice: "))
          .anyMatch(problem -> problem.startsWith(server.configFile + ":11:"));
      assertThat(isOpen(second)).isFalse();
      assertThat(says(first)).isEqualTo("v1");
      assertThat(server.meter("cairn_reload_failures_total{kind=\"config\"}")).isEqualTo(1);

      server.config(listeners(first, second));
      awaitServing(second);
      server.awaitStatus("ok");
    }
  }

  @Test
  void an_address_in_use_is_named_and_nothing_changes() throws Exception {
    try (var other = new ServerSocket(0, 1, first.getAddress());
        var server = served(listeners(first))) {
      var taken = (InetSocketAddress) other.getLocalSocketAddress();
      server.config(listeners(first, second, taken) + "[access]\nquery = []\n");
      server.awaitStatus("degraded");
      assertThat(server.problems())
          .singleElement()
          .asString()
          .contains(
              "TCP " + TestServer.shown(taken), "in use", "ss -lnp 'sport = :" + taken.getPort());
      assertThat(isOpen(second)).isFalse();
      assertThat(says(first)).isEqualTo("v1");

      server.config(listeners(first));
      server.awaitStatus("ok");
      assertThat(says(first)).isEqualTo("v1");
    }
  }

  @Test
  void an_admin_address_in_use_leaves_no_new_dns_listener_open() throws Exception {
    try (var other = new ServerSocket(0, 1, first.getAddress());
        var server = served(listeners(first))) {
      var taken = (InetSocketAddress) other.getLocalSocketAddress();
      server.config(
          listeners(first, second).replace(TestServer.shown(admin), TestServer.shown(taken)));
      server.awaitStatus("degraded");
      assertThat(server.problems())
          .singleElement()
          .asString()
          .contains("HTTP " + TestServer.shown(taken));
      assertThat(isOpen(second)).isFalse();
    }
  }

  @Test
  void forward_rules_change() throws Exception {
    try (var one = TestUpstream.answering("a.corp.example. 60 IN TXT one");
        var other = TestUpstream.answering("b.corp.example. 60 IN TXT other");
        var server = served(listeners(first))) {
      assertThat(server.says("a.corp.example")).isEqualTo("REFUSED");
      server.config(listeners(first) + rule("corp.example.", one));
      server.awaitSaying("a.corp.example", "one");
      server.config(listeners(first) + rule("corp.example.", other));
      server.awaitSaying("b.corp.example", "other");
      server.config(listeners(first));
      server.awaitSaying("b.corp.example", "REFUSED");
    }
  }

  @Test
  void what_is_in_the_cache_holds_no_longer_than_a_new_bound() throws Exception {
    try (var upstream = TestUpstream.answering("a.corp.example. 3600 IN TXT one");
        var server = served(listeners(first) + rule("corp.example.", upstream))) {
      assertThat(server.says("a.corp.example")).isEqualTo("one");
      server.config(listeners(first) + rule("corp.example.", upstream) + "max-ttl = \"60s\"\n");
      Awaitility.await()
          .atMost(TestServer.PATIENCE)
          .until(() -> ttl(server.ask("a.corp.example", Type.TXT)) <= 60);
    }
  }

  private static long ttl(Message response) {
    return response.getSection(Section.ANSWER).getFirst().getTTL();
  }

  @Test
  void access_changes_also_for_open_connections() throws Exception {
    byte[] query = TestClient.query(WWW, Type.TXT).toWire();
    try (var server = served(listeners(first));
        var client = new TestSockets.Client(first)) {
      assertThat(TestClient.text(new Message(client.tcp(query)))).isEqualTo("v1");
      server.config(listeners(first) + "[access]\nquery = [\"192.0.2.0/24\"]\n");
      server.awaitSaying(WWW, "REFUSED");
      assertThat(TestClient.text(new Message(client.tcp(query)))).isEqualTo("REFUSED");
      server.config(listeners(first) + "[access]\nquery = [\"loopback\"]\n");
      server.awaitSaying(WWW, "v1");
      assertThat(TestClient.text(new Message(client.tcp(query)))).isEqualTo("v1");
    }
  }

  @Test
  void zones_that_lie_elsewhere_come_and_go() throws Exception {
    try (var server = served(listeners(first))) {
      Path file = server.folder.resolve("elsewhere.db");
      server.saveInPlace(file, TestServer.zone("elsewhere"));
      server.config(
          listeners(first) + "[[zone]]\nname = \"example.net.\"\nfile = \"../elsewhere.db\"\n");
      server.awaitSaying("www.example.net", "elsewhere");
      server.config(listeners(first));
      server.awaitSaying("www.example.net", "REFUSED");
    }
  }

  @Test
  void the_size_of_the_cache_changes_and_what_is_in_it_survives() throws Exception {
    try (var upstream = TestUpstream.answering("a.example.com. 300 IN TXT told")) {
      String forward =
          listeners(first).replace("[]", "[\"" + TestServer.shown(upstream.address()) + "\"]");
      try (var server = served(forward)) {
        assertThat(server.says("a.example.com")).isEqualTo("told");
        server.config(forward + "[cache]\nsize = \"3MiB\"\nserve-stale = false\n");
        Awaitility.await()
            .atMost(TestServer.PATIENCE)
            .until(() -> server.meter("cairn_cache_bytes_max") == 3 << 20);
        assertThat(server.says("a.example.com")).isEqualTo("told");
        assertThat(upstream.datagrams()).hasSize(1);
      }
    }
  }

  @Test
  void a_link_that_is_swapped_is_a_new_configuration() throws Exception {
    try (var server = new TestServer()) {
      String zones = "[zones]\ndirectory = \"../zones\"\n";
      server.saveInPlace(server.file("example.org"), TestServer.zone("v1"));
      Files.delete(server.configFile);
      server.saveBySymlink(server.configFile, zones + listeners(first));
      server.start();
      server.saveBySymlink(server.configFile, zones + listeners(first, second));
      awaitServing(second);
    }
  }

  @Test
  void a_configuration_that_is_gone_for_a_while_stays_in_force() throws Exception {
    try (var server = served(listeners(first))) {
      Files.delete(server.configFile);
      server.awaitStatus("degraded");
      assertThat(says(first)).isEqualTo("v1");
      server.config(listeners(first, second));
      awaitServing(second);
      server.awaitStatus("ok");
    }
  }

  @Test
  void the_systems_upstreams_follow_resolv_conf() throws Exception {
    try (var server = served(listeners(first).replace("[]", "[\"system\"]"))) {
      Message reply = server.ask("example.com", Type.A);
      assertThat(reply.getRcode()).isEqualTo(Rcode.SERVFAIL);
      assertThat(TestClient.why(reply)).contains("resolv.conf");
      server.saveInPlace(server.resolvConf, "nameserver 127.0.0.1\n"); // nobody is at port 53
      Awaitility.await()
          .atMost(TestServer.PATIENCE)
          .until(() -> TestClient.why(server.ask("example.com", Type.A)).contains("127.0.0.1:53 "));
    }
  }

  /// As while it is being written, or when the disk is full.
  @Test
  void a_file_that_is_emptied_changes_nothing() throws Exception {
    try (var server = served(listeners(first))) {
      server.saveInPlace(server.configFile, "");
      Awaitility.await()
          .atMost(TestServer.PATIENCE)
          .until(() -> server.running().health().problems().toString().contains("is empty"));
      assertThat(server.running().addresses()).containsExactly(first);
      assertThat(says(first)).isEqualTo("v1");
      server.config(listeners(first, second));
      awaitServing(second);
      assertThat(server.running().health().problems()).isEmpty();
    }
  }

  /// A server with a zone and this configuration, started.
  private static TestServer served(String config) throws Exception {
    var server = new TestServer();
    server.saveInPlace(server.file("example.org"), TestServer.zone("v1"));
    server.config(config);
    return server.start();
  }

  /// Listeners for DNS; admin is always there, and nothing is forwarded.
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

  private static String rule(String suffix, TestUpstream upstream) {
    return """
    [[forward.rule]]
    suffix = "%s"
    upstreams = ["%s"]
    """
        .formatted(suffix, TestServer.shown(upstream.address()));
  }

  private static void awaitServing(InetSocketAddress address) {
    Awaitility.await(address + " to serve")
        .atMost(TestServer.PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .ignoreException(UncheckedIOException.class) // TCP is opened a moment before UDP
        .until(() -> isOpen(address) && says(address).equals("v1"));
  }

  private static String says(InetSocketAddress server) {
    return TestClient.text(new TestClient(server).udp(TestClient.query(WWW, Type.TXT)));
  }

  private static String tcp(InetSocketAddress server) {
    return TestClient.text(new TestClient(server).tcp(TestClient.query(WWW, Type.TXT)));
  }

  /// Whether somebody listens at an address for TCP.
  private static boolean isOpen(InetSocketAddress address) throws IOException {
    try (var _ = new Socket(address.getAddress(), address.getPort())) {
      return true;
    } catch (ConnectException _) {
      return false;
    }
  }
}
