package dev.cairn.feed;

import dev.cairn.feed.SourceSettings.Kind.Files;
import dev.cairn.feed.WatchedFolder.State;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Mirror;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Follows the files of a folder: each `*.toml` is taken as soon as it has been still between two
/// looks. A file that is against the grammar, or empty (as on a full disk), leaves what was taken
/// of it before, also before a restart: copies of what was taken are kept. What is not in the files
/// any more was taken out by the operator, and goes at once. A folder that is not there was not;
/// and what is missing at the start, or in another folder under the same name, is doubted.
final class FileSource implements Source, Memory {
  private static final Duration BETWEEN = Duration.ofMillis(250);

  private final String identity;
  private final WatchedFolder folder;
  private final FileCopies copies;
  private final ServiceFiles files;
  private volatile Set<Instance.Key> told = Set.of();

  /// @param kept where copies are kept
  FileSource(SourceSettings settings, Files described, Path kept) {
    String name = settings.name();
    var form =
        new ServiceFile(settings, Parts.lower(name), new ServiceChecks(described.allowsScripts()));
    this.identity = settings.identity();
    this.folder = new WatchedFolder(described.directory());
    this.copies = new FileCopies(name, identity, kept.resolve(name + ".d"));
    this.files = new ServiceFiles(EtcdValues.nodeOf(name, described.address()), form, copies);
  }

  @Override
  public @Nullable Snapshot read() {
    FileCopies.Kept kept = copies.read();
    kept.files().forEach((name, octets) -> files.begin(folder.path().resolve(name), octets));
    boolean isNothing = kept.files().isEmpty() && kept.syncedAt().equals(Instant.EPOCH);
    return isNothing
        ? null
        : new Snapshot(identity, Generation.NONE, kept.syncedAt(), files.mirror());
  }

  /// What is in the files is kept as soon as it is taken, and until it is believed to be gone.
  @Override
  public boolean write(Snapshot snapshot) {
    if (told.containsAll(Parts.keys(snapshot.mirror()))) {
      copies.removeGone();
    }
    return confirm(snapshot.syncedAt());
  }

  @Override
  public boolean confirm(Instant syncedAt) {
    return copies.confirm(syncedAt);
  }

  @Override
  public void follow(Intake intake) throws IOException, InterruptedException {
    State seen = folder.look();
    State taken = seen; // at the start nobody waits for a file to be still
    giveWhole(taken, intake);
    while (true) {
      Thread.sleep(BETWEEN);
      State now = folder.look();
      boolean isStill = now.equals(seen);
      seen = now;
      if (isStill && now.isElsewhere(taken) || !intake.untilReading().isPositive()) {
        giveWhole(now, intake);
        taken = now;
      } else if (isStill && !now.equals(taken)) {
        giveStep(now, intake);
        taken = now;
      }
      intake.inSync();
    }
  }

  /// What is missing may be on a disk that is not there.
  private void giveWhole(State now, Intake intake) {
    Mirror mirror = take(now, intake);
    told = Parts.keys(mirror);
    intake.take(new Update.Whole(mirror, Generation.NONE));
  }

  private void giveStep(State now, Intake intake) {
    Mirror mirror = take(now, intake);
    Set<Instance.Key> put = Parts.keys(mirror);
    Set<Instance.Key> gone = new HashSet<>(told);
    gone.removeAll(put);
    told = put;
    intake.take(new Update.Step(mirror, Generation.NONE, put, gone));
  }

  private Mirror take(State now, Intake intake) {
    files.take(now.files());
    intake.flaws(files.flaws());
    return files.mirror();
  }
}
