package dev.cairn.registry;

import dev.cairn.registry.FrameFile.Ending;
import dev.cairn.registry.FrameFile.Extent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
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
/// again changes nothing. A step that could not be written stays in force in memory; as soon as the
/// disk takes something again, a snapshot makes good for it. One also takes the place of what is
/// slow to read.
public final class FileJournal implements Journal {
  private static final Logger LOG = LoggerFactory.getLogger(FileJournal.class);
  private static final int MOST_AT_ONCE = 4_096;
  private static final long SKIPPED = 1_000; // steps, at each start
  private static final Pending END = new Pending(0, List.of(), new CompletableFuture<>());

  private final JournalFolder folder;
  private final Snapshots snapshots;
  private final long longest;
  private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
  private final Thread writer;
  private FrameFile file;
  private long generation;
  private boolean needsSnapshot;
  private volatile String trouble = "";

  private record Pending(
      long index, List<Effect> effects, CompletableFuture<@Nullable Void> onDisk) {}

  private FileJournal(JournalFolder folder, Snapshots snapshots, long longest, Kept kept)
      throws IOException {
    this.folder = folder;
    this.snapshots = snapshots;
    this.longest = longest;
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
    JournalFolder opened = JournalFolder.open(folder);
    try {
      Kept kept = restore(opened, directory);
      var snapshots = new Snapshots(opened, directory, kept.snapshot);
      return new FileJournal(opened, snapshots, longest, kept);
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
    return trouble;
  }

  private void write() {
    List<Pending> batch = new ArrayList<>();
    boolean isOver = false;
    while (!isOver) {
      try {
        batch.add(queue.take());
        queue.drainTo(batch, MOST_AT_ONCE);
      } catch (InterruptedException _) {
        return; // nobody does that
      }
      isOver = batch.remove(END);
      write(batch);
      batch.clear();
    }
  }

  private void write(List<Pending> batch) {
    try {
      file.append(batch.stream().map(FileJournal::frame).toList());
      told("");
      batch.forEach(one -> one.onDisk.complete(null));
      if (needsSnapshot || file.size() > Math.max(longest, snapshots.size())) {
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
    needsSnapshot = true;
    told("registry: changes are in force but not on disk: " + why.getMessage());
    batch.forEach(one -> one.onDisk.completeExceptionally(why));
  }

  private void told(String sentence) {
    if (trouble.isEmpty() != sentence.isEmpty()) {
      LOG.warn(sentence.isEmpty() ? "registry: changes are kept on disk again" : sentence);
    }
    trouble = sentence;
  }

  private static Frame frame(Pending one) {
    return new Frame(one.index, one.effects.stream().map(Effect::change).toList(), null);
  }

  /// The new journal first: whatever happens from now on is in it.
  private void beginAnew() throws IOException {
    if (snapshots.isUnderWay()) {
      return;
    }
    FrameFile next = FrameFile.open(folder.journal(generation + 1), 0);
    folder.sync();
    file.close();
    file = next;
    generation++;
    needsSnapshot = false;
    snapshots.begin(generation);
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
