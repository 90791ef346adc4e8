package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.server.FileWatch.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
  @TempDir private Path folder;
  private final FileWatch watch =
      new FileWatch(Duration.ofHours(1), InstantSource.system(), () -> 0L);
  private Path file;
  private Path other;

  @BeforeEach
  void make() throws IOException {
    file = Files.writeString(folder.resolve("zone"), "one");
    other = Files.writeString(folder.resolve("included"), "one");
  }

  private void watch(Path... files) {
    watch.take(FileWatch.stamps(List.of(files)));
  }

  /// A file that was written a while ago, as one that is moved here at last.
  private Path written(String text) throws IOException {
    Path next = Files.writeString(folder.resolve("next"), text);
    return Files.setLastModifiedTime(next, FileTime.from(Instant.now().minusSeconds(2)));
  }

  @Test
  void what_is_written_in_place_is_left_alone() throws IOException {
    watch(file);
    Files.writeString(file, "two");
    assertThat(watch.look()).isEqualTo(Change.UNSETTLED);
  }

  @Test
  void a_new_file_that_is_being_written_is_left_alone() throws IOException {
    watch(file);
    Files.move(file, folder.resolve("old"));
    Files.writeString(file, "two");
    assertThat(watch.look()).isEqualTo(Change.UNSETTLED);
  }

  @Test
  void a_file_that_was_moved_here_is_whole() throws IOException {
    watch(file);
    Files.move(written("two"), file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(watch.look()).isEqualTo(Change.SETTLED);
  }

  @Test
  void one_of_several_files_waits_for_the_others() throws IOException {
    watch(file, other);
    Files.move(written("two"), file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(watch.look()).isEqualTo(Change.UNSETTLED);
  }

  @Test
  void what_has_not_changed_is_nothing_new() {
    watch(file, other);
    assertThat(watch.look()).isEqualTo(Change.NONE);
  }
}
