package dev.cairn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.feed.SourceSettings.Kind;
import dev.cairn.registry.CheckSpec.Means;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is known of the files of a source after a start without them, and what is believed to be
/// gone.
class FileCopiesTest {
  private static final String DB = "[[service]]\nname = \"db\"\nid = \"db-1\"\n";

  private static final String API =
      """
      [[service]]
      name = "api"
      check = { tcp = "10.0.0.8:80", interval = "10s" }
      """;

  @TempDir Path folder;
  @TempDir Path kept;

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

  private void followOnce(Path some, String... ids) {
    try (var followed = follow(some)) {
      followed.awaitIds(ids);
    }
  }

  @Test
  void a_start_without_the_folder_serves_what_was_in_it_and_goes_on_with_its_checks()
      throws IOException {
    Path some = services("db", "api");
    followOnce(some, "db-1", "api");
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
    followOnce(some, "db-1", "api");
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
    followOnce(services("db"), "db-1");
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
    followOnce(some, "api");
  }

  @Test
  void a_folder_that_is_empty_at_the_start_may_be_a_disk_that_is_not_mounted() throws IOException {
    Path some = emptied();
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

  /// A folder whose files, `db` and `api`, were known when they were deleted.
  private Path emptied() throws IOException {
    Path some = services("db", "api");
    followOnce(some, "db-1", "api");
    Files.delete(some.resolve("db.toml"));
    Files.delete(some.resolve("api.toml"));
    return some;
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
    try (var followed = new Followed(settings, kept, Duration.ofSeconds(5))) {
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
    followOnce(some, "db-1", "one", "two");
    Files.move(some, folder.resolve("away"));
    followOnce(some, "db-1", "one", "two");
  }

  @Test
  void a_copy_that_cannot_be_read_costs_no_other() throws IOException {
    Path some = services("db", "api");
    followOnce(some, "db-1", "api");
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
    followOnce(some, "db-1");
  }

  @Test
  void what_is_held_ends_when_the_files_come_back() throws IOException {
    try (var followed = follow(emptied())) {
      followed.awaitHeld();
      services("db");
      services("api");
      followed.awaitFresh();
      assertThat(followed.ids()).containsExactlyInAnyOrder("db-1", "api");
    }
  }
}
