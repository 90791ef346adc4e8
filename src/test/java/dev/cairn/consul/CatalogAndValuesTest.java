package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.consul.TestConsul.Reply;
import dev.cairn.registry.Limits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Writes to the catalog, and values by keys.
class CatalogAndValuesTest {
  private TestConsul consul;

  @BeforeEach
  void open() throws Exception {
    consul = new TestConsul();
  }

  @AfterEach
  void close() {
    consul.close();
  }

  @Test
  void agents_elsewhere_write_nodes_services_and_checks() {
    Reply reply =
        consul.put(
            "catalog/register",
            """
            {"Datacenter":"dc1","Node":"Foreign","Address":"10.0.0.9","NodeMeta":{"external":"yes"},
             "Service":{"ID":"db-1","Service":"db","Tags":["primary"],"Port":5432},
             "Check":{"Node":"Foreign","CheckID":"db:up","Name":"up","Status":"passing","Output":"ok","ServiceID":"db-1"},
             "Checks":[{"Name":"disk","Status":"warning"}]}\
            """);
    assertThat(reply.text()).isEqualTo("true");
    JsonNode member = consul.get("health/service/db?node-meta=external:yes").json().get(0);
    assertThat(member.at("/Node/Node").stringValue()).isEqualTo("Foreign");
    assertThat(member.at("/Service/Port").intValue()).isEqualTo(5432);
    assertThat(member.at("/Checks").findValuesAsString("CheckID"))
        .containsExactlyInAnyOrder("db:up", "disk");
    assertThat(consul.get("agent/services").text()).isEqualTo("{}");
    assertThat(consul.get("catalog/node/foreign").json().at("/Services/db-1/Service").stringValue())
        .isEqualTo("db");
    assertThat(consul.get("catalog/node-services/foreign").json().at("/Services/0/ID").asString())
        .isEqualTo("db-1");
  }

