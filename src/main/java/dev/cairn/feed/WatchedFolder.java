package dev.cairn.feed;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A folder whose `*.toml` are looked at again and again.
record WatchedFolder(Path path) {
  static final String FILES = "*.toml";
  private static final int MOST_FILES = 1_000;

  /// What tells one state of a file from another.
  record Stamp(FileTime modified, long size, @Nullable Object key) {}

  /// What is there at a time.
  ///
  /// @param place tells the folder from another under the same name, as when a disk is mounted
  record State(@Nullable Object place, Map<Path, Stamp> files) {

    boolean isElsewhere(State other) {
      return !Objects.equals(place, other.place);
    }
  }

  /// @throws IOException if it is not there, or has too many files
  State look() throws IOException {
    Map<Path, Stamp> stamps = new HashMap<>();
    try {
      Object place = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
      try (DirectoryStream<Path> all = Files.newDirectoryStream(path, FILES)) {
        for (Path file : all) {
          Stamp stamp = stamp(file);
          if (stamp != null) {
            stamps.put(file, stamp);
          }
          if (stamps.size() > MOST_FILES) {
            throw new IOException(
                "there are more than %,d files in %s".formatted(MOST_FILES, path));
          }
        }
      }
      return new State(place, stamps);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    } catch (NoSuchFileException | NotDirectoryException e) {
      throw new IOException("there is no folder " + path, e);
    }
  }

  private static @Nullable Stamp stamp(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException _) {
      return null; // gone, or a link that leads nowhere
    }
  }
}
