package dev.cairn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.feed.SourceSettings.Kind;
import dev.cairn.feed.SourceSettings.Rank;
import dev.cairn.feed.SourceSettings.Remote;
import dev.cairn.registry.Mirror;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a crash leaves of a source: its file, read while the source is still followed.
class FeedTest {
  private static final Instant BEGUN = Instant.ofEpochSecond(1_000_000);
  private static final Duration MAX_STALE = Duration.ofSeconds(35);

  @TempDir Path folder;
  private final BlockingQueue<Said> script = new LinkedBlockingQueue<>();
  private volatile Instant now = BEGUN;
  private SnapshotFile file;
  private Feed feed;

  private interface Said {
    void to(Intake intake) throws IOException;
  }

  @BeforeEach
  void begin() {
    var settings =
        new SourceSettings(
            "sky", new Kind.Consul(new Remote(List.of(), null), null), Rank.USUAL, null, null);
    file = new SnapshotFile(settings, folder);
    file.write(
        new Snapshot("consul", new Generation("", 5), BEGUN, Mirrors.of("sky", "api:1@10.0.0.1")));
    feed =
        new Feed(
            settings,
            this::follow,
            file,
            new FeedTerms(
                folder,
                new FeedTerms.Tolerance(Duration.ofSeconds(60), MAX_STALE),
                Pace.USUAL,
                () -> now,
                new Random(1)),
            FeedObserver.NONE,
            new Silent());
    feed.start();
  }

  private void follow(Intake intake) throws IOException, InterruptedException {
    while (true) {
      script.take().to(intake);
    }
  }

  @AfterEach
  void end() {
    feed.close();
  }

  @Test
  void a_source_in_sync_is_known_to_be_so_up_to_a_tenth_of_max_stale_though_nothing_changes()
      throws IOException {
    byte[] before = Files.readAllBytes(folder.resolve("sky.json"));
    Instant later = BEGUN.plus(MAX_STALE.dividedBy(10));
    says(later, Intake::inSync);
    awaitSyncedAt(later);
    assertThat(Files.readAllBytes(folder.resolve("sky.json"))).isEqualTo(before);
  }

  @Test
  void the_last_sync_is_kept_when_a_source_goes_away() {
    Instant last = BEGUN.plusSeconds(2);
    says(last, Intake::inSync);
    says(
        last.plusSeconds(1),
        _ -> {
          throw new IOException("away");
        });
    awaitSyncedAt(last);
    assertThat(feed.report().state()).isEqualTo(new SourceState.Stale(last));
  }

  @Test
  void a_change_is_kept_with_the_time_of_its_sync() {
    Instant later = BEGUN.plusSeconds(7);
    Mirror mirror = Mirrors.of("sky", "api:1@10.0.0.1", "api:2@10.0.0.2");
    says(later, intake -> intake.take(new Update.Whole(mirror, new Generation("", 6))));
    awaitSyncedAt(later);
    assertThat(file.read().mirror()).isEqualTo(mirror);
  }

  private void says(Instant when, Said said) {
    script.add(intake -> {
      now = when;
      said.to(intake);
    });
  }

  private void awaitSyncedAt(Instant when) {
    Followed.await("synced at " + when, () -> file.read().syncedAt().equals(when));
  }

  private static final class Silent implements Feed.Told {
    @Override
    public void serves(Mirror mirror) {}

    @Override
    public void isOtherwise() {}
  }
}
