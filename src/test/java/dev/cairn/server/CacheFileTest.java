package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.cairn.cache.AnswerCache;
import dev.cairn.cache.CachePolicy;
import dev.cairn.cache.CacheView;
import dev.cairn.cache.Scope;
import dev.cairn.cache.Told;
import dev.cairn.message.Outcome;
import dev.cairn.resolve.Report;
import dev.cairn.resolve.Trace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

class CacheFileTest {
  private static final String WWW = "www.example.com.";
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path folder;

  @Test
  void what_was_saved_is_there_after_a_restart() throws IOException {
    Path file = folder.resolve("cache.bin");
    var before = cache();
    Told.keep(
        view(before),
        Told.address(WWW),
        new Report(Told.answer("www.example.com. 3600 IN A 192.0.2.1"), "", 0));
    fileOf(before, file).save(DAY);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    var after = cache();
    fileOf(after, file).restore();
    assertThat(view(after).here().resolve(Told.address(WWW), Trace.NONE))
        .isInstanceOf(Outcome.Answer.class);
  }

  @Test
  void a_file_that_is_none_is_left_behind_and_written_over_by_the_next() throws IOException {
    Path file = folder.resolve("cache.bin");
    Files.writeString(file, "something else, and long enough to be looked at");
    var cache = cache();
    fileOf(cache, file).restore();
    assertThat(cache.entries()).isZero();
    fileOf(cache, file).save(DAY);
    assertThat(Files.readAllBytes(file)).startsWith('C', 'A', 'I', 'R', 'N');
  }

  @Test
  void a_folder_that_is_missing_harms_nobody() {
    var cache = cache();
    fileOf(cache, folder.resolve("missing/cache.bin")).save(DAY);
    fileOf(cache, folder.resolve("missing/cache.bin")).restore();
    fileOf(cache, null).save(DAY);
    fileOf(cache, null).restore();
    assertThat(folder).isEmptyDirectory();
  }

  private static AnswerCache cache() {
    return new AnswerCache(1 << 20, Ticker.systemTicker(), new SecureRandom(), Runnable::run);
  }

  private static CacheView view(AnswerCache cache) {
    return cache.view(new Scope(Name.root, List.of(), ""), new CachePolicy(DAY, DAY, DAY));
  }

  private static CacheFile fileOf(AnswerCache cache, @Nullable Path file) {
    return new CacheFile(cache, file, InstantSource.system());
  }
}
