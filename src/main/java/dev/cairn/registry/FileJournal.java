package dev.cairn.registry;

import dev.cairn.registry.FrameFile.Ending;
import dev.cairn.registry.FrameFile.Extent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps steps in files. One thread writes; all that has gathered while it waited for the disk goes
/// to it together (group commit).
///
/// ```
/// append ─► queue ─► one write, one fsync ─► everybody's `onDisk`
///                      └─ the journal has grown long: journal N+1 is begun, then snapshot N+1 written, then N removed
/// ```
///
/// A snapshot is written while steps go on; those are in its journal as well, and to apply them
/// again changes nothing. A step that could not be written stays in force in memory, and only a
/// snapshot that was begun after it makes good for it: that is tried until one is finished, at most
/// once in a pause. One also takes the place of what is slow to read.
public final class FileJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
  private static final int MOST_AT_ONCE = 4_096;
  private static final long SKIPPED = 1_000; // steps, at each start
  private static final Duration PAUSE = Duration.ofSeconds(10);
  private static final Pending END = new Pending(0, List.of(), new CompletableFuture<>());

  private final JournalFolder folder;
  private final Snapshots snapshots;
  private final Terms terms;
  private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
  private final Thread writer;
  private FrameFile file;
  private long generation;
  private boolean needsSnapshot;
  private long restsUntil = System.nanoTime();
  private boolean isSaid;
  private volatile String trouble = "";
  private volatile long owed; // the snapshot without which memory is ahead of the disk; 0 for none

  /// @param longest octets of a journal
  /// @param pause between two attempts to make good for what could not be written
  record Terms(long longest, Duration pause) {}

  private record Pending(
      long index, List<Effect> effects, CompletableFuture<@Nullable Void> onDisk) {}

  private FileJournal(JournalFolder folder, Snapshots snapshots, Terms terms, Kept kept)
      throws IOException {
    this.folder = folder;
    this.snapshots = snapshots;
    this.terms = terms;
    this.generation = kept.generation;
    this.needsSnapshot = kept.isPoor;
    this.file = FrameFile.open(folder.journal(kept.generation), kept.good);
    folder.sync();
    this.writer = Thread.ofPlatform().daemon().name("journal").start(this::write);
  }

  /// Restores the directory from a folder, and keeps its steps there from now on. Damage costs what
  /// lies behind it, never the start.
  ///
  /// @param longest octets of a journal, beyond which a snapshot replaces it; or those of the
  ///   snapshot before, if it has more
  /// @throws IOException if the folder cannot be had, read or written
  public static FileJournal open(Path folder, ServiceDirectory directory, long longest)
      throws IOException {
    return open(folder, directory, new Terms(longest, PAUSE));
  }

  static FileJournal open(Path folder, ServiceDirectory directory, Terms terms) throws IOException {
    JournalFolder opened = JournalFolder.open(folder);
    try {
      Kept kept = restore(opened, directory);
      var snapshots = new Snapshots(opened, directory, kept.snapshot);
      return new FileJournal(opened, snapshots, terms, kept);
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  /// What was found.
  ///
  /// @param generation to go on with
  /// @param good octets of its journal
  /// @param snapshot octets of it
  /// @param isPoor whether a snapshot is wanted in its place: it is damaged, or slow to read
  private record Kept(long generation, long good, long snapshot, boolean isPoor) {}

  private static Kept restore(JournalFolder folder, ServiceDirectory directory) throws IOException {
    List<Long> snapshots = folder.snapshots();
    long generation = snapshots.isEmpty() ? 0 : snapshots.getLast();
    long good = 0;
    var snapshot = new Extent(0, Ending.WHOLE, false);
    if (!snapshots.isEmpty()) {
      snapshot = tell(folder.snapshot(generation), folder, directory);
    }
    boolean isPoor = snapshot.ending() != Ending.WHOLE || snapshot.isOld();
    for (long number : folder.journals()) {
      if (number >= generation) {
        Extent extent = tell(folder.journal(number), folder, directory);
        isPoor |= extent.ending() == Ending.DAMAGED || extent.isOld();
        generation = number;
        good = extent.good();
      }
    }
    directory.replayed();
    directory.indexes.skip(directory.index() > 1 ? SKIPPED : 0);
    return new Kept(generation, good, snapshot.good(), isPoor);
  }

  private static Extent tell(Path file, JournalFolder folder, ServiceDirectory directory)
      throws IOException {
    if (!Files.exists(file)) {
      return new Extent(0, Ending.WHOLE, false);
    }
    Extent extent = FrameReader.read(file, frame -> tell(frame, directory));
    switch (extent.ending()) {
      case WHOLE -> {}
      case TORN ->
          LOG.info("registry: {}: the last write was cut off, nobody had relied on it", file);
      case DAMAGED -> {
        LOG.warn(
            "registry: {}: damaged behind octet {}; what is before is in force",
            file,
            extent.good());
        folder.setAside(file);
      }
    }
    return extent;
  }

  private static void tell(Frame frame, ServiceDirectory directory) {
    Indexes.Marks marks = frame.marks();
    if (marks != null) {
      directory.indexes.restore(marks);
    }
    directory.replay(frame.index(), frame.changes());
  }

  @Override
  public CompletableFuture<@Nullable Void> append(long index, List<Effect> effects) {
    var onDisk = new CompletableFuture<@Nullable Void>();
    queue.add(new Pending(index, effects, onDisk));
    return onDisk;
  }

  /// Why steps are not kept at present, as a sentence; empty if they are.
  public String trouble() {
    return isAhead() ? trouble : "";
  }

  private boolean isAhead() {
    return snapshots.published() < owed;
  }

  private void write() {
    List<Pending> batch = new ArrayList<>();
    boolean isOver = false;
    while (!isOver) {
      try {
        Pending next =
            isAhead() ? queue.poll(terms.pause().toNanos(), TimeUnit.NANOSECONDS) : queue.take();
        if (next != null) {
          batch.add(next);
        }
        queue.drainTo(batch, MOST_AT_ONCE);
      } catch (InterruptedException _) {
        return; // nobody does that
      }
      isOver = batch.remove(END);
      if (!batch.isEmpty()) {
        write(batch);
      }
      batch.clear();
      if (isAhead() && (isOver || hasRested())) {
        beginAnew();
      }
      tell();
    }
  }

  private void write(List<Pending> batch) {
    try {
      file.append(batch.stream().map(FileJournal::frame).toList());
      batch.forEach(one -> one.onDisk.complete(null));
      boolean isLong = file.size() > Math.max(terms.longest(), snapshots.size());
      if ((needsSnapshot || isLong) && hasRested()) {
        beginAnew();
      }
    } catch (IOException e) {
      failed(batch, new UncheckedIOException(e));
    } catch (RuntimeException bug) { // later steps shall be kept all the same
      LOG.error("keeping the registry failed because of a bug in Cairn", bug);
      failed(batch, bug);
    }
  }

  private void failed(List<Pending> batch, RuntimeException why) {
    trouble = "registry: changes are in force but not on disk: " + why.getMessage();
    owed = generation + 1;
    batch.forEach(one -> one.onDisk.completeExceptionally(why));
  }

  private void tell() {
    boolean isAhead = isAhead();
    if (isSaid != isAhead) {
      LOG.warn(isAhead ? trouble : "registry: changes are kept on disk again");
    }
    isSaid = isAhead;
  }

  private boolean hasRested() {
    return System.nanoTime() - restsUntil >= 0;
  }

  private static Frame frame(Pending one) {
    return new Frame(one.index, one.effects.stream().map(Effect::change).toList(), null);
  }

  /// The new journal first: whatever happens from now on is in it.
  private void beginAnew() {
    if (snapshots.isUnderWay()) {
      return;
    }
    boolean isRepair = isAhead();
    try {
      replaceJournal();
      needsSnapshot = false;
      snapshots.begin(generation);
    } catch (IOException e) {
      isRepair = true;
      LOG.warn("registry: no journal could be begun; the one before goes on", e);
    }
    if (isRepair) {
      restsUntil = System.nanoTime() + terms.pause().toNanos();
    }
  }

  private void replaceJournal() throws IOException {
    FrameFile next = FrameFile.open(folder.journal(generation + 1), 0);
    try {
      folder.sync();
      file.close();
    } catch (IOException e) {
      next.close();
      throw e;
    }
    boolean isEmpty = file.size() == 0;
    file = next;
    generation++;
    if (isEmpty) {
      folder.removeJournal(generation - 1); // many attempts leave one file
    }
  }

  /// Returns when all that was given is on disk.
  @Override
  public void close() {
    queue.add(END);
    try {
      writer.join();
      snapshots.await();
      file.close();
      folder.close();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.warn("registry: the journal could not be closed", e);
    }
  }
}
