package dev.cairn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies of the files of a source as they were taken last. Beside them a file `source` says whose
/// they are; its time of modification is when that source was in sync last.
///
/// A disk that fails costs the copies, never the source: it is in the log.
final class FileCopies {
  private static final Logger LOG = LoggerFactory.getLogger(FileCopies.class);

  private final String source;
  private final String identity;
  private final Path folder;
  private final Path mark;
  private final Set<String> gone = new HashSet<>();

  /// @param identity of the source; copies of another are removed
  FileCopies(String source, String identity, Path folder) {
    this.source = source;
    this.identity = identity;
    this.folder = folder;
    this.mark = folder.resolve("source");
  }

  /// What was kept.
  ///
  /// @param files what is in them, by name
  /// @param syncedAt the epoch if the source never was in sync
  record Kept(Map<String, byte[]> files, Instant syncedAt) {
    static final Kept NOTHING = new Kept(Map.of(), Instant.EPOCH);
  }

  /// All copies, of this source from now on.
  Kept read() {
    try {
      if (Files.readString(mark).equals(identity)) {
        return new Kept(octets(), Files.getLastModifiedTime(mark).toInstant());
      }
    } catch (NoSuchFileException _) {
      LOG.debug("source {}: there are no copies of its files in {}", source, folder);
    } catch (IOException e) {
      warn("are not taken, and written anew", e);
    }
    begin();
    return Kept.NOTHING;
  }

  private Map<String, byte[]> octets() throws IOException {
    Map<String, byte[]> octets = new TreeMap<>();
    try (DirectoryStream<Path> copies = Files.newDirectoryStream(folder, WatchedFolder.FILES)) {
      for (Path copy : copies) {
        octets.put(copy.getFileName().toString(), Files.readAllBytes(copy));
      }
    }
    return octets;
  }

  private void begin() {
    try {
      Files.createDirectories(folder);
      for (String file : octets().keySet()) {
        Files.delete(folder.resolve(file));
      }
      WholeFile.write(mark, identity.getBytes(UTF_8), Instant.EPOCH);
    } catch (IOException e) {
      warn("cannot be made; its files are not known after a restart without them", e);
    }
  }

  /// Keeps what a file has in it now.
  synchronized void keep(String file, byte[] octets) {
    gone.remove(file);
    Path copy = folder.resolve(file);
    try {
      if (!Files.exists(copy) || !Arrays.equals(Files.readAllBytes(copy), octets)) {
        WholeFile.write(copy, octets, Instant.now());
      }
    } catch (IOException e) {
      warn("do not have " + file + " as it is now", e);
    }
  }

  /// There is no such file any more. Its copy stays until the next [#removeGone].
  synchronized void gone(String file) {
    gone.add(file);
  }

  /// Removes the copies of files that are gone.
  synchronized void removeGone() {
    try {
      for (String file : gone) {
        Files.deleteIfExists(folder.resolve(file));
      }
      gone.clear();
    } catch (IOException e) {
      warn("have files that are gone", e);
    }
  }

  /// @return whether they say so now
  boolean confirm(Instant syncedAt) {
    try {
      Files.setLastModifiedTime(mark, FileTime.from(syncedAt));
      return true;
    } catch (IOException e) {
      warn("cannot be touched", e);
      return false;
    }
  }

  private void warn(String what, IOException e) {
    LOG.warn("source {}: the copies of its files in {} {}: {}", source, folder, what, e.toString());
  }
}
