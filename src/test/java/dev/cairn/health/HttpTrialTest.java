package dev.cairn.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTrialTest {
  private static final Duration SHORT = Duration.ofSeconds(2);

  private Checking checking;

  @BeforeEach
  void begin() throws Exception {
    checking = Checking.begin();
  }

  @AfterEach
  void end() {
    checking.close();
  }

  @ParameterizedTest
  @CsvSource({
    "200 OK,PASSING",
    "204 No Content,PASSING",
    "299 Fine,PASSING",
    "429 Too Many Requests,WARNING",
    "199 Odd,CRITICAL",
    "304 Not Modified,CRITICAL",
    "404 Not Found,CRITICAL",
    "500 Internal Server Error,CRITICAL",
    "503 Service Unavailable,CRITICAL"
  })
  void the_status_decides(String said, Status status) throws Exception {
    try (var peer = Peer.saying(said, "")) {
      Finding finding = checking.once(Checking.http(peer.url("/health")), DialRules.ours(), SHORT);
      assertThat(finding.status()).isEqualTo(status);
    }
  }

  @Test
  void the_output_is_as_clients_of_consul_know_it() throws Exception {
    try (var peer = Peer.saying("200 OK", "OK")) {
      assertThat(checking.once(Checking.http(peer.url("/health"))).output())
          .isEqualTo("HTTP GET " + peer.url("/health") + ": 200 OK Output: OK");
    }
  }

  @Test
  void a_request_says_who_asks_and_keeps_no_connection() throws Exception {
    try (var peer = Peer.saying("200 OK", "")) {
      checking.once(Checking.http(peer.url("/health?deep=1")));
      assertThat(peer.heads.take().lines())
          .contains(
              "GET /health?deep=1 HTTP/1.1",
              "host: 127.0.0.1:" + peer.port(),
              "accept: text/plain, text/*, */*",
              "connection: close");
    }
  }

  @Test
  void method_headers_host_and_body_are_as_the_check_says() throws Exception {
    try (var peer = Peer.saying("200 OK", "")) {
      var headers =
          Map.of(
              "Host", List.of("shop.example"),
              "X-Two", List.of("a", "b"),
              "Content-Length", List.of("0"),
              "Transfer-Encoding", List.of("chunked"),
              "Connection", List.of("keep-alive"));
      checking.once(Checking.http(peer.url(""), "POST", headers, "{\"a\":1}"));
      String head = peer.heads.take();
      assertThat(head).startsWith("POST / HTTP/1.1").endsWith("\n\n{\"a\":1}");
      assertThat(head.lines())
          .contains("Host: shop.example", "X-Two: a", "X-Two: b", "content-length: 7")
          .contains("connection: close")
          .noneMatch(line -> line.toLowerCase().startsWith("transfer-encoding"));
    }
  }

  @Test
  void nothing_can_be_smuggled_in_by_headers_or_methods() throws Exception {
    try (var peer = Peer.saying("200 OK", "")) {
      var injected = Map.of("X", List.of("a\r\nPUT /v1/kv/x HTTP/1.1\r\n\r\n"));
      for (var probe :
          List.of(
              Checking.http(peer.url("/"), "GET", injected, ""),
              Checking.http(peer.url("/"), "GET", Map.of("A\r\nB", List.of("c")), ""),
              Checking.http(peer.url("/"), "GET / HTTP/1.1\r\nX: y\r\n\r\nGET", Map.of(), ""))) {
        Finding finding = checking.once(probe);
        assertThat(finding.status()).isEqualTo(Status.CRITICAL);
        assertThat(finding.output()).contains("cannot be asked");
      }
      assertThat(peer.connections).hasValue(0);
    }
  }

  @Test
  void of_a_huge_body_only_the_beginning_is_read() throws Exception {
    try (var peer =
        Peer.doing(exchange -> {
          exchange.request();
          exchange.say("HTTP/1.1 200 OK\r\n\r\n");
          while (true) { // until it is cut off
            exchange.say("0123456789abcdef".repeat(512));
          }
        })) {
      Finding finding = checking.once(Checking.http(peer.url("/")));
      assertThat(finding.status()).isEqualTo(Status.PASSING);
      assertThat(finding.output()).hasSize(("HTTP GET " + peer.url("/")).length() + 17 + 4_096);
    }
  }

  @Test
  void endless_headers_are_no_answer() throws Exception {
    try (var peer =
        Peer.doing(exchange -> {
          exchange.request();
          exchange.say("HTTP/1.1 200 OK\r\n");
          while (true) {
            exchange.say("X-Long: " + "y".repeat(1_000) + "\r\n");
          }
        })) {
      assertThat(checking.once(Checking.http(peer.url("/"))).output()).endsWith("is not HTTP");
    }
  }

  @Test
  void who_hangs_is_critical_when_the_time_is_over() throws Exception {
    try (var peer = Peer.doing(Peer.Exchange::hang)) {
      Finding finding = checking.once(Checking.http(peer.url("/")), DialRules.ours(), SHORT);
      assertThat(finding.status()).isEqualTo(Status.CRITICAL);
      assertThat(finding.output()).endsWith("timeout after 2s");
    }
  }

  @Test
  void a_status_counts_if_only_the_body_hangs() throws Exception {
    try (var peer =
        Peer.doing(exchange -> {
          exchange.request();
          exchange.say("HTTP/1.1 200 OK\r\n\r\ndata: 1");
          exchange.hang();
        })) {
      Finding finding = checking.once(Checking.http(peer.url("/")), DialRules.ours(), SHORT);
      assertThat(finding.status()).isEqualTo(Status.PASSING);
      assertThat(finding.output()).endsWith("Output: data: 1");
    }
  }

  @Test
  void who_closes_or_talks_rubbish_is_critical() throws Exception {
    try (var closing = Peer.doing(exchange -> {});
        var babbling = Peer.doing(exchange -> exchange.say("SSH-2.0-OpenSSH\r\n\r\n"))) {
      assertThat(checking.once(Checking.http(closing.url("/"))).output())
          .endsWith("connection closed");
      assertThat(checking.once(Checking.http(babbling.url("/"))).output()).endsWith("is not HTTP");
    }
  }

  @Test
  void a_closed_port_is_critical() throws Exception {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Finding finding = checking.once(Checking.http("http://127.0.0.1:" + port + "/"));
    assertThat(finding.status()).isEqualTo(Status.CRITICAL);
    assertThat(finding.output()).endsWith("/: connection refused");
  }

  @Test
  void redirects_are_followed_to_the_end() throws Exception {
    try (var goal = Peer.saying("200 OK", "here");
        var start =
            Peer.doing(exchange -> {
              exchange.request();
              exchange.say(Peer.redirect(302, goal.url("/there")));
            })) {
      var headers = Map.of("Authorization", List.of("secret"), "Host", List.of("a.example"));
      Finding finding = checking.once(Checking.http(start.url("/"), "POST", headers, "x"));
      assertThat(finding.status()).isEqualTo(Status.PASSING);
      assertThat(finding.output()).endsWith("200 OK Output: here");
      String asked = goal.heads.take();
      assertThat(asked)
          .startsWith("GET /there")
          .doesNotContain("secret")
          .doesNotContain("a.example");
      assertThat(asked).endsWith("\n\n");
    }
  }

  @Test
  void a_check_may_want_no_redirects() throws Exception {
    try (var peer =
        Peer.doing(exchange -> {
          exchange.request();
          exchange.say(Peer.redirect(302, "http://169.254.169.254/"));
        })) {
      var probe = Checking.http(peer.url("/"), new Probe.HttpManners("", true, false, 100));
      Finding finding = checking.once(probe);
      assertThat(finding.status()).isEqualTo(Status.CRITICAL);
      assertThat(finding.output()).contains("302 Go");
    }
  }

  @Test
  void a_ring_of_redirects_ends() throws Exception {
    try (var peer =
        Peer.doing(exchange -> {
          exchange.request();
          exchange.say(Peer.redirect(307, "/again"));
        })) {
      Finding finding = checking.once(Checking.http(peer.url("/")));
      assertThat(finding.output()).endsWith("redirected more than 10 times");
      assertThat(peer.connections).hasValue(11);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:169.254.169.254]/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://[64:ff9b::a9fe:a9fe]/",
        "http://[2002:a9fe:a9fe::1]/",
        "http://[fd00:ec2::254]/",
        "//169.254.169.254/",
        "http://metadata.example/",
        "http://x@169.254.169.254/"
      })
  void a_redirect_leads_nowhere_that_is_forbidden(String location) throws Exception {
    checking.name("metadata.example", "169.254.169.254");
    try (var peer =
        Peer.doing(exchange -> {
          exchange.request();
          exchange.say(Peer.redirect(302, location));
        })) {
      Finding finding = checking.once(Checking.http(peer.url("/")));
      assertThat(finding.status()).isEqualTo(Status.CRITICAL);
      assertThat(finding.output()).contains("redirected to").contains("is never dialled");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "gopher://127.0.0.1/", "http:///", "::", "http://a:b/"})
  void a_redirect_leads_to_http_only(String location) throws Exception {
    try (var peer =
        Peer.doing(exchange -> {
          exchange.request();
          exchange.say(Peer.redirect(302, location));
        })) {
      assertThat(checking.once(Checking.http(peer.url("/"))).output())
          .endsWith("redirected to what is no URL of HTTP");
    }
  }

  @Test
  void others_are_not_redirected_to_our_loopback() throws Exception {
    var rules = new DialRules(List.of());
    try (var ours = Peer.saying("200 OK", "secret");
        var evil =
            Peer.doing(exchange -> {
              exchange.request();
              exchange.say(Peer.redirect(302, "http://rebound.example:" + ours.port() + "/"));
            })) {
      checking.name("rebound.example", "127.0.0.1", "::1");
      DialRule theirs = rules.of(java.net.InetAddress.ofLiteral("192.0.2.1"), "evil.example");
      DialRule butTheFirst =
          new DialRule() {
            @Override
            public String refusal(String host, java.net.InetAddress address) {
              return host.equals("evil.example") ? "" : theirs.refusal(host, address);
            }

            @Override
            public String meant(String host) {
              return theirs.meant(host);
            }
          };
      checking.name("evil.example", "127.0.0.1");
      Finding finding =
          checking.once(
              Checking.http("http://evil.example:" + evil.port() + "/"),
              butTheFirst,
              Duration.ofSeconds(20));
      assertThat(finding.output()).endsWith("others may not have it dialled");
      assertThat(ours.connections).hasValue(0);
    }
  }

  @Test
  void a_name_is_dialled_at_those_of_its_addresses_that_are_allowed() throws Exception {
    checking.name("mixed_name.example", "169.254.169.254", "127.0.0.1");
    try (var peer = Peer.saying("200 OK", "OK")) {
      Finding finding =
          checking.once(Checking.http("http://mixed_name.example:" + peer.port() + "/"));
      assertThat(finding.status()).isEqualTo(Status.PASSING);
      assertThat(peer.heads.take()).contains("host: mixed_name.example:" + peer.port());
    }
  }

  @Test
  void a_name_without_addresses_is_critical() throws Exception {
    assertThat(checking.once(Checking.http("http://nowhere.example/")).output())
        .isEqualTo("HTTP GET http://nowhere.example/: nowhere.example has no address");
  }

  @Test
  void what_others_call_localhost_is_themselves() throws Exception {
    try (var peer = Peer.saying("200 OK", "OK")) {
      DialRule rule =
          new DialRules(List.of()).of(java.net.InetAddress.ofLiteral("192.0.2.1"), "192.0.2.1");
      Finding finding =
          checking.once(Checking.http("http://localhost:" + peer.port() + "/"), rule, SHORT);
      assertThat(finding.status()).isEqualTo(Status.CRITICAL);
      assertThat(peer.connections).hasValue(0);
    }
  }
}
