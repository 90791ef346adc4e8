package dev.cairn.feed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file in which what is known of a source survives a restart. Written whole or not at all;
/// what cannot be read is set aside.
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
      return SnapshotJson.read(Files.readAllBytes(file));
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

  void write(Snapshot snapshot) {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      writeWhole(unfinished, SnapshotJson.write(snapshot));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder();
    } catch (IOException e) {
      LOG.warn(
          "source {}: {} is not written, {}; what was there before is left",
          source,
          file,
          e.toString());
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
