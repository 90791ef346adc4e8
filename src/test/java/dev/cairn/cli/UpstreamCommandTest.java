package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.admin.FakeApi;
import dev.cairn.admin.TestAdmin;
import dev.cairn.admin.WhatIf;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import tools.jackson.databind.json.JsonMapper;

/// `cairn upstream`, asking over HTTP.
final class UpstreamCommandTest {
  private static final Name WWW = Name.fromConstantString("www.example.org.");

  private TestAdmin admin;

  @BeforeEach
  void start() throws IOException {
    admin = new TestAdmin();
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  @Test
  void each_upstream_is_a_row() {
    Run run = Run.of("upstream", "status", "--server", admin.url());

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.lines())
        .containsExactly(
            "UPSTREAM                         STATE     BREAKER    RTT      IN FLIGHT   ANSWERED          ERRORS                     LAST ERROR",
            "tls://dns.quad9.net@9.9.9.9:853  up 3 h    closed     12.3 ms  3 of 8,192  12,340 of 12,345  4 timeout, 1,200 servfail  12 s ago: no reply within 800 ms",
            "10.0.0.53                        down 5 s  half-open  -        0           0 of 0            none                       -");
  }

  @Test
  void no_upstreams_are_something_to_find() {
    admin.api().upstreams = List.of();
    Run run = Run.of("upstream", "status", "--server", admin.url());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("this server has no upstreams");
  }

  @Test
  void json_is_what_the_server_said() {
    Run run = Run.of("upstream", "status", "--json", "--server", admin.url());

    assertThat(run.status()).isZero();
    assertThat(JsonMapper.shared().readTree(run.out()).at("/upstreams/1/name").stringValue())
        .isEqualTo(FakeApi.OFFICE);
  }

  @Test
  void a_simulation_shows_the_way_of_a_query() {
    admin.api().entries = List.of(FakeApi.stale(WWW));
    Run run =
        Run.of(
            "upstream",
            "simulate",
            "--down",
            FakeApi.QUAD9,
            "--client",
            "192.0.2.9",
            "www.example.org",
            "aaaa",
            "--server",
            admin.url());

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.lines())
        .containsExactly(
            "question  www.example.org. AAAA",
            "owner     forward ., policy ordered",
            "cache     nxdomain (EDE 15: by policy), stale for 60 min, told 2 h ago, 1 hit, 1 octet, rule .",
            "asks  1.  10.0.0.53 (down)",
            "left out  tls://dns.quad9.net@9.9.9.9:853 (up): it is down",
            "outcome   the answer of 10.0.0.53");
    assertThat(admin.api().simulated)
        .containsExactly(
            new WhatIf(WWW, Type.AAAA, Set.of(FakeApi.QUAD9), InetAddress.ofLiteral("192.0.2.9")));
  }

  @Test
  void a_simulation_with_nothing_held_asks_in_order() {
    Run run = Run.of("upstream", "simulate", "www.example.org", "--server", admin.url());

    assertThat(run.lines())
        .contains(
            "question  www.example.org. A",
            "cache     has nothing",
            "asks  1.  tls://dns.quad9.net@9.9.9.9:853 (up)",
            "asks  2.  10.0.0.53 (down)");
  }

  @Test
  void an_upstream_that_is_none_is_used_wrong() {
    Run run =
        Run.of("upstream", "simulate", "--down", "8.8.8.8", "a.example", "--server", admin.url());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .startsWith(
            "cairn upstream simulate: down: \"8.8.8.8\" is no upstream; there are tls://dns");
  }

  @Test
  void without_a_command_it_says_which_there_are() {
    Run run = Run.of("upstream");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("cairn upstream", "status", "simulate");
  }
}
