package dev.cairn.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.admin.Purge.AllTypes;
import dev.cairn.admin.Purge.Everything;
import dev.cairn.admin.Purge.OneType;
import dev.cairn.admin.Purge.Subtree;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the API tells and does, over a socket.
final class ApiTest {
  private static final Name WWW = Name.fromConstantString("www.example.org.");

  /// As a client may ask for it: a line feed, an escape sequence, a quote, markup, an octet that is
  /// no ASCII, a dot in a label.
  private static final Name HOSTILE =
      Name.fromConstantString("a\\010\\027[31m\\\"<b>\\255\\..example.org.");

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
  void upstreams_are_told_one_by_one() throws IOException {
    JsonNode upstream = json("/api/v1/upstreams").get("upstreams").get(0);
    assertThat(upstream.get("name").stringValue()).isEqualTo(FakeApi.QUAD9);
    assertThat(upstream.get("protocol").stringValue()).isEqualTo("tls");
    assertThat(upstream.get("state").stringValue()).isEqualTo("up");
    assertThat(upstream.get("breaker").stringValue()).isEqualTo("closed");
    assertThat(upstream.get("since").intValue()).isEqualTo(10_800);
    assertThat(upstream.get("nextProbeMs").isNull()).isTrue();
    assertThat(upstream.at("/rtt/smoothedMs").doubleValue()).isEqualTo(12.34);
    assertThat(upstream.at("/rtt/p99Ms").isNull()).isTrue();
    assertThat(upstream.get("inFlightMax").intValue()).isEqualTo(8192);
    assertThat(upstream.get("replies").intValue()).isEqualTo(12_340);
    assertThat(upstream.at("/failures/refused-connection").intValue()).isZero();
    assertThat(upstream.at("/failures/servfail").intValue()).isEqualTo(1200);
    assertThat(upstream.get("resumed").intValue()).isEqualTo(5);
    assertThat(upstream.at("/lastError/secondsAgo").intValue()).isEqualTo(12);
    assertThat(upstream.at("/rules/0").stringValue()).isEqualTo(".");
  }

  @Test
  void what_an_upstream_never_did_is_null() throws IOException {
    JsonNode upstream = json("/api/v1/upstreams").get("upstreams").get(1);
    assertThat(upstream.get("breaker").stringValue()).isEqualTo("half-open");
    assertThat(upstream.get("nextProbeMs").intValue()).isEqualTo(200);
    assertThat(upstream.get("rtt").isNull()).isTrue();
    assertThat(upstream.get("lastError").isNull()).isTrue();
  }

  @Test
  void a_simulation_is_told_who_is_down_and_who_asks() throws IOException {
    JsonNode told =
        json(
            "/api/v1/upstreams/simulate?name=www.example.org&type=AAAA&client=192.0.2.9&down="
                + FakeApi.OFFICE
                + "&down=tls%3A%2F%2Fdns.quad9.net%409.9.9.9%3A853");
    assertThat(admin.api().simulated)
        .containsExactly(
            new WhatIf(
                WWW,
                Type.AAAA,
                Set.of(FakeApi.QUAD9, FakeApi.OFFICE),
                InetAddress.ofLiteral("192.0.2.9")));
    assertThat(told.at("/owner/kind").stringValue()).isEqualTo("forward");
    assertThat(told.at("/order/0/leftOut").stringValue()).isEqualTo("it is down");
    assertThat(told.at("/order/1/state").stringValue()).isEqualTo("down");
    assertThat(told.get("cached").isNull()).isTrue();
    assertThat(told.get("outcome").stringValue()).contains(FakeApi.OFFICE);
  }

  @Test
  void without_more_a_simulation_is_of_an_address_and_of_this_machine() throws IOException {
    json("/api/v1/upstreams/simulate?name=www.example.org");
    assertThat(admin.api().simulated)
        .containsExactly(new WhatIf(WWW, Type.A, Set.of(), InetAddress.ofLiteral("127.0.0.1")));
  }

  @Test
  void entries_of_a_name_are_told_with_their_records() throws IOException {
    admin.api().entries =
        List.of(FakeApi.entry(WWW, "www.example.org. 240 IN A 192.0.2.1"), FakeApi.stale(WWW));
    JsonNode entries = json("/api/v1/cache?name=WWW.example.org.").get("entries");
    assertThat(entries.get(0).get("do").booleanValue()).isFalse();
    assertThat(entries.get(0).get("kind").stringValue()).isEqualTo("answer");
    assertThat(entries.get(0).get("ttl").intValue()).isEqualTo(240);
    assertThat(entries.get(0).get("staleFor").isNull()).isTrue();
    assertThat(entries.get(0).at("/records/0").stringValue()).endsWith("A 192.0.2.1");
    assertThat(entries.get(1).get("cd").booleanValue()).isTrue();
    assertThat(entries.get(1).get("ttl").isNull()).isTrue();
    assertThat(entries.get(1).get("staleFor").intValue()).isEqualTo(3600);
    assertThat(json("/api/v1/cache?name=example.org").get("entries")).isEmpty();
  }

