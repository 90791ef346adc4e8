package dev.cairn.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What tells one state of a file from another without reading it: which file it is, behind all
/// symbolic links, when it was changed, and its size.
///
/// @param key device and inode where the system has them
/// @param changed when the file's content or its inode changed last
public record FileStamp(@Nullable Object key, Instant modified, Instant changed, long size) {
  /// The stamp of a file that is not there, or cannot be looked at.
  static final FileStamp ABSENT = new FileStamp(null, Instant.EPOCH, Instant.EPOCH, -1);

  /// A stamp that no file has.
  static final FileStamp NEVER = new FileStamp(null, Instant.EPOCH, Instant.EPOCH, -2);

  private static final boolean HAS_CHANGE_TIME =
      Path.of("").getFileSystem().supportedFileAttributeViews().contains("unix");

  static FileStamp of(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      Instant modified = attributes.lastModifiedTime().toInstant();
      Instant changed =
          HAS_CHANGE_TIME
              ? ((FileTime) Objects.requireNonNull(Files.getAttribute(file, "unix:ctime")))
                  .toInstant()
              : modified;
      return new FileStamp(attributes.fileKey(), modified, changed, attributes.size());
    } catch (NoSuchFileException | NotDirectoryException _) {
      return ABSENT;
    } catch (IOException _) {
      return ABSENT; // reading it will say why
    }
  }

  boolean isAbsent() {
    return this.equals(ABSENT);
  }
}
