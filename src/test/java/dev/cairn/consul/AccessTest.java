package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.consul.TestConsul.Reply;
import dev.cairn.registry.CheckSpec.Asker;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.Lapses.Lapse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may do what, and whose node it is. Other machines come through a trusted proxy.
class AccessTest {
  private static final String FORWARDED = "X-Forwarded-For";
  private static final String NEAR = "10.0.0.5";
  private static final String FAR = "192.0.2.9";

  private TestConsul consul;

  @BeforeEach
  void open() throws Exception {
    consul = new TestConsul();
  }

  @AfterEach
  void close() {
    consul.close();
  }

  private Reply registerFrom(String address, String json) {
    return consul.put(
        "agent/service/register",
        json,
        FORWARDED,
        address,
        "Authorization",
        "Bearer " + TestConsul.TOKEN);
  }

  private Reply putFrom(String address, String path) {
    return consul.put(path, "", FORWARDED, address, "X-Consul-Token", TestConsul.TOKEN);
  }

  @Test
  void reads_are_for_networks_or_with_a_token() {
    assertThat(consul.get("catalog/services", FORWARDED, NEAR).status()).isEqualTo(200);
    Reply denied = consul.get("catalog/services", FORWARDED, FAR);
    assertThat(denied.status()).isEqualTo(403);
    assertThat(denied.text()).isEqualTo("Permission denied");
    assertThat(consul.get("catalog/services?token=open-sesame", FORWARDED, FAR).status())
        .isEqualTo(200);
    assertThat(consul.get("nowhere", FORWARDED, FAR).status()).isEqualTo(403);
  }

  @Test
  void writes_are_for_this_machine_or_with_a_token() {
    assertThat(consul.put("kv/a", "1").text()).isEqualTo("true");
    assertThat(consul.put("kv/a", "2", FORWARDED, NEAR).status()).isEqualTo(403);
    assertThat(consul.put("kv/a", "2", FORWARDED, NEAR, "X-Consul-Token", "wrong").status())
        .isEqualTo(403);
    assertThat(putFrom(FAR, "kv/a").text()).isEqualTo("true");
    assertThat(
            consul
                .put("kv/a?token=wrong", "2", FORWARDED, NEAR, "X-Consul-Token", TestConsul.TOKEN)
                .status())
        .as("the parameter is looked at first")
        .isEqualTo(403);
  }

  @Test
  void hops_before_a_stranger_are_not_believed() {
    assertThat(consul.put("kv/a", "1", FORWARDED, "127.0.0.1, " + FAR).status()).isEqualTo(403);
    assertThat(consul.get("catalog/services", FORWARDED, NEAR + ", " + FAR).status())
        .isEqualTo(403);
    assertThat(consul.put("kv/a", "1", FORWARDED, "nonsense").status()).isEqualTo(403);
  }

  @Test
  void every_machine_has_a_node_of_its_own() {
    assertThat(registerFrom(NEAR, "{\"Name\":\"app\",\"Port\":80}").status()).isEqualTo(200);
    assertThat(registerFrom("10.0.0.6", "{\"Name\":\"app\",\"Port\":80}").status()).isEqualTo(200);
    consul.put("agent/service/register", "{\"Name\":\"app\",\"Port\":80}");
    assertThat(consul.get("catalog/service/app").json().findValuesAsString("Node"))
        .containsExactlyInAnyOrder("ip-10-0-0-5", "ip-10-0-0-6", "node1");
    assertThat(consul.get("catalog/service/app").json().findValuesAsString("Address"))
        .contains(NEAR, "10.0.0.6", "10.0.1.1");
    assertThat(consul.get("agent/services", FORWARDED, NEAR).json().size()).isEqualTo(1);
    assertThat(consul.get("agent/self", FORWARDED, NEAR).json().at("/Config/NodeName").asString())
        .isEqualTo("ip-10-0-0-5");
    assertThat(putFrom(NEAR, "agent/service/deregister/app").status()).isEqualTo(200);
    assertThat(consul.get("catalog/service/app").json().size()).isEqualTo(2);
  }

  @Test
  void ipv6_machines_have_nodes_too() {
    registerFrom("2001:db8::5", "{\"Name\":\"app\"}");
    assertThat(consul.get("catalog/nodes").json().at("/0/Node").asString())
        .isEqualTo("ip-2001-db8-0-0-0-0-0-5");
  }

