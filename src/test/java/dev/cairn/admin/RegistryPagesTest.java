package dev.cairn.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.admin.RegistryApi.NewCheck;
import dev.cairn.admin.RegistryApi.NewInstance;
import dev.cairn.admin.RegistryApi.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/// Services and sources over HTTP.
final class RegistryPagesTest {
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
  void services_and_their_instances_are_told() throws IOException {
    var services = JsonMapper.shared().readTree(admin.get("/api/v1/services").body());
    assertThat(services.at("/services/0/name").stringValue()).isEqualTo("api");
    assertThat(services.at("/services/0/counts/maintenance").intValue()).isEqualTo(1);
    var shown = JsonMapper.shared().readTree(admin.get("/api/v1/services/show?name=api").body());
    assertThat(shown.at("/instances/0/checks/0/type").stringValue()).isEqualTo("http");
    assertThat(admin.get("/api/v1/services/show?name=none").status()).isEqualTo(200);
  }

  @Test
  void sources_are_told() throws IOException {
    var sources = JsonMapper.shared().readTree(admin.get("/api/v1/sources").body());
    assertThat(sources.at("/sources/1/state").stringValue()).isEqualTo("stale");
    assertThat(sources.at("/sources/1/held/seconds").intValue()).isEqualTo(42);
  }

  @Test
  void an_instance_is_registered_as_it_is_described() throws IOException {
    String body =
        "{\"name\": \"api\", \"id\": \"api-1\", \"address\": \"10.0.1.5\", \"port\": 8080,"
            + " \"tags\": [\"v1\"], \"meta\": {\"a\": \"b\"},"
            + " \"http\": \"http://10.0.1.5:8080/\", \"interval\": 5}";
    assertThat(admin.postTo("/api/v1/services/register", body).status()).isEqualTo(200);
    assertThat(admin.postTo("/api/v1/services/register", "{\"name\": \"b\"}").status())
        .isEqualTo(200);
    assertThat(admin.postTo("/api/v1/services/register", "{\"name\": \"c\", \"ttl\": 30}").status())
        .isEqualTo(200);
    assertThat(admin.registry().told)
        .containsExactly(
            new NewInstance(
                "api",
                "api-1",
                "10.0.1.5",
                8080,
                List.of("v1"),
                Map.of("a", "b"),
                new NewCheck(NewCheck.Kind.HTTP, "http://10.0.1.5:8080/", Duration.ofSeconds(5))),
            new NewInstance("b", "", "", 0, List.of(), Map.of(), null),
            new NewInstance(
                "c",
                "",
                "",
                0,
                List.of(),
                Map.of(),
                new NewCheck(NewCheck.Kind.TTL, "", Duration.ofSeconds(30))));
  }

  @Test
  void an_instance_goes_down_and_comes_back() throws IOException {
    String down = "{\"id\": \"a\", \"node\": \"n\", \"reason\": \"disk\", \"seconds\": 3600}";
    assertThat(admin.postTo("/api/v1/services/down", down).status()).isEqualTo(200);
    assertThat(admin.postTo("/api/v1/services/down", "{\"id\": \"a\"}").status()).isEqualTo(200);
    assertThat(admin.postTo("/api/v1/services/up", "{\"id\": \"a\"}").status()).isEqualTo(200);
    assertThat(admin.postTo("/api/v1/services/deregister", "{\"id\": \"a\"}").status())
        .isEqualTo(200);
    assertThat(admin.postTo("/api/v1/sources/accept", "{\"name\": \"lab\"}").status())
        .isEqualTo(200);
    assertThat(admin.registry().told)
        .containsExactly(
            new FakeRegistry.Down(new Target("a", "n"), "disk", Duration.ofHours(1)),
            new FakeRegistry.Down(new Target("a", ""), "", null),
            new FakeRegistry.Up(new Target("a", "")),
            new FakeRegistry.Deregistered(new Target("a", "")),
            new FakeRegistry.Accepted("lab"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "register | {} | name is missing",
        "register | {\"name\": \"\"} | name is missing",
        "register | {\"name\": \"a\", \"port\": 65536} | port has to be a number from 0 to 65535",
        "register | {\"name\": \"a\", \"port\": \"80\"} | port has to be a number",
        "register | {\"name\": \"a\", \"tags\": \"v1\"} | tags has to be a list of texts",
        "register | {\"name\": \"a\", \"tags\": [1]} | tags has to be a list of texts",
        "register | {\"name\": \"a\", \"meta\": [\"x\"]} | meta has to be an object of texts",
        "register | {\"name\": \"a\", \"tcp\": \"b:1\", \"ttl\": 5} | exclude each other",
        "register | {\"name\": \"a\", \"Port\": 80} | \"Port\" is no field here",
        "down | {\"id\": \"a\", \"seconds\": -1} | seconds has to be a number from 0",
        "up | {\"id\": 7} | id has to be a text in quotes",
        "deregister | {\"node\": \"n\"} | id is missing"
      })
  void what_makes_no_sense_is_said(String deed, String body, String sentence) throws IOException {
    var reply = admin.postTo("/api/v1/services/" + deed, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(error(reply)).contains(sentence);
    assertThat(admin.registry().told).isEmpty();
  }

  @Test
  void what_is_refused_says_why() throws IOException {
    admin.registry().refusal = "there is no instance with the id \"a\"";
    var reply = admin.postTo("/api/v1/services/up", "{\"id\": \"a\"}");
    assertThat(reply.status()).isEqualTo(409);
    assertThat(error(reply)).isEqualTo("there is no instance with the id \"a\"");
  }

  @Test
  void without_a_registry_that_is_said() throws IOException {
    admin.registry().isEnabled = false;
    var reply = admin.get("/api/v1/services");
    assertThat(reply.status()).isEqualTo(409);
    assertThat(error(reply)).contains("[registry] enabled = true");
    assertThat(admin.postTo("/api/v1/services/up", "{\"id\": \"a\"}").status()).isEqualTo(409);
    assertThat(admin.registry().told).isEmpty();
  }

  @Test
  void strangers_change_nothing() throws IOException {
    for (String path : List.of("services/register", "services/down", "sources/accept")) {
      assertThat(admin.ask("POST", "/api/v1/" + path, "Host: evil.example").status())
          .isEqualTo(403);
      assertThat(admin.get("/api/v1/" + path).status()).isEqualTo(405);
    }
  }

  private static String error(TestAdmin.Reply reply) {
    return JsonMapper.shared().readTree(reply.body()).get("error").stringValue();
  }
}
