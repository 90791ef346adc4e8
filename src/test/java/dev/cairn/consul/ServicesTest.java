package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.consul.TestConsul.Reply;
import dev.cairn.health.Status;
import dev.cairn.registry.Check;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// What programs do to put themselves into the registry, and what others read of them.
class ServicesTest {
  private static final String API =
      """
      {"ID":"api-1","Name":"api","Tags":["production","v2"],"Address":"10.0.1.5","Port":8080,
       "Check":{"TTL":"10s","DeregisterCriticalServiceAfter":"30s"}}\
      """;

  private TestConsul consul;

  @BeforeEach
  void open() throws Exception {
    consul = new TestConsul();
  }

  @AfterEach
  void close() {
    consul.close();
  }

  private Reply register(String json) {
    return consul.put("agent/service/register", json);
  }

  @Test
  void a_service_lives_from_registration_to_deregistration() {
    Reply registered = register(API);
    assertThat(registered.status()).isEqualTo(200);
    assertThat(registered.text()).isEmpty();
    assertThat(consul.get("health/service/api?passing").text()).isEqualTo("[]");
    assertThat(consul.put("agent/check/pass/service:api-1").status()).isEqualTo(200);
    JsonNode passing = consul.get("health/service/api?passing").json();
    assertThat(passing.at("/0/Service/ID").stringValue()).isEqualTo("api-1");
    assertThat(consul.put("agent/service/deregister/api-1").status()).isEqualTo(200);
    assertThat(consul.get("health/service/api").text()).isEqualTo("[]");
    assertThat(consul.get("agent/checks").text()).isEqualTo("{}");
  }

  @Test
  void an_element_of_health_has_all_keys_in_their_order() {
    register(API);
    String index = consul.get("health/service/api").header("X-Consul-Index");
    String id = Agent.idOf("node1").toString();
    assertThat(consul.get("health/service/api").text())
        .isEqualTo(
            """
            [{"Node":{"ID":"NODE","Node":"node1","Address":"10.0.1.1","Datacenter":"dc1",\
            "TaggedAddresses":{"lan":"10.0.1.1","wan":"10.0.1.1"},"Meta":{},"CreateIndex":N,"ModifyIndex":N},\
            "Service":{"ID":"api-1","Service":"api","Tags":["production","v2"],"Address":"10.0.1.5",\
            "TaggedAddresses":{"lan_ipv4":{"Address":"10.0.1.5","Port":8080}},"Meta":{},"Port":8080,\
            "Weights":{"Passing":1,"Warning":1},"EnableTagOverride":false,"CreateIndex":N,"ModifyIndex":N},\
            "Checks":[{"Node":"node1","CheckID":"service:api-1","Name":"Service 'api' check",\
            "Status":"critical","Notes":"","Output":"","ServiceID":"api-1","ServiceName":"api",\
            "ServiceTags":["production","v2"],"Type":"ttl","Interval":"","Timeout":"",\
            "CreateIndex":N,"ModifyIndex":N}]}]\
            """
                .replace("NODE", id)
                .replace(":N", ":" + index));
  }

  @Test
  void an_element_of_the_catalog_has_all_keys_in_their_order() {
    register(API);
    assertThat(consul.get("catalog/service/api").json().get(0).propertyNames())
        .containsExactly(
            "ID",
            "Node",
            "Address",
            "Datacenter",
            "TaggedAddresses",
            "NodeMeta",
            "ServiceID",
            "ServiceName",
            "ServiceTags",
            "ServiceAddress",
            "ServicePort",
            "ServiceMeta",
            "ServiceWeights",
            "ServiceTaggedAddresses",
            "ServiceEnableTagOverride",
            "CreateIndex",
            "ModifyIndex");
  }

  @Test
  void nothing_is_ever_null() {
    register("{\"Name\":\"bare\"}");
    for (String path :
        List.of(
            "health/service/bare",
            "catalog/service/bare",
            "agent/services",
            "agent/service/bare",
            "catalog/nodes",
            "catalog/node/node1",
            "catalog/node-services/node1",
            "agent/self",
            "agent/members")) {
      assertThat(consul.get(path).text()).as(path).doesNotContain("null");
    }
    assertThat(consul.get("health/service/bare").json().at("/0/Checks").isArray()).isTrue();
  }

  @Test
  void ids_of_checks_are_made_up_as_clients_expect_them() {
    register(
        """
        {"Name":"two","Check":{"TTL":"1s"},"Checks":[{"TTL":"2s"},{"CheckID":"own","Name":"mine","TTL":"3s"}]}\
        """);
    assertThat(consul.get("agent/checks").json().propertyNames())
        .containsExactlyInAnyOrder("service:two:1", "service:two:2", "own");
  }

