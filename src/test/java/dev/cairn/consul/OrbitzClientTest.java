package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.orbitz.consul.AgentClient;
import com.orbitz.consul.Consul;
import com.orbitz.consul.NotRegisteredException;
import com.orbitz.consul.cache.ServiceHealthCache;
import com.orbitz.consul.model.agent.ImmutableRegistration;
import com.orbitz.consul.model.agent.Registration;
import com.orbitz.consul.option.QueryOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `com.orbitz.consul:consul-client`, as its users use it.
class OrbitzClientTest {
  private TestConsul consul;
  private Consul client;

  @BeforeEach
  void open() throws Exception {
    consul = new TestConsul();
    client =
        Consul.builder() // pings
            .withUrl(consul.url())
            .withReadTimeoutMillis(30_000)
            .build();
  }

  @AfterEach
  void close() {
    client.destroy();
    consul.close();
  }

  @Test
  void a_service_lives_by_its_heartbeats() throws Exception {
    AgentClient agent = client.agentClient();
    agent.ping();
    agent.register(8080, 10L, "api", "api-1", List.of("v2"), Map.of("zone", "a"));
    assertThat(agent.isRegistered("api-1")).isTrue();
    assertThat(client.healthClient().getHealthyServiceInstances("api").getResponse()).isEmpty();
    agent.pass("api-1", "fine");
    var found = client.healthClient().getHealthyServiceInstances("api");
    assertThat(found.isKnownLeader()).isTrue();
    assertThat(found.getLastContact()).isZero();
    assertThat(found.getResponse())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.getService().getPort()).isEqualTo(8080);
          assertThat(one.getService().getMeta()).containsEntry("zone", "a");
          assertThat(one.getNode().getAddress()).isEqualTo("10.0.1.1");
        });
    agent.warn("api-1");
    agent.fail("api-1", "broken");
    assertThat(agent.getChecks().get("service:api-1").getOutput()).contains("broken");
    agent.toggleMaintenanceMode("api-1", true, "moving");
    agent.toggleMaintenanceMode("api-1", false);
    agent.deregister("api-1");
    assertThat(agent.isRegistered("api-1")).isFalse();
    assertThatThrownBy(() -> agent.pass("api-1")).isInstanceOf(NotRegisteredException.class);
  }

  @Test
  void a_registration_with_all_its_keys_is_taken() throws Exception {
    AgentClient agent = client.agentClient();
    agent.register(
        ImmutableRegistration.builder()
            .id("web-1")
            .name("web")
            .address("10.0.1.7")
            .port(80)
            .addChecks(Registration.RegCheck.http("http://10.0.1.7/health", 10, 3))
            .addChecks(Registration.RegCheck.tcp("10.0.1.7:80", 10))
            .build());
    assertThat(agent.getChecks()).containsKeys("service:web-1:1", "service:web-1:2");
    assertThat(agent.getServices().get("web-1").getAddress()).isEqualTo("10.0.1.7");
    agent.registerCheck("disk", "disk", 10L, "");
    agent.registerCheck("page", "page", URI.create("http://10.0.1.7/").toURL(), 10L);
    agent.deregisterCheck("disk");
    assertThat(agent.getService("web-1", QueryOptions.BLANK).getResponse().getPort()).isEqualTo(80);
    assertThat(agent.getAgent().getConfig().getNodeName()).isEqualTo("node1");
    assertThat(agent.getAgent().getMember().getName()).isEqualTo("node1");
    assertThat(agent.getMembers()).hasSize(1);
  }

  @Test
  void what_is_there_is_read() {
    client.agentClient().register(8080, 10L, "api", "api-1", List.of("v2"), Map.of());
    assertThat(client.statusClient().getLeader()).isEqualTo("127.0.0.1:8300");
    assertThat(client.statusClient().getPeers()).hasSize(1);
    assertThat(client.catalogClient().getDatacenters()).containsExactly("dc1");
    assertThat(client.catalogClient().getServices().getResponse())
        .isEqualTo(Map.of("api", List.of("v2")));
    assertThat(client.catalogClient().getService("api").getResponse())
        .singleElement()
        .satisfies(one -> assertThat(one.getServiceId()).isEqualTo("api-1"));
    assertThat(client.catalogClient().getNodes().getResponse()).hasSize(1);
    assertThat(client.catalogClient().getNode("node1").getResponse().getServices())
        .containsKey("api-1");
    assertThat(client.healthClient().getServiceChecks("api").getResponse()).hasSize(1);
    assertThat(client.healthClient().getNodeChecks("node1").getResponse()).hasSize(1);
  }

  @Test
  void a_cache_follows_the_service() throws Exception {
    var seen = new CopyOnWriteArrayList<Integer>();
    try (var cache = ServiceHealthCache.newCache(client.healthClient(), "api")) {
      cache.addListener(map -> seen.add(map.size()));
      cache.start();
      assertThat(cache.awaitInitialized(10, TimeUnit.SECONDS)).isTrue();
      client.agentClient().register(8080, 10L, "api", "api-1", List.of(), Map.of());
      client.agentClient().pass("api-1");
      await().until(() -> cache.getMap().size() == 1);
      client.agentClient().deregister("api-1");
      await().until(() -> cache.getMap().isEmpty());
    }
    assertThat(seen).contains(1);
  }

  @Test
  void values_are_kept() {
    var values = client.keyValueClient();
    assertThat(values.putValue("config/a b", "1")).isTrue();
    assertThat(values.putValue("config/c", "2", 42L)).isTrue();
    assertThat(values.getValueAsString("config/a b")).contains("1");
    assertThat(values.getValuesAsString("config")).containsExactly("1", "2");
    assertThat(values.getKeys("config")).containsExactly("config/a b", "config/c");
    assertThat(values.getValue("config/c").orElseThrow().getFlags()).isEqualTo(42);
    values.deleteKey("config/c");
    assertThat(values.getValueAsString("config/c")).isEmpty();
    values.deleteKeys("config");
    assertThat(values.getValuesAsString("config")).isEmpty();
  }
}
