package dev.cairn.feed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file in which what is known of a source survives a restart. Written whole or not at all;
/// what cannot be read is set aside. Its time of modification says when the source was in sync
/// last, so that this costs no writing while nothing changes.
final class SnapshotFile implements Memory {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotFile.class);
  private static final long LARGEST = 1L << 30;

  private final String source;
  private final String identity;
  private final Path file;

  SnapshotFile(SourceSettings settings, Path folder) {
    this.source = settings.name();
    this.identity = settings.identity();
    this.file = folder.resolve(source + ".json");
  }

  @Override
  public @Nullable Snapshot read() {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException("it is too large");
      }
      Snapshot kept = SnapshotJson.read(Files.readAllBytes(file));
      if (!kept.identity().equals(identity)) {
        return null;
      }
      Instant confirmed = Files.getLastModifiedTime(file).toInstant();
      return confirmed.isAfter(kept.syncedAt()) ? kept.confirmed(confirmed) : kept;
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      LOG.warn(
          "source {}: {} is not taken, {}; nothing is known until the source answers",
          source,
          file,
          HttpDoor.why(e));
      return null;
    }
  }

  @Override
  public boolean write(Snapshot snapshot) {
    try {
      Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
      WholeFile.write(file, unfinished, SnapshotJson.write(snapshot), snapshot.syncedAt());
      return true;
    } catch (IOException e) {
      LOG.warn(
          "source {}: {} is not written, {}; what was there before is left",
          source,
          file,
          e.toString());
      return false;
    }
  }

  @Override
  public boolean confirm(Instant syncedAt) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(syncedAt));
      return true;
    } catch (IOException e) {
      LOG.warn("source {}: {} cannot be touched, {}", source, file, e.toString());
      return false;
    }
  }
}
