package dev.cairn.feed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file in which what is known of a source survives a restart. Written whole or not at all;
/// what cannot be read is set aside. Its time of modification says when the source was in sync
/// last, so that this costs no writing while nothing changes.
final class SnapshotFile {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotFile.class);
  private static final long LARGEST = 1L << 30;

  private final String source;
  private final Path file;

  SnapshotFile(String source, Path folder) {
    this.source = source;
    this.file = folder.resolve(source + ".json");
  }

  /// What was kept last, null if there is nothing.
  @Nullable Snapshot read() {
    try {
      if (Files.size(file) > LARGEST) {
        throw new IOException("it is too large");
      }
      Snapshot kept = SnapshotJson.read(Files.readAllBytes(file));
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

  /// @return whether it is there now
  boolean write(Snapshot snapshot) {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      writeWhole(unfinished, SnapshotJson.write(snapshot));
      Files.setLastModifiedTime(unfinished, FileTime.from(snapshot.syncedAt()));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder();
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

  /// What is in it was still so then.
  ///
  /// @return whether it says that now
  boolean confirm(Instant syncedAt) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(syncedAt));
      return true;
    } catch (IOException e) {
      LOG.warn("source {}: {} cannot be touched, {}", source, file, e.toString());
      return false;
    }
  }

  private static void writeWhole(Path unfinished, byte[] octets) throws IOException {
    try (var channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      var left = ByteBuffer.wrap(octets);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
  }

  /// Only then the new name is there for good.
  private void syncFolder() throws IOException {
    try (var channel =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
