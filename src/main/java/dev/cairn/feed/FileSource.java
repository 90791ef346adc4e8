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
import java.util.List;
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
  private volatile Set<Instance.Key> told = Set.of(); // last

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
    Instant syncedAt =
        copies.read((name, octets) -> {
          if (!files.begin(folder.path().resolve(name), octets)) {
            copies.gone(List.of(name));
          }
        });
    Mirror mirror = files.mirror();
    boolean isNothing = syncedAt == null || syncedAt.equals(Instant.EPOCH);
    return isNothing && mirror.instances().isEmpty()
        ? null
        : new Snapshot(
            identity, Generation.NONE, syncedAt == null ? Instant.EPOCH : syncedAt, mirror);
  }

  /// What is in the files is kept until it is believed to be gone.
  @Override
  public boolean write(Snapshot snapshot) {
    Set<Path> forgotten;
    synchronized (this) {
      boolean isBelieved = told.containsAll(Parts.keys(snapshot.mirror()));
      forgotten = isBelieved ? copies.takeGone() : Set.of();
    }
    return copies.write(forgotten, snapshot.syncedAt());
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
    intake.take(new Update.Whole(mirror, Generation.NONE));
  }

  private void giveStep(State now, Intake intake) {
    Set<Instance.Key> gone = new HashSet<>(told);
    Mirror mirror = take(now, intake);
    gone.removeAll(told);
    intake.take(new Update.Step(mirror, Generation.NONE, told, gone));
  }

  private Mirror take(State now, Intake intake) {
    List<Path> gone = files.take(now.files());
    Mirror mirror = files.mirror();
    synchronized (this) { // so that nobody takes what is gone for believed
      told = Parts.keys(mirror);
      copies.gone(gone);
    }
    intake.flaws(files.flaws());
    return mirror;
  }
}
