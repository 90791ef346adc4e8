package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.consul.TestConsul.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that wait for a change.
class BlockingTest {
  private TestConsul consul;

  @BeforeEach
  void open() throws Exception {
    consul = new TestConsul();
    consul.put(
        "agent/service/register",
        "{\"ID\":\"api-1\",\"Name\":\"api\",\"Port\":80,\"Check\":{\"TTL\":\"10s\"}}");
  }

  @AfterEach
  void close() {
    consul.close();
  }

  private CompletableFuture<Reply> watch(String path) {
    int before = consul.api.watchers();
    var reply = poll(path, "10m");
    await().until(() -> consul.api.watchers() == before + 1);
    return reply;
  }

  private CompletableFuture<Reply> poll(String path, String wait) {
    long index = consul.get(path).index();
    String sign = path.contains("?") ? "&" : "?";
    return consul.poll(path + sign + "index=" + index + "&wait=" + wait);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "health/service/api | agent/check/pass/service:api-1 | ''",
        "health/checks/api | agent/check/pass/service:api-1 | ''",
        "health/node/node1 | agent/check/pass/service:api-1 | ''",
        "health/state/any | agent/check/pass/service:api-1 | ''",
        "health/state/passing | agent/check/pass/service:api-1 | ''",
        "health/service/api | agent/service/deregister/api-1 | ''",
        "catalog/service/api | agent/service/deregister/api-1 | ''",
        "catalog/services | agent/service/deregister/api-1 | ''",
        "catalog/services | agent/service/register | {\"ID\":\"api-1\",\"Name\":\"api\",\"Port\":81}",
        "catalog/nodes | catalog/register | {\"Node\":\"other\",\"Address\":\"10.0.0.9\"}",
        "catalog/node/node1 | agent/service/register | {\"Name\":\"new\"}",
        "kv/a?keys | kv/a/b | 1",
        "kv/a/?recurse | kv/a/b | 1",
        "kv/?recurse | kv/a/b | 1"
      })
  void whoever_waits_is_woken_by_what_they_wait_for(String watched, String write, String body) {
    var reply = watch(watched);
    long before = consul.get(watched).index();
    assertThat(consul.put(write, body).status()).isEqualTo(200);
    assertThat(reply.join().index()).isGreaterThan(before);
    assertThat(reply.join().text()).isEqualTo(consul.get(watched).text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "catalog/service/api",
        "catalog/services",
        "catalog/node/node1",
        "catalog/node-services/node1",
        "catalog/nodes"
      })
  void how_it_does_is_no_news_of_what_there_is(String watched) {
    var reply = watch(watched);
    long before = consul.get(watched).index();
    consul.put("agent/check/pass/service:api-1", "");
    consul.put("agent/maintenance?enable=true", "");
    assertThat(consul.get(watched).index()).isEqualTo(before);
    assertThat(reply).isNotDone();
    consul.put("catalog/deregister", "{\"Node\":\"node1\"}");
    assertThat(reply.join().index()).isGreaterThan(before);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "health/service/none | agent/service/register | {\"Name\":\"none\"}",
        "catalog/service/none | agent/service/register | {\"Name\":\"None\"}",
        "catalog/node/none | catalog/register | {\"Node\":\"None\",\"Address\":\"10.0.0.9\"}",
        "kv/none | kv/none | 1"
      })
  void what_does_not_exist_can_be_waited_for(String watched, String write, String body) {
    var reply = watch(watched);
    consul.put("agent/service/register", "{\"Name\":\"unrelated\"}");
    consul.put("kv/unrelated", "1");
    assertThat(reply).isNotDone();
    consul.put(write, body);
    assertThat(reply.join().text()).isNotEqualTo("[]").isNotEqualTo("null").isNotEmpty();
  }

  @Test
  void who_asks_something_else_is_answered_by_a_page_of_their_own() {
    List<String> questions =
        List.of(
            "health/service/api",
            "health/service/api?passing",
            "health/service/api?passing=0&tag=blue",
            "health/service/api?tag=red",
            "health/service/api?node-meta=rack:7",
            "health/service/api?pretty",
            "health/service/api?stale",
            "health/service/api?consistent",
            "health/service/API",
            "health/checks/api",
            "catalog/service/api");
    var replies = questions.stream().map(this::watch).toList();
    consul.put(
        "agent/service/register",
        "{\"ID\":\"api-2\",\"Name\":\"api\",\"Port\":81,\"Tags\":[\"blue\"]}");
    for (int i = 0; i < questions.size(); i++) {
      Reply told = replies.get(i).join();
      Reply asked = consul.get(questions.get(i));
      assertThat(told.text()).as(questions.get(i)).isEqualTo(asked.text());
      assertThat(told.all().headers()).as(questions.get(i)).isEqualTo(asked.all().headers());
    }
  }

  @Test
  void deletion_wakes_and_the_index_still_grows() {
    consul.put("kv/a", "1");
    var reply = watch("kv/a");
    long before = consul.get("kv/a").index();
    consul.send("DELETE", "kv/a", "");
    assertThat(reply.join().status()).isEqualTo(404);
    assertThat(reply.join().index()).isGreaterThan(before);
  }

  @Test
  void nobody_is_woken_by_others_or_by_words() {
    consul.put("agent/check/pass/service:api-1");
    var service = watch("health/service/api");
    var services = watch("catalog/services");
    for (int i = 0; i < 20; i++) {
      consul.put("agent/check/pass/service:api-1?note=" + i);
      consul.put("kv/k" + i, "1");
    }
    consul.put(
        "agent/service/register",
        "{\"ID\":\"api-1\",\"Name\":\"api\",\"Port\":80,\"Check\":{\"TTL\":\"10s\"}}");
    assertThat(service).isNotDone();
    consul.put("agent/check/fail/service:api-1");
    assertThat(service.join().status()).isEqualTo(200);
    assertThat(services).as("status of checks").isNotDone();
  }

  @Test
  void when_the_time_is_over_the_same_is_told_again() {
    Reply before = consul.get("health/service/api");
    Reply after = poll("health/service/api", "50ms").join();
    assertThat(after.status()).isEqualTo(200);
    assertThat(after.index()).isEqualTo(before.index());
    assertThat(after.text()).isEqualTo(before.text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?index=0", "?index=-1", "?index=1", "?index=99999999", "?index="})
  void an_index_that_is_not_ours_is_answered_at_once_with_ours(String query) {
    long ours = consul.get("health/service/api").index();
    assertThat(consul.get("health/service/api" + query).index()).isEqualTo(ours);
    assertThat(ours).isPositive();
  }

  @Test
  void what_cannot_be_waited_for_is_said() {
    assertThat(consul.get("health/service/api?index=1&wait=soon").text())
        .isEqualTo("Invalid wait time");
    assertThat(consul.get("health/service/api?index=x").text()).isEqualTo("Invalid index");
    assertThat(consul.get("health/service/api?index=x").status()).isEqualTo(400);
  }

  @Test
  void an_agent_service_is_waited_for_by_its_hash() {
    String hash = consul.get("agent/service/api-1").header("X-Consul-ContentHash");
    assertThat(consul.get("agent/service/api-1?hash=other&wait=1m").status()).isEqualTo(200);
    var reply = consul.poll("agent/service/api-1?hash=" + hash + "&wait=1m");
    await().until(() -> consul.api.watchers() == 1);
    consul.put("agent/check/pass/service:api-1"); // touches the node, not what was registered
    await().until(() -> consul.directory.parked() == 1);
    assertThat(reply).isNotDone();
    consul.put("agent/service/register", "{\"ID\":\"api-1\",\"Name\":\"api\",\"Port\":81}");
    assertThat(reply.join().json().get("Port").intValue()).isEqualTo(81);
  }

  @Test
  void a_place_is_free_again_when_the_answer_is_there() {
    IntStream.range(0, 5)
        .mapToObj(_ -> poll("health/service/none", "30ms"))
        .toList()
        .forEach(CompletableFuture::join);
    assertThat(consul.api.watchers()).isZero();
    assertThat(consul.directory.parked()).isZero();
  }
}
