package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.forward.Scripts;
import dev.cairn.forward.TestUpstream;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the API tells of the cache and of upstreams, and what really happens.
final class CacheTellingTest {
  private static final String NAME = "a.example.com";
  private static final String QUESTION = "?name=" + NAME + "&type=TXT";

  @Test
  void records_are_told_with_a_blank_between_their_fields() throws Exception {
    try (var upstream = TestUpstream.answering(NAME + ". 300 IN TXT \"a b\"");
        var server = forwarding(upstream)) {
      server.says(NAME);
      awaitKept(server);
      assertThat(json(server, "cache?name=" + NAME).at("/entries/0/records/0").stringValue())
          .matches("a\\.example\\.com\\. (300|29\\d) IN TXT \"a b\"");
    }
  }

  @Test
  void a_failure_that_is_remembered_is_told_with_its_reason() throws Exception {
    try (var broken = TestUpstream.doing(Scripts.say(Rcode.SERVFAIL));
        var server = forwarding(broken)) {
      String reason = TestServer.shown(broken.address()) + " said SERVFAIL";
      await(() -> { // it is remembered for a second first, and each time for longer
        server.says(NAME);
        return why(server).matches(".*told for [345] s more.*");
      });
      assertThat(why(server))
          .matches("FAILURE \\d s ago, for \\.: .* said SERVFAIL; .* nobody is asked until then");
      JsonNode entry = json(server, "cache?name=" + NAME).at("/entries/0");
      assertThat(entry.get("kind").stringValue()).isEqualTo("failure");
      assertThat(entry.get("reason").stringValue()).contains(reason);
      assertThat(entry.get("ttl").intValue()).isPositive();
      assertThat(outcome(server)).contains("SERVFAIL from the cache", "nobody is asked", reason);
    }
  }

  @Test
  void an_old_answer_that_is_given_out_at_once_is_told_so() throws Exception {
    var script =
        Scripts.alternating(
            1, Scripts.answer(NAME + ". 1 IN TXT told"), Scripts.say(Rcode.SERVFAIL));
    try (var upstream = TestUpstream.doing(script);
        var server = forwarding(upstream)) {
      assertThat(server.says(NAME)).isEqualTo("told");
      await(() -> why(server).contains("stale"));
      assertThat(why(server)).contains("the upstreams would be asked first");
      assertThat(outcome(server)).contains("is asked first; if nobody answers in time");
      assertThat(server.says(NAME)).isEqualTo("told");
      assertThat(why(server)).contains("given out at once", "asking failed lately");
      assertThat(outcome(server)).contains("the old answer at once", "asking failed lately");
      assertThat(json(server, "cache?name=" + NAME).at("/entries/0/atOnce").asBoolean()).isTrue();
    }
  }

  @Test
  void with_all_upstreams_down_an_old_answer_comes_at_once_and_is_told_so() throws Exception {
    try (var upstream = TestUpstream.answering(NAME + ". 1 IN TXT told");
        var server = forwarding(upstream)) {
      assertThat(server.says(NAME)).isEqualTo("told");
      upstream.close();
      var others = new int[1];
      await(() -> {
        server.says("other" + others[0]++ + ".example.com");
        return why(server).contains("all upstreams are down");
      });
      assertThat(why(server)).contains("given out at once");
      assertThat(server.says(NAME)).isEqualTo("told");
    }
  }

  @Test
  void that_a_name_above_does_not_exist_is_told_of_those_below_it() throws Exception {
    String soa = "example.com. 300 IN SOA ns.example.com. host.example.com. 1 2 3 4 300";
    try (var upstream = TestUpstream.doing(Scripts.say(Rcode.NXDOMAIN, soa));
        var server = forwarding(upstream, "[cache]\nnxdomain-cut = true\n")) {
      assertThat(why(server)).startsWith("nothing is held");
      server.says("example.com"); // of which NAME is below
      awaitKept(server);
      assertThat(why(server))
          .startsWith("as nothing is below a name that does not exist, example.com.: NXDOMAIN told")
          .endsWith("and would be given out");
      assertThat(outcome(server)).contains("from the cache");
      server.says(NAME);
      assertThat(upstream.datagrams()).hasSize(1);
      assertThat(json(server, "cache?name=example.com").at("/entries/0/type").stringValue())
          .isEqualTo("all types");
    }
  }

  @Test
  void what_an_upstream_remarks_on_its_answer_is_passed_on_and_kept() throws Exception {
    String soa = "example.com. 300 IN SOA ns.example.com. host.example.com. 1 2 3 4 300";
    try (var filtering =
            TestUpstream.doing(Scripts.sayBecause(Rcode.NXDOMAIN, 15, "by policy", soa));
        var server = forwarding(filtering)) {
      for (int i = 0; i < 2; i++) { // asked, and from the cache
        Message answer = server.ask(NAME, Type.TXT);
        assertThat(answer.getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(TestClient.extendedError(answer))
            .isEqualTo(new ExtendedErrorCodeOption(15, "by policy"));
        awaitKept(server);
      }
      Message plain = TestClient.query(NAME, Type.TXT);
      plain.removeAllRecords(Section.ADDITIONAL);
      assertThat(server.client().udp(plain).getOPT()).as("to a client without EDNS").isNull();
      assertThat(filtering.datagrams()).hasSize(1);
      assertThat(why(server)).contains(" (EDE 15: by policy) 0 s ago");
      assertThat(json(server, "cache?name=" + NAME).at("/entries/0/remark").stringValue())
          .isEqualTo("EDE 15: by policy");
    }
  }

  @Test
  void all_who_would_be_asked_at_once_are_told() throws Exception {
    try (var one = TestUpstream.answering(NAME + ". 1 IN TXT told");
        var other = TestUpstream.answering(NAME + ". 1 IN TXT told");
        var server = new TestServer()) {
      String both = TestServer.shown(one.address()) + "\", \"" + TestServer.shown(other.address());
      server.config("[forward]\nupstreams = [\"" + both + "\"]\npolicy = \"parallel\"\n");
      server.start();
      assertThat(outcome(server)).isEqualTo(both.replace("\", \"", " and ") + " are asked at once");
    }
  }

  private static TestServer forwarding(TestUpstream upstream) throws Exception {
    return forwarding(upstream, "");
  }

  private static TestServer forwarding(TestUpstream upstream, String more) throws Exception {
    var server = new TestServer();
    server.config(
        "[forward]\nupstreams = [\"%s\"]\ntimeout = \"100ms\"\nattempts = 1\n%s"
            .formatted(TestServer.shown(upstream.address()), more));
    return server.start();
  }

  /// Clients are told before it is kept.
  private static void awaitKept(TestServer server) {
    await(() -> !why(server).startsWith("nothing is held"));
  }

  private static void await(BooleanSupplier told) {
    Awaitility.await()
        .atMost(TestServer.PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(told::getAsBoolean);
  }

  private static String why(TestServer server) {
    return json(server, "cache/why" + QUESTION).at("/sentences/0").stringValue();
  }

  private static String outcome(TestServer server) {
    return json(server, "upstreams/simulate" + QUESTION).get("outcome").stringValue();
  }

  private static JsonNode json(TestServer server, String path) {
    return JsonMapper.shared().readTree(server.http("GET", "/api/v1/" + path).body());
  }
}