  @Test
  void agents_elsewhere_take_out_what_they_want() {
    consul.put(
        "catalog/register",
        """
        {"Node":"n","Address":"10.0.0.9","Service":{"Service":"db"},
         "Checks":[{"CheckID":"c","Status":"passing","ServiceID":"db"}]}\
        """);
    assertThat(consul.put("catalog/deregister", "{\"Node\":\"n\",\"CheckID\":\"c\"}").text())
        .isEqualTo("true");
    assertThat(consul.get("health/node/n").text()).isEqualTo("[]");
    assertThat(consul.put("catalog/deregister", "{\"Node\":\"n\",\"ServiceID\":\"db\"}").text())
        .isEqualTo("true");
    assertThat(consul.get("catalog/services").text()).isEqualTo("{}");
    assertThat(consul.put("catalog/deregister", "{\"Node\":\"n\"}").text()).isEqualTo("true");
    assertThat(consul.get("catalog/nodes").text()).isEqualTo("[]");
    assertThat(consul.put("catalog/deregister", "{\"Node\":\"n\"}").text()).isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "catalog/register | {} | 400",
        "catalog/register | {\"Node\":\"n\"} | 400",
        "catalog/register | {\"Node\":\"n\",\"Address\":\"10.0.0.1\",\"ID\":\"no-uuid\"} | 400",
        "catalog/register | {\"Node\":\"n\",\"Address\":\"10.0.0.1\",\"Datacenter\":\"dc9\"} | 500",
        "catalog/register | {\"Node\":\"n\",\"Address\":\"10.0.0.1\",\"Check\":{\"Name\":\"c\",\"Status\":\"good\"}} | 400",
        "catalog/register | {\"Node\":\"n\",\"Address\":\"10.0.0.1\",\"Check\":{\"Name\":\"c\",\"ServiceID\":\"x\"}} | 400",
        "catalog/deregister | {} | 400",
        "catalog/deregister | nonsense | 400"
      })
  void what_is_wrong_with_a_write_to_the_catalog_is_said(String path, String body, int status) {
    assertThat(consul.put(path, body).status()).isEqualTo(status);
    assertThat(consul.get("catalog/nodes").text()).isEqualTo("[]");
  }

  @Test
  void a_value_is_put_and_read_and_deleted() {
    Reply put = consul.put("kv/config/api/timeout?flags=18446744073709551615", "30s");
    assertThat(put.text()).isEqualTo("true");
    assertThat(put.header("Content-Type")).isEqualTo("application/json");
    Reply raw = consul.get("kv/config%2Fapi%2Ftimeout?raw");
    assertThat(raw.text()).isEqualTo("30s");
    assertThat(raw.header("Content-Type")).startsWith("text/plain");
    assertThat(raw.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(raw.header("Content-Security-Policy")).isEqualTo("sandbox");
    long index = raw.index();
    assertThat(consul.get("kv/config/api/timeout").text())
        .isEqualTo(
            """
            [{"LockIndex":0,"Key":"config/api/timeout","Flags":18446744073709551615,\
            "Value":"MzBz","CreateIndex":N,"ModifyIndex":N}]\
            """
                .replace("N}", index + "}")
                .replace("N,", index + ","));
    assertThat(consul.send("DELETE", "kv/config/api/timeout", "").text()).isEqualTo("true");
    Reply gone = consul.get("kv/config/api/timeout");
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.text()).isEmpty();
    assertThat(gone.index()).isGreaterThan(index);
  }

  @Test
  void what_is_more_than_there_may_be_is_refused() {
    consul.most.set(new Limits.Most(1, 1, 1, 1, 1));
    assertThat(consul.put("agent/service/register", "{\"Name\":\"api\"}").status()).isEqualTo(200);
    Reply full = consul.put("agent/service/register", "{\"Name\":\"web\"}");
    assertThat(full.status()).isEqualTo(507);
    assertThat(full.text()).isEqualTo("The registry is full: max-instances = 1 is reached");
    assertThat(consul.put("kv/a", "1").status()).isEqualTo(200);
    assertThat(consul.put("kv/a", "2").status()).isEqualTo(200);
    assertThat(consul.put("kv/b", "1").status()).isEqualTo(507);
  }

  @Test
  void nodes_and_checks_are_bounded_too() {
    String check = "{\"Name\":\"?\",\"TTL\":\"10s\"}";
    consul.most.set(new Limits.Most(9, 9, 1, 0, 2));
    assertThat(consul.put("agent/check/register", check).status()).isEqualTo(507);
    assertThat(consul.directory.nodes()).as("the node of a check that is refused").isEmpty();
    consul.most.set(new Limits.Most(9, 9, 1, 3, 2));
    for (String name : new String[] {"a", "b", "b"}) {
      assertThat(consul.put("agent/check/register", check.replace("?", name)).status())
          .isEqualTo(200);
    }
    Reply each = consul.put("agent/check/register", check.replace("?", "c"));
    assertThat(each.status()).isEqualTo(507);
    assertThat(each.text())
        .isEqualTo("The registry is full: max-checks-per-service = 2 is reached");
    String service = "{\"Name\":\"web\",\"Check\":{\"CheckID\":\"C\",\"TTL\":\"10s\"}}";
    consul.put("agent/service/register", service);
    String other = service.replace("C\",", "D\",");
    Reply all = consul.put("agent/service/register", other);
    assertThat(all.status()).isEqualTo(507);
    assertThat(all.text()).isEqualTo("The registry is full: max-checks = 3 is reached");
    assertThat(consul.put("agent/service/register?replace-existing-checks", other).status())
        .as("it takes the place of another")
        .isEqualTo(200);
    Reply node = consul.put("catalog/register", "{\"Node\":\"n\",\"Address\":\"10.0.0.9\"}");
    assertThat(node.status()).isEqualTo(507);
    assertThat(node.text()).isEqualTo("The registry is full: max-nodes = 1 is reached");
    String[] elsewhere = {"X-Forwarded-For", "10.0.0.5", "X-Consul-Token", TestConsul.TOKEN};
    assertThat(consul.put("agent/check/register", check, elsewhere).status()).isEqualTo(507);
    assertThat(consul.put("agent/maintenance?enable=true", "", elsewhere).status()).isEqualTo(507);
    assertThat(consul.registry.limits().refusedNodes()).isEqualTo(3);
    assertThat(consul.registry.limits().refusedChecks()).isEqualTo(3);
    consul.most.set(new Limits.Most(9, 9, 1, 1, 1));
    assertThat(consul.put("agent/service/register", other).status()).as("as it was").isEqualTo(200);
    assertThat(consul.put("agent/maintenance?enable=true").status()).isEqualTo(200);
  }

  @Test
  void a_node_may_be_called_by_an_address_and_be_at_a_name() {
    String body = "{\"Node\":\"ip-10-0-0-5\",\"Address\":\"ip-10-0-0-5.example.com\"}";
    assertThat(consul.put("catalog/register", body).text()).isEqualTo("true");
  }

  @Test
  void maintenance_that_others_tell_of_is_maintenance() {
    String check =
        "{\"Node\":\"n\",\"Address\":\"10.0.0.9\",\"Service\":{\"Service\":\"db\"},\"Check\":"
            + "{\"CheckID\":\"_service_maintenance:db\",\"ServiceID\":\"db\",\"Status\":\"%s\"}}";
    consul.put("catalog/register", check.formatted("critical"));
    assertThat(consul.registry.instances("db").getFirst().isInMaintenance()).isTrue();
    consul.put("catalog/register", check.formatted("passing"));
    assertThat(consul.registry.instances("db").getFirst().isInMaintenance()).isFalse();
  }

  @Test
  void values_are_read_by_prefix() {
    for (String key : new String[] {"a/b/c", "a/b/d", "a/e", "ab"}) {
      consul.put("kv/" + key, key);
    }
    assertThat(consul.get("kv/a/?recurse").json().findValuesAsString("Key"))
        .containsExactly("a/b/c", "a/b/d", "a/e");
    assertThat(consul.get("kv/a?keys").text()).isEqualTo("[\"a/b/c\",\"a/b/d\",\"a/e\",\"ab\"]");
    assertThat(consul.get("kv/a/?keys&separator=/").text()).isEqualTo("[\"a/b/\",\"a/e\"]");
    assertThat(consul.get("kv/?keys&separator=%2F").text()).isEqualTo("[\"a/\",\"ab\"]");
    assertThat(consul.get("kv/z?recurse").status()).isEqualTo(404);
    assertThat(consul.get("kv/z?keys").status()).isEqualTo(404);
    consul.send("DELETE", "kv/a/b?recurse", "");
    assertThat(consul.get("kv/?keys").text()).isEqualTo("[\"a/e\",\"ab\"]");
  }

  @Test
  void a_value_is_changed_only_by_who_knows_it() {
    assertThat(consul.put("kv/a?cas=0", "1").text()).isEqualTo("true");
    assertThat(consul.put("kv/a?cas=0", "2").text()).isEqualTo("false");
    long index = consul.get("kv/a").json().at("/0/ModifyIndex").longValue();
    assertThat(consul.put("kv/a?cas=" + (index + 1), "2").text()).isEqualTo("false");
    assertThat(consul.put("kv/a?cas=" + index, "2").text()).isEqualTo("true");
    assertThat(consul.get("kv/a?raw").text()).isEqualTo("2");
    assertThat(consul.send("DELETE", "kv/a?cas=" + index, "").text()).isEqualTo("false");
    assertThat(consul.send("DELETE", "kv/a?cas=0", "").text()).isEqualTo("false");
    long now = consul.get("kv/a").json().at("/0/ModifyIndex").longValue();
    assertThat(consul.send("DELETE", "kv/a?cas=" + now, "").text()).isEqualTo("true");
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, kv/a?cas=1&acquire=x",
    "PUT, kv/a?acquire=x&release=x",
    "PUT, kv/a?acquire=x",
    "PUT, kv/a?cas=x",
    "PUT, kv/a?flags=-1",
    "PUT, kv/",
    "DELETE, kv/a?recurse&cas=1",
    "DELETE, kv/"
  })
  void what_makes_no_sense_for_a_value_is_refused(String method, String path) {
    assertThat(consul.send(method, path, "1").status()).isEqualTo(400);
    assertThat(consul.get("kv/?keys").status()).isEqualTo(404);
  }

  @Test
  void an_empty_value_is_one() {
    consul.put("kv/a", "");
    assertThat(consul.get("kv/a").json().at("/0/Value").isNull()).isTrue();
    assertThat(consul.get("kv/a?raw").text()).isEmpty();
    assertThat(consul.get("kv/a?raw").status()).isEqualTo(200);
  }
}
