package dev.cairn.server;

import dev.cairn.cache.AnswerCache;
import dev.cairn.cache.SavedAnswers;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file in which the cache survives a restart. Written whole or not at all; what cannot be read
/// is left behind, and the server starts with an empty cache.
final class CacheFile {
  private static final Logger LOG = LoggerFactory.getLogger(CacheFile.class);

  private final AnswerCache cache;
  private final SavedAnswers saved;
  private final @Nullable Path file;

  /// @param file null if the cache is not to be kept
  /// @param clock of the wall
  CacheFile(AnswerCache cache, @Nullable Path file, InstantSource clock) {
    this.cache = cache;
    this.saved = new SavedAnswers(cache, clock);
    this.file = file;
  }

  /// Reads it back, if there is one; before anybody uses the cache.
  void restore() {
    if (file == null) {
      return;
    }
    long start = System.nanoTime();
    try (InputStream in = Files.newInputStream(file)) {
      int entries = saved.read(in);
      LOG.info("cache {}: {} answers taken, {} ms", file, entries, millisSince(start));
    } catch (NoSuchFileException _) {
      LOG.debug("cache {}: there is none yet", file);
    } catch (IOException e) {
      LOG.warn("cache {}: not taken, {}; the cache begins empty", file, DiskTrouble.why(e));
    }
  }

  /// Writes it, as nobody uses the cache any more.
  ///
  /// @param stale for how long what does not hold any more may be served
  void save(Duration stale) {
    if (file == null) {
      return;
    }
    long start = System.nanoTime();
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      int entries = write(unfinished, stale);
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(file);
      LOG.info(
          "cache {}: {} answers of {} octets written, {} ms",
          file,
          entries,
          cache.octets(),
          millisSince(start));
    } catch (IOException e) {
      LOG.warn(
          "cache {}: not written, {}; what was there before is left", file, DiskTrouble.why(e));
    }
  }

  private int write(Path unfinished, Duration stale) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            unfinished,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      int entries = saved.write(Channels.newOutputStream(channel), stale);
      channel.force(true);
      return entries;
    } catch (IOException e) {
      Files.deleteIfExists(unfinished);
      throw e;
    }
  }

  /// Only then the new name is there for good.
  private static void syncFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static long millisSince(long start) {
    return (System.nanoTime() - start) / 1_000_000;
  }
}
