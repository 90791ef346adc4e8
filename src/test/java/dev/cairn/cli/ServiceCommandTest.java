package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.admin.FakeEvents;
import dev.cairn.admin.FakeRegistry;
import dev.cairn.admin.RegistryApi.NewCheck;
import dev.cairn.admin.RegistryApi.NewInstance;
import dev.cairn.admin.RegistryApi.Target;
import dev.cairn.admin.TestAdmin;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// `cairn service` and `cairn source`, asking over HTTP.
final class ServiceCommandTest {
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
  void each_service_is_a_row() {
    Run run = run("service", "list");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.lines())
        .containsExactly(
            "SERVICE  INSTANCES  HEALTH                                TAGS    FROM",
            "api      3          1 passing, 1 critical, 1 maintenance  v1, v2  here, prod");
  }

  @Test
  void instances_are_shown_with_their_checks_and_steer_no_terminal() {
    Run run = run("service", "show", "api");
    assertThat(run.status()).isZero();
    assertThat(run.lines())
        .containsExactly(
            "api-1 on node1: passing, 10.0.1.5:8080, tags v1",
            "    service:api-1 (http): passing: HTTP GET http://10.0.1.5:8080/: 200 OK",
            "api-2 on n2: critical, [2001:db8::1]:80, from prod");
    Run json = run("service", "show", "--json", "api");
    assertThat(json.out()).contains("\\u001B[31mfine").doesNotContain("\u001b");
    assertThat(run("service", "show", "none").status()).isEqualTo(1);
  }

  @Test
  void an_instance_is_registered_in_words() {
    Run run =
        run(
            "service",
            "register",
            "web",
            "--id",
            "web-1",
            "--address",
            "10.0.0.7",
            "--port",
            "80",
            "--tag",
            "a",
            "--tag",
            "b",
            "--meta",
            "k=v",
            "--tcp",
            "10.0.0.7:80",
            "--interval",
            "5s");
    assertThat(run.err()).isEmpty();
    assertThat(run.lines()).containsExactly("so it is");
    assertThat(run("service", "register", "plain", "--ttl", "1h").status()).isZero();
    assertThat(admin.registry().told)
        .containsExactly(
            new NewInstance(
                "web",
                "web-1",
                "10.0.0.7",
                80,
                List.of("a", "b"),
                Map.of("k", "v"),
                new NewCheck(NewCheck.Kind.TCP, "10.0.0.7:80", Duration.ofSeconds(5))),
            new NewInstance(
                "plain",
                "",
                "",
                0,
                List.of(),
                Map.of(),
                new NewCheck(NewCheck.Kind.TTL, "", Duration.ofHours(1))));
  }

  @Test
  void instances_go_down_for_a_while_come_back_and_go() {
    assertThat(run("service", "down", "--for", "1h", "--reason", "new disk", "a").status())
        .isZero();
    assertThat(run("service", "down", "a", "--node", "n").status()).isZero();
    assertThat(run("service", "up", "a").status()).isZero();
    assertThat(run("service", "deregister", "a").status()).isZero();
    assertThat(admin.registry().told)
        .containsExactly(
            new FakeRegistry.Down(new Target("a", ""), "new disk", Duration.ofHours(1)),
            new FakeRegistry.Down(new Target("a", "n"), "", null),
            new FakeRegistry.Up(new Target("a", "")),
            new FakeRegistry.Deregistered(new Target("a", "")));
  }

  @Test
  void what_cannot_be_is_used_wrong_and_what_is_refused_is_found_wrong() {
    assertThat(run("service", "down", "--for", "0s", "a").status()).isEqualTo(2);
    assertThat(run("service", "down", "--for", "forever", "a").status()).isEqualTo(2);
    assertThat(run("service", "down").status()).isEqualTo(2);
    assertThat(run("service", "register", "a", "--http", "b", "--tcp", "c:1").status())
        .isEqualTo(2);
    assertThat(run("service", "register", "a", "--port", "70000").status()).isEqualTo(2);
    assertThat(admin.registry().told).isEmpty();
    admin.registry().refusal = "there is no instance with the id \"a\"";
    Run refused = run("service", "up", "a");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.err()).contains("there is no instance with the id \"a\"");
  }

  @Test
  void what_happens_is_shown_as_it_happens() {
    var watching =
        CompletableFuture.supplyAsync(
            () -> run("service", "watch", "api"), Thread::startVirtualThread);
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> !admin.events().lastIds.isEmpty());
    admin.events().happens(FakeEvents.event(1, "service.added", "web/web-1"));
    admin.events().happens(FakeEvents.event(2, "zone.loaded", "api/none"));
    admin.events().happens(FakeEvents.event(3, "check.changed", "api/api-1/c"));
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(admin.events()::areAllTold);
    admin.close(); // ends it
    assertThat(watching.join().lines())
        .containsExactly(
            "2026-11-26T10:00:00.123Z  check.changed  api/api-1/c  passing → critical  HTTP 503\\027[31m");
  }

  @Test
  void each_source_is_a_row() {
    assertThat(run("source", "list").lines())
        .containsExactly(
            "SOURCE  TYPE    STATE       SERVICES  INSTANCES  HELD                               REASON",
            "prod    consul  synced      3         1,200      -                                  -",
            "lab     etcd    stale 93 s  2         10         for 42 s: it has nothing any more  nobody listens at 127.0.0.1:2379");
    admin.registry().sources = List.of();
    assertThat(run("source", "list").status()).isEqualTo(1);
  }

  @Test
  void what_is_held_is_accepted() {
    assertThat(run("source", "accept", "lab").status()).isZero();
    assertThat(admin.registry().told).containsExactly(new FakeRegistry.Accepted("lab"));
    admin.registry().refusal = "nothing of lab is held";
    assertThat(run("source", "accept", "lab").status()).isEqualTo(1);
  }

  @Test
  void without_a_registry_that_is_said() {
    admin.registry().isEnabled = false;
    Run run = run("service", "list");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("this server has no registry");
  }

  private Run run(String... words) {
    return Run.of(
        Stream.concat(Arrays.stream(words), Stream.of("--server", admin.url()))
            .toArray(String[]::new));
  }
}
