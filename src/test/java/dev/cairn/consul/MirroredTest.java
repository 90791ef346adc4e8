package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.consul.TestConsul.Reply;
import dev.cairn.health.Status;
import dev.cairn.registry.Check;
import dev.cairn.registry.CheckSpec;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Lapses.Lapse;
import dev.cairn.registry.Mirror;
import dev.cairn.registry.Mirroring;
import dev.cairn.registry.Samples;
import dev.cairn.registry.Stamp;
import dev.cairn.registry.Union.Voice;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What other sources say, asked to be changed by the clients of this registry.
class MirroredTest {
  private static final String THEIRS =
      "service \"db:1\" is what the source \"etcd-lab\" says: change it there";
  private static final String THEIR_CHECK = "check \"up\" is what a source says: change it there";
  private TestConsul consul;

  @BeforeEach
  void begin() throws IOException {
    consul = new TestConsul();
  }

  @AfterEach
  void end() throws Exception {
    consul.close();
  }

  /// A node with an instance and a check.
  private void mirror(String node, String address) {
    String key = node.toLowerCase(Locale.ROOT);
    var one =
        new Instance(
            new Instance.Key(key, "db:1"),
            "db",
            List.of(),
            "10.0.0.5",
            5432,
            Instance.Traits.NONE,
            new Instance.Origin("etcd-lab", ""),
            Stamp.NONE);
    var up =
        new Check(
            new Check.Key(key, "up"),
            "up",
            "",
            new CheckSpec(
                new CheckSpec.Means.Told(), CheckSpec.Thresholds.AT_ONCE, Duration.ZERO, ""),
            new Check.Result(Status.PASSING, "", 0, 0),
            Stamp.NONE);
    new Mirroring(consul.registry, () -> Instant.ofEpochMilli(1_000), _ -> {})
        .mirror(
            List.of(
                new Voice(
                    "etcd-lab",
                    false,
                    new Mirror(List.of(Samples.node(node, address)), List.of(one), List.of(up)))));
  }

  private String put(String path, String body) {
    Reply reply = consul.put(path, body);
    assertThat(reply.status()).as(path + " " + body).isEqualTo(400);
    return reply.text();
  }

  @Test
  void the_catalog_does_not_change_it() {
    mirror("Lab", "10.0.0.2");
    String node = "\"Node\":\"Lab\"";
    assertThat(put("catalog/deregister", "{" + node + "}")).isEqualTo(THEIRS);
    assertThat(put("catalog/deregister", "{" + node + ",\"ServiceID\":\"db:1\"}"))
        .isEqualTo(THEIRS);
    String at = "{" + node + ",\"Address\":\"%s\"%s}";
    String service = ",\"Service\":{\"ID\":\"%s\",\"Service\":\"x\"}";
    assertThat(put("catalog/register", at.formatted("10.9.9.9", service.formatted("db:1"))))
        .isEqualTo(THEIRS);
    assertThat(put("catalog/register", at.formatted("10.9.9.9", service.formatted("x"))))
        .isEqualTo("node \"Lab\" is at 10.0.0.2, as a source says: change it there");
    String check = ",\"Check\":{\"CheckID\":\"%s\",\"Status\":\"critical\"}";
    assertThat(put("catalog/register", at.formatted("10.0.0.2", check.formatted("up"))))
        .isEqualTo(THEIR_CHECK);
    assertThat(put("catalog/deregister", "{" + node + ",\"CheckID\":\"up\"}"))
        .isEqualTo(THEIR_CHECK);
    assertThat(consul.get("catalog/service/db").json().at("/0/ServiceAddress").asString())
        .isEqualTo("10.0.0.5");
    assertThat(consul.get("catalog/node/lab").json().at("/Node/Address").asString())
        .isEqualTo("10.0.0.2");
  }

  @Test
  void others_may_put_things_of_their_own_beside_it() {
    mirror("Lab", "10.0.0.2");
    String node = "{\"Node\":\"Lab\"";
    String meta = ",\"Address\":\"10.0.0.2\",\"NodeMeta\":{\"zone\":\"b\"}";
    String check = ",\"Check\":{\"CheckID\":\"ours\",\"Status\":\"passing\"}}";
    assertThat(consul.put("catalog/register", node + meta + check).text()).isEqualTo("true");
    assertThat(consul.get("catalog/node/lab").json().at("/Node/Meta").isEmpty())
        .as("the node stays as its source says")
        .isTrue();
    assertThat(consul.get("health/node/lab").json().findValuesAsString("CheckID"))
        .containsExactly("ours", "up");
    assertThat(consul.put("catalog/deregister", node + ",\"CheckID\":\"ours\"}").text())
        .isEqualTo("true");
  }

  @Test
  void an_agent_does_not_change_it_on_its_own_node() {
    mirror("node1", "10.0.1.1");
    assertThat(put("agent/service/register", "{\"Name\":\"x\",\"ID\":\"db:1\"}")).isEqualTo(THEIRS);
    assertThat(put("agent/service/deregister/db:1", "")).isEqualTo(THEIRS);
    assertThat(put("agent/check/register", "{\"Name\":\"up\",\"TTL\":\"10s\"}"))
        .isEqualTo(THEIR_CHECK);
    assertThat(put("agent/check/deregister/up", "")).isEqualTo(THEIR_CHECK);
    String check = "{\"Name\":\"x\",\"Check\":{\"CheckID\":\"up\",\"TTL\":\"10s\"}}";
    assertThat(put("agent/service/register", check)).isEqualTo(THEIR_CHECK);
    assertThat(consul.get("agent/services").json().at("/db:1/Service").asString()).isEqualTo("db");
    assertThat(consul.get("agent/checks").json().at("/up/Status").asString()).isEqualTo("passing");
    assertThat(consul.put("agent/service/register", "{\"Name\":\"x\"}").status()).isEqualTo(200);
  }

  @Test
  void it_is_as_old_as_its_source() {
    mirror("Lab", "10.0.0.2");
    consul.lapses.set(Map.of("etcd-lab", new Lapse.Stale(7), "other", new Lapse.Stale(90)));
    for (String path : List.of("health/service/db", "catalog/node/lab", "health/node/lab")) {
      assertThat(consul.get(path).header("X-Consul-LastContact")).as(path).isEqualTo("7000");
    }
  }

  @Test
  void it_can_be_out_of_service_here() {
    mirror("node1", "10.0.1.1");
    assertThat(consul.put("agent/service/maintenance/db:1?enable=true", "").status())
        .isEqualTo(200);
    assertThat(consul.get("health/service/db?passing").text()).isEqualTo("[]");
    assertThat(consul.put("agent/service/maintenance/db:1?enable=false", "").status())
        .isEqualTo(200);
    assertThat(consul.get("health/service/db?passing").json().size()).isEqualTo(1);
  }
}
