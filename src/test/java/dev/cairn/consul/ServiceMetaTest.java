package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.consul.TestConsul.Reply;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a service may say of itself.
class ServiceMetaTest {
  private TestConsul consul;

  @BeforeEach
  void open() throws Exception {
    consul = new TestConsul();
  }

  @AfterEach
  void close() {
    consul.close();
  }

  private Reply register(String meta) {
    return consul.put("agent/service/register", "{\"Name\":\"a\",\"Meta\":{" + meta + "}}");
  }

  private static String pair(String key, String value) {
    return "\"" + key + "\":\"" + value + "\"";
  }

  private void isRefused(String key, String value, String why) {
    Reply reply = register(pair(key, value));
    assertThat(reply.status()).as(key).isEqualTo(400);
    assertThat(reply.text())
        .isEqualTo(
            "Invalid Service Meta: Couldn't load metadata pair ('%s', '%s'): %s"
                .formatted(key, value, why));
  }

  @Test
  void keys_and_values_are_as_clients_of_consul_know_them() {
    isRefused("", "v", "Key cannot be blank");
    isRefused("a.b", "v", "Key contains invalid characters");
    isRefused("ä", "v", "Key contains invalid characters");
    isRefused("k".repeat(129), "v", "Key is too long (limit: 128 characters)");
    isRefused("consul-k", "v", "Key prefix 'consul-' is reserved for internal use");
    isRefused("k", "v".repeat(513), "Value is too long (limit: 512 characters)");
    assertThat(consul.get("catalog/services").text()).isEqualTo("{}");
    assertThat(
            register(pair("Az09_-", "any: ä.") + "," + pair("k".repeat(128), "v".repeat(512)))
                .status())
        .isEqualTo(200);
  }

  @Test
  void there_are_so_many_pairs_and_no_more() {
    assertThat(register(pairs(64)).status()).isEqualTo(200);
    Reply more = register(pairs(65));
    assertThat(more.status()).isEqualTo(400);
    assertThat(more.text())
        .isEqualTo(
            "Invalid Service Meta: Node metadata cannot contain more than 64 key/value pairs");
  }

  private static String pairs(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> pair("k" + i, "v"))
        .collect(Collectors.joining(","));
  }

  @Test
  void the_catalog_judges_services_and_leaves_nodes_to_their_agents() {
    String enrolled =
        "{\"Node\":\"n\",\"Address\":\"10.0.0.9\",\"NodeMeta\":{\"consul-version\":\"1.22.0\"},"
            + "\"Service\":{\"Service\":\"a\",\"Meta\":{\"KEY\":\"v\"}}}";
    assertThat(consul.put("catalog/register", enrolled.replace("KEY", "consul-k")).status())
        .isEqualTo(400);
    assertThat(consul.put("catalog/register", enrolled.replace("KEY", "k")).status())
        .isEqualTo(200);
  }
}
