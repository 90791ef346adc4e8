package dev.cairn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies of the files of a source as they were taken last. Beside them a file `source` says whose
/// they are; its time of modification is when that source was in sync last.
///
/// What is to be kept is noted at once and written later, by another thread, so that a disk that
/// hangs or fails costs the copies and never the source. What could not be written is tried again.
final class FileCopies {
  private static final Logger LOG = LoggerFactory.getLogger(FileCopies.class);

  private final String source;
  private final String identity;
  private final Path folder;
  private final Path mark;
  private final Map<Path, byte[]> unwritten = new HashMap<>(); // by name, as the next
  private final Set<Path> gone = new HashSet<>();
  private boolean isMarked; // of the thread that writes

  /// @param identity of the source; copies of another are removed
  FileCopies(String source, String identity, Path folder) {
    this.source = source;
    this.identity = identity;
    this.folder = folder;
    this.mark = folder.resolve("source");
  }

  /// Hands out all copies, by the names of the files; before anything is written.
  ///
  /// @return when the source was in sync last; null if nothing is known of it
  @Nullable Instant read(BiConsumer<Path, byte[]> each) {
    try {
      if (!Files.readString(mark).equals(identity)) {
        return null;
      }
      Instant syncedAt = Files.getLastModifiedTime(mark).toInstant();
      isMarked = true;
      for (Path copy : copies()) {
        read(copy, each);
      }
      return syncedAt;
    } catch (NoSuchFileException _) {
      return null;
    } catch (IOException e) {
      warn("are not taken", e);
      return null;
    }
  }

  private void read(Path copy, BiConsumer<Path, byte[]> each) {
    try {
      if (Files.size(copy) <= ServiceFiles.LARGEST) {
        each.accept(copy.getFileName(), Files.readAllBytes(copy));
      }
    } catch (IOException e) {
      warn("are taken without " + copy.getFileName(), e);
    }
  }

  private List<Path> copies() throws IOException {
    List<Path> copies = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, WatchedFolder.FILES)) {
      all.forEach(copies::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return copies;
  }

  /// Notes what a file has in it now.
  synchronized void keep(Path name, byte[] octets) {
    gone.remove(name);
    unwritten.put(name, octets);
  }

  /// Notes that there are no such files any more. Their copies stay until that is believed.
  synchronized void gone(Collection<Path> names) {
    names.forEach(unwritten::remove);
    gone.addAll(names);
  }

  /// Takes out what is noted as gone, as it is believed.
  synchronized Set<Path> takeGone() {
    Set<Path> taken = Set.copyOf(gone);
    gone.clear();
    return taken;
  }

  private synchronized void putBack(Set<Path> names) {
    names.stream().filter(name -> !unwritten.containsKey(name)).forEach(gone::add);
  }

  /// Writes what is noted.
  ///
  /// @param forgotten whose copies are removed
  /// @param syncedAt when the source was in sync last
  /// @return whether all is as it is noted now
  boolean write(Set<Path> forgotten, Instant syncedAt) {
    Set<Path> left = new HashSet<>(forgotten);
    try {
      if (!isMarked) {
        begin();
      }
      for (Path name : forgotten) {
        Files.deleteIfExists(folder.resolve(name));
        left.remove(name);
      }
      for (Map.Entry<Path, byte[]> one : noted().entrySet()) {
        write(one.getKey(), one.getValue());
      }
    } catch (IOException e) {
      putBack(left);
      warn("are not as the files are now", e);
      return false;
    }
    return confirm(syncedAt);
  }

  /// The mark comes first: what stands without one is nobody's.
  private void begin() throws IOException {
    Files.createDirectories(folder);
    for (Path copy : copies()) {
      Files.delete(copy);
    }
    write(mark, identity.getBytes(UTF_8), Instant.EPOCH);
    isMarked = true;
  }

  private synchronized Map<Path, byte[]> noted() {
    return Map.copyOf(unwritten);
  }

  private void write(Path name, byte[] octets) throws IOException {
    Path copy = folder.resolve(name);
    if (!Files.exists(copy) || !Arrays.equals(Files.readAllBytes(copy), octets)) {
      write(copy, octets, Instant.now());
    }
    synchronized (this) {
      unwritten.remove(name, octets); // unless there is something newer
    }
  }

  private void write(Path file, byte[] octets, Instant modified) throws IOException {
    WholeFile.write(file, folder.resolve("unfinished.tmp"), octets, modified);
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
