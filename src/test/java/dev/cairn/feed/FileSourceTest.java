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
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
          .containsExactly("it is empty; what is known of it stays until it is removed");
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

  private static final String API =
      """
      [[service]]
      name = "api"
      check = { tcp = "10.0.0.8:80", interval = "10s" }
      """;

  private Path services(String... files) throws IOException {
    Path some = Files.createDirectories(folder.resolve("some"));
    for (String file : files) {
      Files.writeString(some.resolve(file + ".toml"), file.equals("db") ? DB : API);
    }
    return some;
  }

  private Followed follow(Path some) {
    return new Followed(new Kind.Files(some, "192.0.2.1", false), kept);
  }

  @Test
  void a_start_without_the_folder_serves_what_was_in_it_and_goes_on_with_its_checks()
      throws IOException {
    Path some = services("db", "api");
    try (var followed = follow(some)) {
      followed.awaitIds("db-1", "api");
    }
    assertThat(Files.getPosixFilePermissions(kept.resolve("lab.d/db.toml")))
        .as("only what its owner may read")
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    Files.move(some, folder.resolve("away"));
    try (var followed = follow(some)) {
      followed.awaitIds("db-1", "api");
      followed.awaitStale();
      assertThat(followed.report().trouble()).contains("there is no folder");
      assertThat(followed.report().known().syncedAt()).isAfter(Instant.now().minusSeconds(60));
      assertThat(followed.mirror().checks())
          .singleElement()
          .satisfies(check -> assertThat(check.spec().means()).isInstanceOf(Means.Probed.class));
      Files.move(folder.resolve("away"), some);
      followed.awaitFresh();
    }
  }

  @Test
  void a_file_that_is_bad_at_the_start_leaves_what_was_known_of_it() throws IOException {
    Path some = services("db", "api");
    try (var followed = follow(some)) {
      followed.awaitIds("db-1", "api");
    }
    Files.writeString(some.resolve("db.toml"), "[[service]]\nname = broken\n");
    Files.writeString(some.resolve("api.toml"), API.replace("\"api\"", "\"web\""));
    try (var followed = follow(some)) {
      followed.awaitFresh();
      followed.awaitIds("db-1", "web");
      assertThat(followed.report().flaws()).hasSize(1);
    }
  }

  @Test
  void what_was_in_another_folder_is_not_known_in_this() throws IOException {
    try (var followed = follow(services("db"))) {
      followed.awaitIds("db-1");
    }
    try (var followed = follow(folder.resolve("other"))) {
      Followed.await("no folder", () -> followed.report().trouble().contains("no folder"));
      assertThat(followed.state()).isInstanceOf(SourceState.NeverSynced.class);
    }
  }

  @Test
  void a_file_that_was_deleted_is_forgotten_for_good() throws IOException {
    Path some = services("db", "api");
    try (var followed = follow(some)) {
      followed.awaitIds("db-1", "api");
      Files.delete(some.resolve("db.toml"));
      followed.awaitIds("api");
    }
    Files.move(some, folder.resolve("away"));
    try (var followed = follow(some)) {
      followed.awaitIds("api");
    }
  }

  @Test
  void a_folder_that_is_empty_at_the_start_may_be_a_disk_that_is_not_mounted() throws IOException {
    Path some = services("db", "api");
    try (var followed = follow(some)) {
      followed.awaitIds("db-1", "api");
    }
    Files.delete(some.resolve("db.toml"));
    Files.delete(some.resolve("api.toml"));
    for (int start = 0; start < 2; start++) {
      try (var followed = follow(some)) {
        followed.awaitHeld();
        followed.awaitIds("db-1", "api");
      }
    }
    try (var followed = follow(some)) {
      followed.awaitHeld();
      assertThat(followed.feeds().accept(Followed.NAME)).isEqualTo(Feeds.Acceptance.ACCEPTED);
      followed.awaitIds();
    }
    Files.delete(some);
    try (var followed = follow(some)) {
      followed.awaitStale();
      assertThat(followed.ids()).isEmpty();
    }
  }

  @Test
  void another_folder_of_the_name_that_is_empty_is_doubted_and_believed_after_a_while()
      throws IOException {
    Path some = Files.createSymbolicLink(folder.resolve("link"), services("db", "api"));
    var settings =
        new SourceSettings(
            Followed.NAME,
            new Kind.Files(some, "192.0.2.1", false),
            SourceSettings.Rank.USUAL,
            null,
            null);
    try (var followed = new Followed(settings, kept, Duration.ofSeconds(2))) {
      followed.awaitIds("db-1", "api");
      Path empty = Files.createDirectory(folder.resolve("empty"));
      Path other = Files.createSymbolicLink(folder.resolve("other"), empty);
      Files.move(other, some, StandardCopyOption.ATOMIC_MOVE);
      followed.awaitHeld();
      assertThat(followed.ids()).containsExactlyInAnyOrder("db-1", "api");
      followed.awaitIds();
      followed.awaitFresh();
    }
  }

  @Test
  void names_of_files_need_not_be_text() throws IOException, InterruptedException {
    Path some = services("db");
    for (String octet : List.of("\\xe4", "\\xf6")) {
      String name = octet.equals("\\xe4") ? "one" : "two";
      var write =
          new ProcessBuilder(
                  "bash",
                  "-c",
                  "printf '[[service]]\\nname = \"%s\"\\n' >$'k%s.toml'".formatted(name, octet))
              .directory(some.toFile())
              .start();
      assertThat(write.waitFor()).isZero();
    }
    try (var followed = follow(some)) {
      followed.awaitIds("db-1", "one", "two");
    }
    Files.move(some, folder.resolve("away"));
    try (var followed = follow(some)) {
      followed.awaitIds("db-1", "one", "two");
    }
  }

  @Test
  void a_copy_that_cannot_be_read_costs_no_other() throws IOException {
    Path some = services("db", "api");
    try (var followed = follow(some)) {
      followed.awaitIds("db-1", "api");
    }
    Files.delete(kept.resolve("lab.d/api.toml"));
    Files.createDirectory(kept.resolve("lab.d/api.toml"));
    Files.move(some, folder.resolve("away"));
    for (int start = 0; start < 2; start++) {
      try (var followed = follow(some)) {
        followed.awaitIds("db-1");
      }
    }
  }

  @Test
  void a_disk_that_takes_no_copies_costs_the_copies_only_and_is_tried_again() throws IOException {
    Path some = services("db");
    Files.writeString(kept.resolve("lab.d"), "in the way");
    try (var followed = follow(some)) {
      followed.awaitIds("db-1");
      followed.awaitFresh();
      Files.delete(kept.resolve("lab.d"));
    }
    Files.move(some, folder.resolve("away"));
    try (var followed = follow(some)) {
      followed.awaitIds("db-1");
    }
  }

  @Test
  void what_is_held_ends_when_the_files_come_back() throws IOException {
    Path some = services("db", "api");
    try (var followed = follow(some)) {
      followed.awaitIds("db-1", "api");
    }
    Files.delete(some.resolve("db.toml"));
    Files.delete(some.resolve("api.toml"));
    try (var followed = follow(some)) {
      followed.awaitHeld();
      services("db");
      services("api");
      followed.awaitFresh();
      assertThat(followed.ids()).containsExactlyInAnyOrder("db-1", "api");
    }
  }
}
