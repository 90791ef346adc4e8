package dev.cairn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.feed.SourceSettings.Kind;
import dev.cairn.health.Probe;
import dev.cairn.health.Status;
import dev.cairn.registry.CheckSpec.Asker;
import dev.cairn.registry.CheckSpec.Means;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSourceTest {
  private static final String DB =
      """
      [[service]]
      name = "db"
      id = "db-1"
      address = "10.0.0.7"
      port = 5432
      tags = ["primary"]
      meta = { "version" = "16" }
      weights = { passing = 10, warning = 1 }
      """;

  @TempDir Path folder;
  @TempDir Path kept;

  private Followed follow(boolean allowsScripts) {
    return new Followed(new Kind.Files(folder, "192.0.2.1", allowsScripts), kept);
  }

  @Test
  void services_come_from_all_files_and_change_with_them() throws IOException {
    Files.writeString(folder.resolve("db.toml"), DB);
    Files.writeString(folder.resolve("web.toml"), "[[service]]\nname = \"web\"\nport = 80\n");
    Files.writeString(folder.resolve("notes.txt"), "not a service");
    try (var followed = follow(false)) {
      followed.awaitIds("db-1", "web");
      followed.awaitFresh();
      var db = followed.instance("db-1");
      assertThat(db.tags()).containsExactly("primary");
      assertThat(db.traits().meta()).isEqualTo(Map.of("version", "16"));
      assertThat(db.traits().weights().passing()).isEqualTo(10);
      assertThat(followed.mirror().nodes()).hasSize(1);
      assertThat(followed.mirror().nodes().getFirst().address()).isEqualTo("192.0.2.1");
      Files.writeString(folder.resolve("db.toml"), DB.replace("db-1", "db-2"));
      followed.awaitIds("db-2", "web");
      Files.writeString(folder.resolve("web.toml"), "");
      Followed.await("the flaw", () -> !followed.report().flaws().isEmpty());
      assertThat(followed.report().flaws().values())
          .containsExactly("it is empty; what it had before stays");
      assertThat(followed.ids()).as("a full disk empties files").containsExactly("db-2", "web");
      Files.writeString(folder.resolve("db.toml"), "# nobody\n");
      followed.awaitIds("web");
      Files.delete(folder.resolve("db.toml"));
      Files.delete(folder.resolve("web.toml"));
      followed.awaitIds();
      assertThat(followed.report().held()).isNull();
    }
  }

  @Test
  void a_bad_entry_is_named_with_its_place_and_its_siblings_stay() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("some.toml"),
            """
            # one

            # two
            [[service]]
            name = "good"

            [[service]]
            name = "bad"
            port = 70000

            [[service]]
            name = "odd"
            prot = 80

            [[service]]
            address = "10.0.0.1"
            """);
    try (var followed = follow(false)) {
      followed.awaitIds("good");
      assertThat(followed.report().flaws())
          .containsEntry(file + ":9:1", "port is not a number from 0 to 65535")
          .containsEntry(file + ":13:1", "prot is not a key that there is here")
          .containsEntry(file + ":15:1", "name is missing");
      Files.writeString(file, "[[service]]\nname = \"good\"\n[[service]]\nname = broken\n");
      Followed.await(
          "the fault",
          () ->
              followed.report().flaws().keySet().stream()
                  .anyMatch(at -> at.startsWith(file + ":4:")));
      assertThat(followed.ids()).as("as before the fault").containsExactly("good");
    }
  }

  @Test
  void checks_are_those_of_a_registration() throws IOException {
    Files.writeString(
        folder.resolve("some.toml"),
        """
        [[service]]
        name = "api"
        [[service.checks]]
        http = "http://10.0.0.1:8080/health"
        interval = "10s"
        timeout = "1s"
        failures_before_critical = 3
        header = { "Host" = ["api.example.com"] }
        [[service.checks]]
        ttl = "1m30s"
        status = "passing"
        """);
    try (var followed = follow(false)) {
      followed.awaitIds("api");
      var checks = followed.mirror().checks();
      assertThat(checks).hasSize(2);
      assertThat(checks.getFirst().key().id()).isEqualTo("service:api:1");
      assertThat(checks.getFirst().result().status()).isEqualTo(Status.CRITICAL);
      assertThat(checks.getFirst().spec().thresholds().toCritical()).isEqualTo(3);
      assertThat(checks.getFirst().spec().means())
          .isInstanceOfSatisfying(
              Means.Probed.class,
              probed -> {
                assertThat(probed.interval()).isEqualTo(Duration.ofSeconds(10));
                assertThat(probed.probe()).isInstanceOf(Probe.Http.class);
              });
      assertThat(checks.getLast().spec().means())
          .isEqualTo(new Means.TimeToLive(Duration.ofSeconds(90)));
      assertThat(checks.getLast().result().status()).isEqualTo(Status.PASSING);
    }
  }

  @Test
  void a_tcp_check_with_tls_says_whom_it_expects_and_whether_that_is_verified() throws IOException {
    Files.writeString(
        folder.resolve("one.toml"),
        """
        [[service]]
        name = "db"
        [service.check]
        tcp = "10.0.0.1:5432"
        tcpusetls = true
        tlsservername = "db.example"
        tlsskipverify = true
        interval = "5s"
        """);
    try (var followed = follow(false)) {
      followed.awaitIds("db");
      assertThat(followed.report().flaws()).isEmpty();
      assertThat(followed.mirror().checks().getFirst().spec().means())
          .isEqualTo(
              new Means.Probed(
                  new Probe.Tcp("10.0.0.1", 5432, new Probe.Tls("db.example", false)),
                  Duration.ofSeconds(5),
                  Duration.ofSeconds(10),
                  Asker.THIS_MACHINE));
    }
  }

  @Test
  void commands_run_only_if_the_operator_allows_it() throws IOException {
    Files.writeString(
        folder.resolve("some.toml"),
        "[[service]]\nname = \"api\"\ncheck = { args = [\"/bin/true\"], interval = \"5s\" }\n");
    try (var followed = follow(false)) {
      Followed.await("the flaw", () -> !followed.report().flaws().isEmpty());
      assertThat(followed.ids()).isEmpty();
    }
    try (var followed = follow(true)) {
      followed.awaitIds("api");
    }
  }

  @Test
  void a_folder_that_is_away_takes_nothing_with_it() throws IOException {
    Path some = Files.createDirectory(folder.resolve("some"));
    Files.writeString(some.resolve("db.toml"), DB);
    try (var followed = new Followed(new Kind.Files(some, "192.0.2.1", false), kept)) {
      followed.awaitIds("db-1");
      Files.move(some, folder.resolve("away"));
      followed.awaitStale();
      assertThat(followed.ids()).containsExactly("db-1");
      assertThat(followed.report().trouble()).contains("there is no folder");
      Files.move(folder.resolve("away"), some);
      followed.awaitFresh();
    }
  }
}