  @Test
  void a_hostile_name_is_told_in_presentation_form() throws IOException {
    admin.api().entries = List.of(FakeApi.entry(HOSTILE));
    var reply = admin.get("/api/v1/cache/top");
    assertThat(reply.has("content-type: application/json")).isTrue();
    assertThat(reply.has("x-content-type-options: nosniff")).isTrue();
    assertThat(reply.body().chars().filter(c -> c != '\n')).allMatch(c -> c >= ' ' && c < 0x7f);
    assertThat(JsonMapper.shared().readTree(reply.body()).at("/entries/0/name").stringValue())
        .isEqualTo("a\\010\\027[31m\\\"<b>\\255\\..example.org.");
  }

  @Test
  void a_hostile_name_can_be_asked_for() throws IOException {
    admin.api().entries = List.of(FakeApi.entry(HOSTILE));
    String asked = "a%5C010%5C027%5B31m%5C%22%3Cb%3E%5C255%5C..example.org";
    assertThat(json("/api/v1/cache?name=" + asked).get("entries")).hasSize(1);
  }

  @Test
  void a_question_has_its_reasons() throws IOException {
    admin.api().entries = List.of(FakeApi.entry(WWW));
    JsonNode told = json("/api/v1/cache/why?name=www.example.org");
    assertThat(told.get("type").stringValue()).isEqualTo("A");
    assertThat(told.get("entries")).hasSize(1);
    assertThat(told.at("/sentences/0").stringValue()).contains("60 s ago");
  }

  @Test
  void the_top_is_as_long_as_wanted() throws IOException {
    admin.api().entries = List.of(FakeApi.entry(WWW), FakeApi.stale(WWW));
    assertThat(json("/api/v1/cache/top").get("entries")).hasSize(2);
    assertThat(json("/api/v1/cache/top?count=1").get("entries")).hasSize(1);
  }

  @Test
  void the_cache_is_told_as_a_whole() throws IOException {
    JsonNode told = json("/api/v1/cache/stats");
    assertThat(told.get("entries").intValue()).isEqualTo(1234);
    assertThat(told.get("octetsMax").intValue()).isEqualTo(64 << 20);
    assertThat(told.get("stale").intValue()).isEqualTo(30);
  }

