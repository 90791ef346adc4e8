package dev.cairn.feed;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;

/// Files that are written whole or not at all, and are there for good afterwards. Nobody but their
/// owner reads them: what checks show to services may be in them.
final class WholeFile {
  private static final FileAttribute<?>[] FOR_OWNER =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
          }
          : new FileAttribute<?>[0];

  private WholeFile() {}

  /// @param unfinished beside it, where it is written first
  /// @param modified what its time of modification is to say
  /// @throws IOException and what was there before is left
  static void write(Path file, Path unfinished, byte[] octets, Instant modified)
      throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    writeWhole(unfinished, octets);
    Files.setLastModifiedTime(unfinished, FileTime.from(modified));
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(file);
  }

  private static void writeWhole(Path unfinished, byte[] octets) throws IOException {
    try (var channel =
        FileChannel.open(
            unfinished,
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE),
            FOR_OWNER)) {
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
  private static void syncFolder(Path file) throws IOException {
    try (var channel =
        FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