  @Test
  void the_id_of_a_node_is_the_same_at_each_start() {
    registerFrom(NEAR, "{\"Name\":\"app\"}");
    assertThat(consul.get("catalog/nodes").json().at("/0/ID").asString())
        .isEqualTo(Agent.idOf(NEAR).toString());
    assertThat(Agent.idOf(NEAR).version()).isEqualTo(5);
    assertThat(Agent.idOf(NEAR).variant()).isEqualTo(2);
  }

  @Test
  void an_id_that_is_on_one_other_node_only_is_found_there_with_its_token() {
    registerFrom(NEAR, "{\"Name\":\"app\",\"Check\":{\"TTL\":\"10s\"}}");
    assertThat(consul.put("agent/check/pass/service:app").status()).isEqualTo(404);
    assertThat(putFrom("10.0.0.7", "agent/check/pass/service:app").status()).isEqualTo(200);
    registerFrom("10.0.0.6", "{\"Name\":\"app\",\"Check\":{\"TTL\":\"10s\"}}");
    assertThat(putFrom("10.0.0.7", "agent/check/pass/service:app").status())
        .as("there are two now")
        .isEqualTo(404);
    putFrom("10.0.0.6", "agent/service/deregister/app");
    assertThat(putFrom("10.0.0.7", "agent/service/deregister/app").status()).isEqualTo(200);
    assertThat(consul.get("catalog/services").text()).isEqualTo("{}");
  }

  @Test
  void without_virtual_agents_there_is_one_node() throws Exception {
    consul.close();
    consul = new TestConsul(HttpSettings.Bounds.USUAL, new HttpSettings.Manners(false, false));
    registerFrom(NEAR, "{\"Name\":\"app\"}");
    assertThat(consul.get("catalog/service/app").json().at("/0/Node").asString())
        .isEqualTo("node1");
  }

  @Test
  void a_probe_is_known_by_who_asked_for_it() throws Exception {
    consul.close();
    consul = new TestConsul(HttpSettings.Bounds.USUAL, new HttpSettings.Manners(false, false));
    String body = "{\"Name\":\"%s\",\"Check\":{\"TCP\":\"10.0.1.1:1\",\"Interval\":\"10s\"}}";
    registerFrom(NEAR, body.formatted("far"));
    consul.put("agent/service/register", body.formatted("here"));
    assertThat(consul.directory.checks())
        .extracting(
            check -> check.instance(), check -> ((Means.Probed) check.spec().means()).asker())
        .containsExactlyInAnyOrder(tuple("far", Asker.UNKNOWN), tuple("here", Asker.THIS_MACHINE));
  }