  @Test
  void what_is_purged_is_said_and_counted() throws IOException {
    admin.api().entries = List.of(FakeApi.entry(WWW), FakeApi.stale(WWW));
    var reply = admin.post("{\"scope\": \"name\", \"name\": \"www.example.org\"}");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(JsonMapper.shared().readTree(reply.body()).get("purged").intValue()).isEqualTo(2);
    admin.post("{\"scope\": \"name\", \"name\": \"www.example.org.\", \"type\": \"AAAA\"}");
    admin.post("{\"name\": \"example.org\", \"scope\": \"subtree\"}");
    admin.post(
        "{\"scope\": \"all\"}", "Host: [::1]", "Content-Type: Application/JSON; charset=utf-8");
    assertThat(admin.api().purged)
        .containsExactly(
            new AllTypes(WWW),
            new OneType(WWW, Type.AAAA),
            new Subtree(Name.fromConstantString("example.org.")),
            new Everything());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | scope is missing: name, subtree or all",
        "{\"scope\": \"some\"} | scope: \"some\" is none; there are name, subtree and all",
        "{\"scope\": \"name\"} | name is missing",
        "{\"scope\": \"subtree\"} | name is missing",
        "{\"scope\": \"all\", \"name\": \"a.\"} | name has no meaning where scope is all",
        "{\"scope\": \"subtree\", \"name\": \"a.\", \"type\": \"A\"} | type has no meaning",
        "{\"scope\": \"name\", \"name\": \"a..b\"} | name: ",
        "{\"scope\": \"name\", \"name\": \"\"} | name: ",
        "{\"scope\": \"name\", \"name\": \"bücher.example\"} | xn--",
        "{\"scope\": \"name\", \"name\": \"a\\u0000.example\"} | not printable",
        "{\"scope\": \"name\", \"name\": 7} | name has to be a text in quotes",
        "{\"scope\": \"name\", \"name\": null} | name has to be a text in quotes",
        "{\"scope\": \"name\", \"name\": \"a.\", \"type\": \"HELLO\"} | \"HELLO\" is no record type",
        "{\"scope\": \"all\", \"force\": true} | \"force\" is no field here; there are name, type, scope",
        "{\"scope\": \"name\", \"scope\": \"all\"} | not JSON",
        "[\"all\"] | the body has to be one JSON object",
        "\"all\" | the body has to be one JSON object",
        "{\"scope\": \"all\"} {} | not JSON",
        "{\"scope\": | not JSON as we know it, line 1",
        "scope=all | not JSON",
        "{\"scope\": [[[[[[[[\"all\"]]]]]]]]} | not JSON"
      })
  void what_makes_no_sense_is_said_in_a_sentence(String body, String sentence) throws IOException {
    var reply = admin.post(body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(error(reply)).contains(sentence).doesNotContain("tools.jackson", "Exception");
    assertThat(admin.api().purged).isEmpty();
  }

  @Test
  void nothing_at_all_is_no_purge() throws IOException {
    assertThat(admin.post("").status()).isEqualTo(400);
    assertThat(admin.api().purged).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain; application/json",
        "application/jsonp",
        ""
      })
  void only_json_is_taken(String type) throws IOException {
    String all = "{\"scope\": \"all\"}";
    assertThat(admin.post(all, "Host: localhost", "Content-Type: " + type).status()).isEqualTo(415);
    assertThat(admin.post(all, "Host: localhost").status()).isEqualTo(415);
    assertThat(admin.api().purged).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {4097, 60_000, 70_000, 5_000_000})
  void what_is_too_long_is_not_taken(int octets) throws IOException {
    String all = "{\"scope\": \"all\"}";
    try {
      assertThat(admin.post(all + " ".repeat(octets - all.length())).status()).isEqualTo(413);
    } catch (IOException _) {
      assertThat(octets).isGreaterThan(65_536); // cut off while we were still sending
    }
    assertThat(admin.api().purged).isEmpty();
    assertThat(admin.post(all + " ".repeat(4096 - all.length())).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /api/v1/cache/purge, POST",
    "HEAD, /api/v1/cache/purge, POST",
    "DELETE, /api/v1/cache/purge, POST",
    "POST, /api/v1/upstreams, 'GET, HEAD'",
    "OPTIONS, /api/v1/cache, 'GET, HEAD'",
    "PUT, /api/v1/cache/stats, 'GET, HEAD'"
  })
  void other_methods_are_told_which_there_are(String method, String path, String allowed)
      throws IOException {
    var reply = admin.ask(method, path, "Host: localhost");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.has("allow: " + allowed.toLowerCase())).isTrue();
  }

  @Test
  void head_is_get_without_the_body() throws IOException {
    var head = admin.ask("HEAD", "/api/v1/cache/stats", "Host: localhost");
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    int length = admin.get("/api/v1/cache/stats").body().length();
    assertThat(head.has("content-length: " + length)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api",
        "/api/",
        "/api/v1",
        "/api/v1/",
        "/api/v2/upstreams",
        "/api/v1/upstreams/",
        "/api/v1/../v1/upstreams",
        "/api/v1/cache/purge/all"
      })
  void what_is_not_there_is_told_what_is(String path) throws IOException {
    var reply = admin.get(path);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(error(reply)).contains("/api/v1/upstreams, ", "/api/v1/cache/purge");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//api/v1/upstreams",
        "/%61pi/v1/upstreams",
        "/API/v1/upstreams",
        "http://attacker.example/api/v1/upstreams",
        "/metrics/../api/v1/upstreams"
      })
  void there_is_no_other_way_in(String path) throws IOException {
    assertThat(admin.ask("GET", path, "Host: attacker.example").status()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/api/v1/cache | name is missing",
        "/api/v1/cache?name=a..b | name: ",
        "/api/v1/cache?name= | name: ",
        "/api/v1/cache?name=b%C3%BCcher | xn--",
        "/api/v1/cache?name=a&name=b | name may be given once",
        "/api/v1/cache?name=a&type=A | \"type\" is no parameter here; there are name",
        "/api/v1/cache?name=%zz | not encoded as it should be",
        "/api/v1/cache/why?name=a&type=XX | \"XX\" is no record type",
        "/api/v1/cache/top?count=0 | not from 1 to 1000",
        "/api/v1/cache/top?count=1001 | not from 1 to 1000",
        "/api/v1/cache/top?count=-1 | not from 1 to 1000",
        "/api/v1/cache/top?count=99999999999 | not from 1 to 1000",
        "/api/v1/cache/stats?x=1 | there are no parameters here",
        "/api/v1/upstreams/simulate?name=a&client=example.org | is no IP address",
        "/api/v1/upstreams/simulate?name=a&down=8.8.8.8 | \"8.8.8.8\" is no upstream; there are tls"
      })
  void a_parameter_that_makes_no_sense_is_said_in_a_sentence(String path, String sentence)
      throws IOException {
    var reply = admin.get(path);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(error(reply)).contains(sentence);
  }

  @Test
  void a_bug_shows_nothing_of_the_house() throws IOException {
    admin.api().isBroken = true;
    var reply = admin.get("/api/v1/upstreams");
    assertThat(reply.status()).isEqualTo(500);
    assertThat(error(reply)).isEqualTo("a bug in Cairn, see the log");
  }

  private JsonNode json(String path) throws IOException {
    var reply = admin.get(path);
    assertThat(reply.status()).as(reply.all()).isEqualTo(200);
    return JsonMapper.shared().readTree(reply.body());
  }

  private static String error(TestAdmin.Reply reply) {
    return JsonMapper.shared().readTree(reply.body()).get("error").stringValue();
  }
}
