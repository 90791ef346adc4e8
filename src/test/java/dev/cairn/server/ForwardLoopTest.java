package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.forward.Scripts;
import dev.cairn.forward.TestUpstream;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// What is asked upstream comes back to the one who asked.
class ForwardLoopTest {
  private static final String WHY = "sends what it is asked back to this server";
  private static final TestUpstream.Script WORLD =
      (query, transport) ->
          Scripts.answer(query.getQuestion().getName() + " 60 IN TXT world")
              .repliesTo(query, transport);

  @Test
  void a_loop_to_ourselves_is_found_and_the_client_told_and_it_is_over_when_it_is_gone()
      throws Exception {
    try (var relay = new Relay();
        var world = TestUpstream.doing(WORLD);
        var server = new TestServer()) {
      server.config(upstreams("", relay.address()));
      server.start();
      relay.to(server.address());

      Message reply = server.ask("loop.example", Type.TXT);
      assertThat(reply.getRcode()).isEqualTo(Rcode.SERVFAIL);
      assertThat(TestClient.why(reply)).contains(WHY);
      assertThat(relay.seen("loop.example")).isLessThanOrEqualTo(10);

      Message next = server.ask("next.example", Type.TXT);
      assertThat(next.getRcode()).isEqualTo(Rcode.SERVFAIL);
      assertThat(TestClient.why(next)).contains(WHY);
      assertThat(relay.seen("next.example")).isLessThanOrEqualTo(10);
      assertThat(server.http("GET", "/api/v1/upstreams").body()).contains("down").contains(WHY);

      relay.to(world.address());
      await()
          .atMost(TestServer.PATIENCE)
          .untilAsserted(() -> assertThat(server.says("gone.example")).isEqualTo("world"));
      assertThat(server.says("next.example")).isEqualTo("world");
    }
  }

  @Test
  void a_loop_of_one_rule_is_found_although_all_else_is_well() throws Exception {
    try (var relay = new Relay();
        var world = TestUpstream.doing(WORLD);
        var server = new TestServer()) {
      server.config(
          upstreams("", world.address())
              + "[[forward.rule]]\nsuffix = \"corp.example.\"\nupstreams = [\"%s\"]\n"
                  .formatted(TestServer.shown(relay.address())));
      server.start();
      relay.to(server.address());
      assertThat(TestClient.why(server.ask("www.corp.example", Type.TXT))).contains(WHY);
      assertThat(relay.seen("www.corp.example")).isLessThanOrEqualTo(10);
      assertThat(server.says("www.example")).isEqualTo("world");
    }
  }

  @Test
  void another_upstream_is_asked_where_one_loops() throws Exception {
    try (var relay = new Relay();
        var world = TestUpstream.doing(WORLD);
        var server = new TestServer()) {
      server.config(upstreams("", relay.address(), world.address()));
      server.start();
      relay.to(server.address());
      for (int i = 0; i < 10; i++) {
        assertThat(server.says("name" + i + ".example")).isEqualTo("world");
        assertThat(relay.seen("name" + i + ".example")).isLessThanOrEqualTo(10);
      }
    }
  }

  @Test
  void a_question_that_is_under_way_when_the_loop_is_found_goes_to_another() throws Exception {
    try (var relay = new Relay();
        var world = TestUpstream.doing(WORLD);
        var server = new TestServer()) {
      server.config(upstreams("", relay.address(), world.address()));
      server.start();
      relay.holdTestsUntilAsked("second.example");
      relay.to(server.address());
      assertThat(server.says("first.example")).isEqualTo("world");
      assertThat(server.says("second.example")).isEqualTo("world");
      assertThat(server.http("GET", "/api/v1/upstreams").body()).contains(WHY);
    }
  }

  @Test
  void two_servers_that_ask_each_other_find_it_out() throws Exception {
    InetSocketAddress first = TestServer.freeAddress();
    InetSocketAddress second = TestServer.freeAddress();
    try (var world = TestUpstream.doing(WORLD);
        var relay = new Relay();
        var a = new TestServer();
        var b = new TestServer()) {
      relay.to(first);
      a.config(listening(first) + upstreams("", second));
      b.config(listening(second) + upstreams("", relay.address()));
      a.start();
      b.start();
      Message reply = a.ask("loop.example", Type.TXT);
      assertThat(reply.getRcode()).isEqualTo(Rcode.SERVFAIL);
      assertThat(relay.seen("loop.example")).isLessThanOrEqualTo(10);
      await()
          .atMost(TestServer.PATIENCE)
          .untilAsserted(
              () -> // whoever finds it first, and then the other one is told no more than SERVFAIL
              assertThat(
                          TestClient.why(a.ask("again.example", Type.TXT))
                              + TestClient.why(b.ask("again.b.example", Type.TXT)))
                      .contains(WHY));
      assertThat(relay.seen("again.example")).isLessThanOrEqualTo(10);

      relay.to(world.address());
      await()
          .atMost(TestServer.PATIENCE)
          .untilAsserted(() -> assertThat(a.says("gone.example")).isEqualTo("world"));
    }
  }

  private static String listening(InetSocketAddress address) {
    return "[server]\nlisten = [\"%s\"]\n".formatted(TestServer.shown(address));
  }

  private static String upstreams(String more, InetSocketAddress... upstreams) {
    var quoted = new StringBuilder();
    for (InetSocketAddress one : upstreams) {
      quoted
          .append(quoted.isEmpty() ? "" : ", ")
          .append('"')
          .append(TestServer.shown(one))
          .append('"');
    }
    return "[forward]\nupstreams = [%s]\n%s".formatted(quoted, more);
  }
}
