package dev.cairn.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
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
      return HAS_CHANGE_TIME ? ofUnix(file) : ofAny(file);
    } catch (NoSuchFileException | NotDirectoryException _) {
      return ABSENT;
    } catch (IOException _) {
      return ABSENT; // reading it will say why
    }
  }

  /// All in one call to the system: there may be a great many files.
  private static FileStamp ofUnix(Path file) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(file, "unix:fileKey,lastModifiedTime,ctime,size");
    return new FileStamp(
        attributes.get("fileKey"),
        time(attributes.get("lastModifiedTime")),
        time(attributes.get("ctime")),
        attributes.get("size") instanceof Long size ? size : 0);
  }

  private static Instant time(@Nullable Object time) {
    return time instanceof FileTime t ? t.toInstant() : Instant.EPOCH;
  }

  private static FileStamp ofAny(Path file) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    Instant modified = attributes.lastModifiedTime().toInstant();
    return new FileStamp(attributes.fileKey(), modified, modified, attributes.size());
  }

  boolean isAbsent() {
    return this.equals(ABSENT);
  }
}
