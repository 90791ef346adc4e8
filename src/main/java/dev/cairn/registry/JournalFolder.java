package dev.cairn.registry;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder in which a registry is kept. A generation is a snapshot of all that was there, and
/// the journal of what came after; both have its number.
///
/// ```
/// snapshot-7  journal-7  [journal-8 while snapshot-8 is being written]  lock
/// ```
final class JournalFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalFolder.class);
  private static final String SNAPSHOT = "snapshot-";
  private static final String JOURNAL = "journal-";
  private static final String UNFINISHED = ".tmp";

  private final Path folder;
  private final FileChannel lockFile;

  private JournalFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /// @throws IOException if it cannot be made or written, or another process has it
  static JournalFolder open(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel lockFile =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(lockFile)) {
      lockFile.close();
      throw new IOException("another Cairn keeps its registry in " + folder);
    }
    var opened = new JournalFolder(folder, lockFile);
    try {
      opened.removeUnfinished();
    } catch (IOException e) {
      lockFile.close();
      throw e;
    }
    return opened;
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException _) {
      return false; // this very process
    }
  }

  Path snapshot(long generation) {
    return folder.resolve(SNAPSHOT + generation);
  }

  Path journal(long generation) {
    return folder.resolve(JOURNAL + generation);
  }

  /// The numbers of the generations that have a journal, ascending.
  List<Long> journals() throws IOException {
    return generations(JOURNAL);
  }

  List<Long> snapshots() throws IOException {
    return generations(SNAPSHOT);
  }

  private List<Long> generations(String prefix) throws IOException {
    List<Long> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.matches(prefix + "\\d{1,18}"))
          .forEach(name -> found.add(Long.parseLong(name.substring(prefix.length()))));
    }
    found.sort(null);
    return found;
  }

  /// Puts a snapshot into its place, whole.
  void publish(Path written, long generation) throws IOException {
    Files.move(written, snapshot(generation), StandardCopyOption.ATOMIC_MOVE);
    sync();
  }

  Path temporary(long generation) {
    return folder.resolve(SNAPSHOT + generation + UNFINISHED);
  }

  void removeJournal(long generation) throws IOException {
    Files.deleteIfExists(journal(generation));
  }

  /// Removes what older generations left.
  void removeBefore(long generation) throws IOException {
    for (long old : snapshots()) {
      if (old < generation) {
        Files.deleteIfExists(snapshot(old));
      }
    }
    for (long old : journals()) {
      if (old < generation) {
        Files.deleteIfExists(journal(old));
      }
    }
  }

  /// Removes snapshots that a process before did not finish.
  private void removeUnfinished() throws IOException {
    try (DirectoryStream<Path> left =
        Files.newDirectoryStream(folder, SNAPSHOT + "*" + UNFINISHED)) {
      for (Path one : left) {
        Files.deleteIfExists(one);
      }
    }
  }

  /// Keeps what could not be read for whoever wants to look at it.
  void setAside(Path damaged) throws IOException {
    Path aside = damaged.resolveSibling(damaged.getFileName() + ".damaged");
    Files.copy(damaged, aside, StandardCopyOption.REPLACE_EXISTING);
    LOG.warn("registry: {} is damaged; a copy of it is kept as {}", damaged, aside);
  }

  /// What was created and renamed is there for good when this returns.
  void sync() throws IOException {
    try (FileChannel channel = FileChannel.open(folder)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