  @Test
  void old_clients_write_by_get_only_where_that_is_allowed() throws Exception {
    consul.put("agent/service/register", "{\"Name\":\"a\",\"Check\":{\"TTL\":\"10s\"}}");
    Reply refused = consul.get("agent/check/pass/service:a");
    assertThat(refused.status()).isEqualTo(405);
    assertThat(refused.header("Allow")).isEqualTo("PUT");
    consul.close();
    consul = new TestConsul(HttpSettings.Bounds.USUAL, new HttpSettings.Manners(true, true));
    consul.put("agent/service/register", "{\"Name\":\"a\",\"Check\":{\"TTL\":\"10s\"}}");
    assertThat(consul.get("agent/check/pass/service:a").status()).isEqualTo(200);
    assertThat(consul.get("agent/service/deregister/a").status()).isEqualTo(200);
    assertThat(consul.get("agent/service/register").status()).isEqualTo(405);
    assertThat(consul.get("agent/check/pass/service:a", FORWARDED, NEAR).status())
        .as("it is a write all the same")
        .isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "catalog/services",
        "catalog/service/x",
        "catalog/nodes",
        "catalog/node/x",
        "catalog/datacenters",
        "health/service/x",
        "health/checks/x",
        "health/node/x",
        "health/state/any",
        "kv/x",
        "kv/x?recurse",
        "agent/services",
        "agent/checks",
        "agent/self",
        "agent/members",
        "status/leader",
        "status/peers",
        "session/list",
        "acl/tokens",
        "nonsense"
      })
  void every_read_says_how_fresh_it_is(String path) {
    Reply reply = consul.get(path);
    assertThat(reply.index()).isPositive();
    assertThat(reply.header("X-Consul-KnownLeader")).isEqualTo("true");
    assertThat(reply.header("X-Consul-LastContact")).isEqualTo("0");
    assertThat(reply.header("X-Consul-Effective-Consistency")).isEqualTo("leader");
    assertThat(reply.header("X-Consul-Default-ACL-Policy")).isEqualTo("allow");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, acl/tokens, 401",
    "GET, connect/ca/roots, 404",
    "GET, operator/raft/configuration, 404",
    "PUT, session/create, 404",
    "GET, nothing/of/ours, 404",
    "POST, catalog/services, 405",
    "DELETE, catalog/services, 405",
    "GET, agent/service/register, 405",
    "PUT, catalog/service/x, 405",
    "POST, kv/x, 405",
    "GET, health/service/, 400",
    "GET, kv/, 400",
    "GET, health/service/x?filter=a, 400",
    "GET, health/service/x?ns=team, 400",
    "GET, catalog/services?dc=dc9, 500",
    "PUT, kv/x?dc=dc9, 500",
    "GET, kv/../x, 400",
    "GET, kv/a%2F..%2Fb, 400"
  })
  void what_is_not_done_is_refused(String method, String path, int status) {
    assertThat(consul.send(method, path, "").status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "catalog/services",
        "catalog/service/x",
        "catalog/nodes",
        "catalog/node/x",
        "health/service/x",
        "health/checks/x",
        "health/node/x",
        "health/state/any"
      })
  void only_our_own_datacenter_can_be_asked(String path) {
    for (String own : List.of("?dc=", "?dc=dc1", "?dc=DC1")) {
      assertThat(consul.get(path + own).json()).isEqualTo(consul.get(path).json());
    }
    Reply other = consul.get(path + "?dc=dc2");
    assertThat(other.status()).isEqualTo(500);
    assertThat(other.text()).isEqualTo("No path to datacenter");
  }

  @Test
  void methods_that_are_known_are_told() {
    assertThat(consul.send("POST", "kv/x", "").header("Allow")).isEqualTo("GET, PUT, DELETE");
    assertThat(consul.send("PATCH", "agent/services", "").header("Allow")).isEqualTo("GET");
    assertThat(consul.get("acl/tokens").text()).isEqualTo("ACL support disabled");
    assertThat(consul.get("connect/ca/roots").text())
        .isEqualTo("not part of this server's Consul surface");
  }

  @Test
  void a_reply_can_be_made_pretty() {
    assertThat(consul.get("status/peers?pretty").text())
        .isEqualTo("[\n    \"127.0.0.1:8300\"\n]\n");
    for (String path : List.of("catalog/services", "health/service/x")) {
      assertThat(consul.get(path + "?pretty").json()).isEqualTo(consul.get(path).json());
    }
  }

  @Test
  void what_an_absent_source_may_know_says_since_when_it_is_absent() {
    String theirs = "{\"Node\":\"lab\",\"Address\":\"10.0.0.2\",\"Service\":{\"Service\":\"db\"}}";
    consul.put("agent/service/register", "{\"Name\":\"api\"}");
    consul.put("catalog/register", theirs);
    consul.lapses.set(Map.of("etcd", new Lapse.Stale(93)));
    for (String path : List.of("catalog/services", "catalog/nodes", "health/service/none")) {
      Reply reply = consul.get(path);
      assertThat(reply.header("X-Consul-LastContact")).as(path).isEqualTo("93000");
      assertThat(reply.header("X-Consul-KnownLeader")).as(path).isEqualTo("true");
    }
    for (String path : List.of("health/service/api", "catalog/node/lab", "kv/x", "agent/self")) {
      assertThat(consul.get(path).header("X-Consul-LastContact")).as(path).isEqualTo("0");
    }
    consul.lapses.set(Map.of("etcd", new Lapse.Unsynced(5)));
    assertThat(consul.get("health/service/none").header("X-Consul-LastContact")).isEqualTo("5000");
    assertThat(consul.get("health/service/api").header("X-Consul-LastContact")).isEqualTo("0");
  }

  @Test
  void proxies_may_say_a_port() {
    for (String hop : List.of("10.0.0.7:41000", "[2001:db8::7]:41000", "[2001:db8::7]")) {
      consul.put("agent/service/register", "{\"Name\":\"app\"}", withToken(hop));
    }
    assertThat(consul.get("catalog/nodes").json().findValuesAsString("Address"))
        .containsExactly("10.0.0.7", "2001:db8::7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"unknown", "_hidden", "10.0.0", "10.0.0.7:http", "[::1", "fe80::1%none", "::%"})
  void nobody_is_taken_for_the_proxy(String hop) {
    Reply reply = consul.put("agent/service/register", "{\"Name\":\"app\"}", withToken(hop));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).isEqualTo("Invalid X-Forwarded-For: \"" + hop + "\" is no address");
    assertThat(consul.directory.nodes()).isEmpty();
  }

  private static String[] withToken(String hop) {
    return new String[] {FORWARDED, hop, "X-Consul-Token", TestConsul.TOKEN};
  }
}
