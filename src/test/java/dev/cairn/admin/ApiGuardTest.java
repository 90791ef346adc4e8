package dev.cairn.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may use the API: programs of this machine, and no page of others in its browsers.
final class ApiGuardTest {
  private static final String PATH = "/api/v1/upstreams";

  private static TestAdmin admin;

  @BeforeAll
  static void start() throws IOException {
    admin = new TestAdmin();
  }

  @AfterAll
  static void stop() {
    admin.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:8053",
        "127.0.0.1",
        "127.0.0.1:8053",
        "127.255.254.1",
        "[::1]",
        "[::1]:80"
      })
  void a_host_of_this_machine_is_heard(String host) throws IOException {
    assertThat(admin.ask("GET", PATH, "Host: " + host).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "attacker.example",
        "attacker.example:8053",
        "localhost.attacker.example",
        "127.0.0.1.attacker.example",
        "127.0.0.256",
        "127.1",
        "0127.0.0.1",
        "2130706433",
        "0.0.0.0",
        "10.0.0.1",
        "[::]",
        "[::ffff:127.0.0.1]",
        "localhost:",
        "localhost:port",
        "user@localhost",
        "localhost,attacker.example",
        ""
      })
  void another_host_is_not(String host) throws IOException {
    for (String path : new String[] {PATH, "/api", "/api/", "/api/v2/x", "/api/v1/cache/purge"}) {
      var reply = admin.ask("GET", path, "Host: " + host);
      assertThat(reply.status()).as(path).isEqualTo(403);
      assertThat(reply.body()).contains("\"error\"", "localhost");
    }
  }

  @Test
  void no_host_and_two_hosts_are_not_heard() throws IOException {
    assertThat(admin.ask("GET", PATH).status()).isEqualTo(403);
    assertThat(admin.ask("GET", PATH, "Host: localhost", "Host: localhost").status())
        .isBetween(400, 403);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8053, 200",
    "http://127.0.0.1, 200",
    "https://[::1]:8443, 200",
    "http://attacker.example, 403",
    "http://localhost.attacker.example, 403",
    "http://attacker.example/localhost, 403",
    "null, 403",
    "file://, 403",
    "http://localhost http://attacker.example, 403"
  })
  void an_origin_has_to_be_this_machine(String origin, int status) throws IOException {
    assertThat(admin.ask("GET", PATH, "Host: localhost", "Origin: " + origin).status())
        .isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource({"same-origin, 200", "none, 200", "same-site, 403", "cross-site, 403", "x, 403"})
  void a_browser_may_only_ask_for_our_own_page(String site, int status) throws IOException {
    assertThat(admin.ask("GET", PATH, "Host: localhost", "Sec-Fetch-Site: " + site).status())
        .isEqualTo(status);
  }

  @Test
  void a_foreign_page_purges_nothing() throws IOException {
    String body = "{\"scope\": \"all\"}";
    String json = "Content-Type: application/json";
    String origin = "Origin: http://attacker.example";
    assertThat(admin.post(body, "Host: attacker.example", json).status()).isEqualTo(403);
    assertThat(admin.post(body, "Host: localhost", json, origin).status()).isEqualTo(403);
    assertThat(admin.ask("OPTIONS", "/api/v1/cache/purge", "Host: localhost", origin).status())
        .isEqualTo(403);
    assertThat(admin.post(body, "Host: localhost", "Content-Type: text/plain").status())
        .isEqualTo(415);
    assertThat(admin.api().purged).isEmpty();
  }

  @Test
  void watching_is_free_of_all_that() throws IOException {
    for (String path : new String[] {"/metrics", "/health", "/ready"}) {
      assertThat(admin.ask("GET", path, "Host: cairn.example", "Origin: null").status())
          .as(path)
          .isEqualTo(200);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1, true",
    "::1, ::1, true",
    "127.0.0.9, 127.0.0.1, true",
    "192.0.2.1, 192.0.2.2, false",
    "192.0.2.1, 127.0.0.1, false",
    "127.0.0.1, 192.0.2.1, false",
    "192.0.2.2, 192.0.2.2, false"
  })
  void both_ends_have_to_be_loopback(String client, String server, boolean isHeard) {
    var ends = new Asked.Ends(at(client), at(server));
    var headers = new DefaultHttpHeaders().add("Host", "localhost");
    String refusal = ApiGuard.refusal(new Asked(HttpMethod.GET, PATH, headers, new byte[0], ends));
    assertThat(refusal.isEmpty()).isEqualTo(isHeard);
    if (!isHeard) {
      assertThat(refusal).contains("only from loopback");
    }
  }

  private static InetSocketAddress at(String address) {
    return new InetSocketAddress(address, 1);
  }
}