  @Test
  void a_registration_again_keeps_status_and_other_checks() {
    register(API);
    consul.put("agent/check/pass/service:api-1");
    register("{\"ID\":\"api-1\",\"Name\":\"api\",\"Port\":8081,\"Check\":{\"TTL\":\"10s\"}}");
    JsonNode service = consul.get("health/service/api?passing").json();
    assertThat(service.at("/0/Service/Port").intValue()).isEqualTo(8081);
    register("{\"ID\":\"api-1\",\"Name\":\"api\"}");
    assertThat(consul.get("agent/checks").json().propertyNames()).containsExactly("service:api-1");
    consul.put(
        "agent/service/register?replace-existing-checks", "{\"ID\":\"api-1\",\"Name\":\"api\"}");
    assertThat(consul.get("agent/checks").json().isEmpty()).isTrue();
  }

  @Test
  void what_is_not_known_is_said_in_words_that_clients_match() {
    register(API);
    Reply service = consul.put("agent/service/deregister/api");
    assertThat(service.status()).isEqualTo(404);
    assertThat(service.text())
        .isEqualTo(
            "Unknown service ID \"api\". Ensure that the service ID is passed, not the service name.");
    Reply check = consul.put("agent/check/pass/nope");
    assertThat(check.status()).isEqualTo(404);
    assertThat(check.text())
        .isEqualTo(
            "Unknown check ID \"nope\". Ensure that the check ID is passed, not the check name.");
    Reply unknown = consul.get("agent/service/x");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.text()).isEqualTo("unknown service ID: x");
    Reply orphan =
        consul.put("agent/check/register", "{\"Name\":\"c\",\"ServiceID\":\"x\",\"TTL\":\"1s\"}");
    assertThat(orphan.status()).isEqualTo(404);
    assertThat(orphan.text()).isEqualTo("ServiceID \"x\" does not exist");
  }

  @Test
  void a_heartbeat_of_a_check_that_is_none_of_ttl_is_an_error_of_the_server() {
    register(
        """
        {"Name":"web","Check":{"CheckID":"c","HTTP":"http://10.0.1.5/","Interval":"10s"}}\
        """);
    Reply reply = consul.put("agent/check/pass/c");
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.text()).isEqualTo("CheckID \"c\" does not have associated TTL");
  }

  @Test
  void results_are_told_with_a_note_or_a_body() {
    register(API);
    consul.put("agent/check/warn/service:api-1?note=slow+today");
    assertThat(check().result().status()).isEqualTo(Status.WARNING);
    assertThat(check().result().output()).isEqualTo("slow today");
    consul.put("agent/check/update/service:api-1", "{\"Status\":\"passing\",\"Output\":\"fine\"}");
    assertThat(check().result().output()).isEqualTo("fine");
    assertThat(consul.put("agent/check/update/service:api-1", "{\"Status\":\"good\"}").status())
        .isEqualTo(400);
    consul.put(
        "agent/check/update/service:api-1",
        "{\"Status\":\"passing\",\"Output\":\"" + "x".repeat(9000) + "\"}");
    assertThat(check().result().output()).hasSizeLessThan(4200);
  }

  @Test
  void the_newest_output_is_read_everywhere_though_it_wakes_nobody() {
    register(API);
    consul.put("agent/check/fail/service:api-1?note=first");
    long index = consul.get("health/service/api").index();
    CompletableFuture<Reply> waiting = consul.poll("health/service/api?index=" + index);
    await().until(() -> consul.directory.parked() == 1);
    consul.put("agent/check/fail/service:api-1?note=second");
    assertThat(outputs()).containsOnly("second").hasSize(7);
    assertThat(consul.get("health/service/api").index()).isEqualTo(index);
    assertThat(consul.directory.parked()).isEqualTo(1);
    consul.put("agent/maintenance?enable=true");
    assertThat(waiting.join().json().at("/0/Checks/1/Output").stringValue()).isEqualTo("second");
  }

  private List<String> outputs() {
    return Stream.of(
            "agent/checks",
            "health/service/api",
            "health/checks/api",
            "health/node/node1",
            "health/state/critical",
            "agent/health/service/id/api-1",
            "agent/health/service/name/api")
        .flatMap(path -> consul.get(path).json().findValues("Output").stream())
        .map(JsonNode::stringValue)
        .toList();
  }

  private Check check() {
    return consul.directory.check(new Check.Key("node1", "service:api-1"));
  }

  @Test
  void a_check_of_the_node_takes_all_of_it_out() {
    consul.put("agent/check/register", "{\"Name\":\"disk\",\"TTL\":\"10s\"}");
    register("{\"Name\":\"web\"}");
    assertThat(consul.get("health/service/web?passing").text()).isEqualTo("[]");
    consul.put("agent/check/pass/disk");
    assertThat(consul.get("health/service/web?passing").json().size()).isEqualTo(1);
    assertThat(consul.put("agent/check/deregister/disk").status()).isEqualTo(200);
    assertThat(consul.put("agent/check/deregister/disk").status()).isEqualTo(404);
    assertThat(consul.put("agent/check/register", "{\"TTL\":\"10s\"}").text())
        .isEqualTo("Missing check name");
  }

  @ParameterizedTest
  @CsvSource({"passing, 200", "warning, 429", "critical, 503"})
  void load_balancers_read_health_from_the_status(String word, int status) {
    register(API);
    consul.put("agent/check/update/service:api-1", "{\"Status\":\"" + word + "\"}");
    for (String path : List.of("agent/health/service/id/api-1", "agent/health/service/name/api")) {
      assertThat(consul.get(path).status()).isEqualTo(status);
      assertThat(consul.get(path + "?format=text").text()).isEqualTo(word);
    }
    assertThat(
            consul
                .get("agent/health/service/id/api-1")
                .json()
                .get("AggregatedStatus")
                .stringValue())
        .isEqualTo(word);
    assertThat(consul.get("agent/health/service/id/none").status()).isEqualTo(404);
    assertThat(consul.get("agent/health/service/name/none").status()).isEqualTo(404);
  }

  @Test
  void maintenance_takes_out_and_shows_what_was_there_when_it_ends() {
    register(API);
    consul.put("agent/check/pass/service:api-1");
    assertThat(consul.put("agent/service/maintenance/api-1").text())
        .isEqualTo("Missing value for enable");
    assertThat(consul.put("agent/service/maintenance/api-1?enable=True&reason=moving").status())
        .isEqualTo(200);
    assertThat(consul.put("agent/service/maintenance/api-1?enable=true&reason=moving").status())
        .isEqualTo(200);
    assertThat(consul.get("health/service/api?passing").text()).isEqualTo("[]");
    JsonNode checks = consul.get("agent/checks").json();
    assertThat(checks.at("/_service_maintenance:api-1/Name").stringValue())
        .isEqualTo("Service Maintenance Mode");
    assertThat(checks.at("/_service_maintenance:api-1/Notes").stringValue()).isEqualTo("moving");
    assertThat(consul.get("agent/health/service/id/api-1").status()).isEqualTo(503);
    consul.put("agent/service/maintenance/api-1?enable=0");
    assertThat(consul.get("health/service/api?passing").json().size()).isEqualTo(1);
    assertThat(consul.put("agent/service/maintenance/x?enable=true").status()).isEqualTo(404);
    consul.put("agent/maintenance?enable=true");
    assertThat(consul.get("health/service/api?passing").text()).isEqualTo("[]");
    consul.put("agent/maintenance?enable=false");
    assertThat(consul.get("health/service/api?passing").json().size()).isEqualTo(1);
  }

  @Test
  void tags_narrow_all_of_them_in_any_case() {
    register(API);
    assertThat(consul.get("catalog/service/api?tag=V2&tag=production").json().size()).isEqualTo(1);
    assertThat(consul.get("catalog/service/api?tag=v2&tag=v3").text()).isEqualTo("[]");
    assertThat(consul.get("health/service/api?tag=v3").text()).isEqualTo("[]");
    assertThat(consul.get("catalog/service/API").json().size()).isEqualTo(1);
    assertThat(consul.get("health/service/api?node-meta=a:b").text()).isEqualTo("[]");
  }

  @Test
  void the_catalog_unites_tags() {
    register(API);
    register("{\"ID\":\"api-2\",\"Name\":\"api\",\"Tags\":[\"v3\"]}");
    assertThat(consul.get("catalog/services").text())
        .isEqualTo("{\"api\":[\"production\",\"v2\",\"v3\"]}");
    assertThat(consul.get("catalog/datacenters").text()).isEqualTo("[\"dc1\"]");
  }

  @Test
  void who_is_not_known_has_an_empty_answer() {
    assertThat(consul.get("catalog/service/none").text()).isEqualTo("[]");
    assertThat(consul.get("health/service/none").text()).isEqualTo("[]");
    assertThat(consul.get("health/checks/none").text()).isEqualTo("[]");
    assertThat(consul.get("health/node/none").text()).isEqualTo("[]");
    assertThat(consul.get("catalog/node/none").text()).isEqualTo("null");
    assertThat(consul.get("catalog/node-services/none").text()).isEqualTo("null");
    assertThat(consul.get("agent/services").text()).isEqualTo("{}");
  }

  @Test
  void checks_are_read_by_service_node_and_state() {
    register(API);
    for (String path :
        List.of(
            "health/checks/api",
            "health/node/NODE1",
            "health/state/any",
            "health/state/critical")) {
      assertThat(consul.get(path).json().at("/0/CheckID").stringValue())
          .as(path)
          .isEqualTo("service:api-1");
    }
    assertThat(consul.get("health/state/passing").text()).isEqualTo("[]");
    assertThat(consul.get("health/state/bad").status()).isEqualTo(400);
  }

  @Test
  void the_ping_of_clients_is_answered() {
    assertThat(consul.get("status/leader").text()).isEqualTo("\"127.0.0.1:8300\"");
    assertThat(consul.get("status/peers").text()).isEqualTo("[\"127.0.0.1:8300\"]");
    JsonNode self = consul.get("agent/self").json();
    assertThat(self.at("/Config/Version").stringValue()).isEqualTo("1.22.0");
    assertThat(self.at("/Config/Server").booleanValue()).isTrue();
    assertThat(self.at("/Member/ProtocolMax").intValue()).isPositive();
    assertThat(self.at("/Member/DelegateCur").intValue()).isPositive();
    assertThat(consul.get("agent/members?segment=_all").json().size()).isEqualTo(1);
    assertThat(consul.put("agent/reload").status()).isEqualTo(200);
    assertThat(consul.get("agent/version").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254/latest/meta-data",
        "http://[fe80::1]/",
        "http://169.254.0.1:80/"
      })
  void checks_may_not_dial_what_is_closed_to_those_who_want_them(String url) {
    Reply reply =
        register("{\"Name\":\"a\",\"Check\":{\"HTTP\":\"" + url + "\",\"Interval\":\"10s\"}}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).startsWith("Invalid check: link-local");
    assertThat(consul.get("catalog/services").text()).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not a host!",
        "[2001:db8::7]",
        "10.0.0.5:80",
        "fe80::1%eth0",
        "300.1.1.1",
        "a..b"
      })
  void an_address_that_dns_cannot_give_is_refused(String address) {
    Reply service = register("{\"Name\":\"a\",\"Address\":\"" + address + "\"}");
    assertThat(service.status()).isEqualTo(400);
    assertThat(service.text()).isEqualTo("Invalid service address");
    Reply node = consul.put("catalog/register", "{\"Node\":\"n\",\"Address\":\"" + address + "\"}");
    assertThat(node.status()).isEqualTo(400);
    assertThat(node.text()).isEqualTo("Invalid node address");
    assertThat(consul.get("catalog/services").text()).isEqualTo("{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10.0.1.5", "2001:db8::7", "host", "host.example.com.", "a_b-c.d"})
  void an_address_may_be_one_or_the_name_of_a_host(String address) {
    assertThat(register("{\"Name\":\"a\",\"Address\":\"" + address + "\"}").status())
        .isEqualTo(200);
  }

  @Test
  void scripts_are_refused() {
    Reply reply = register("{\"Name\":\"a\",\"Check\":{\"Args\":[\"id\"],\"Interval\":\"1s\"}}");
    assertThat(reply.status()).isEqualTo(500);
    assertThat(reply.text()).startsWith("Scripts are disabled on this agent from remote calls; ");
  }

  @Test
  void a_hash_is_of_what_was_registered_and_not_of_how_it_does() {
    register(API);
    String hash = consul.get("agent/service/api-1").header("X-Consul-ContentHash");
    assertThat(consul.get("agent/service/api-1").json().get("ContentHash").stringValue())
        .isEqualTo(hash);
    consul.put("agent/check/pass/service:api-1");
    assertThat(consul.get("agent/service/api-1").header("X-Consul-ContentHash")).isEqualTo(hash);
    register("{\"ID\":\"api-1\",\"Name\":\"api\",\"Port\":1}");
    assertThat(consul.get("agent/service/api-1").header("X-Consul-ContentHash")).isNotEqualTo(hash);
  }
}
