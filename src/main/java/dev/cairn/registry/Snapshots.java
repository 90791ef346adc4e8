package dev.cairn.registry;

import dev.cairn.registry.Change.CheckPut;
import dev.cairn.registry.Change.InstancePut;
import dev.cairn.registry.Change.NodePut;
import dev.cairn.registry.Change.ValuePut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down all that is in the directory but what other sources keep themselves, beside the
/// steps that go on.
final class Snapshots {
  private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
  private static final int PER_FRAME = 256;

  /// Octets of a frame that is made of several changes, at most: who reads it has several at once.
  private static final int LARGE = 4 << 20;

  private final JournalFolder folder;
  private final ServiceDirectory directory;
  private volatile @Nullable Thread writing;
  private volatile long size;
  private volatile long published;

  /// @param size octets of the one that is there; 0 if there is none
  Snapshots(JournalFolder folder, ServiceDirectory directory, long size) {
    this.folder = folder;
    this.directory = directory;
    this.size = size;
  }

  boolean isUnderWay() {
    Thread thread = writing;
    return thread != null && thread.isAlive();
  }

  /// Octets of the last one.
  long size() {
    return size;
  }

  /// The generation of the last one that this process finished; 0 if there is none.
  long published() {
    return published;
  }

  void begin(long generation) {
    writing = Thread.ofPlatform().daemon().name("snapshot").start(() -> write(generation));
  }

  void await() throws InterruptedException {
    Thread thread = writing;
    if (thread != null) {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    }
  }

  private void write(long generation) {
    Path temporary = folder.temporary(generation);
    try {
      try (FrameFile file = FrameFile.open(temporary, 0)) {
        for (Iterator<Change> all = all().iterator(); all.hasNext(); ) {
          put(file, some(all));
        }
        directory.awaitIndexes();
        file.put(new Frame(0, List.of(), directory.indexes.marks())); // not before
        file.force();
        size = file.size();
      }
      folder.publish(temporary, generation);
      published = generation;
      folder.removeBefore(generation);
    } catch (IOException e) {
      LOG.warn("registry: no snapshot could be written; the journals before it stay", e);
    } finally {
      discard(temporary);
    }
  }

  /// What could not be finished may have taken the last room of the disk.
  private static void discard(Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      LOG.warn("registry: {} cannot be removed, {}", temporary, e.toString());
    }
  }

  /// Each after what it needs.
  private Stream<Change> all() {
    Stream<Change> nodes = directory.nodes.values().stream().map(NodePut::new);
    Stream<Change> instances = directory.instances.values().stream().map(InstancePut::new);
    Stream<Change> checks = directory.checks.values().stream().map(CheckPut::new);
    Stream<Change> detached = // last: what comes back meanwhile is in the journal
        Stream.of(directory.detached).flatMap(one -> one.all().stream()).map(CheckPut::new);
    Stream<Change> values = directory.values.values().stream().map(ValuePut::new);
    return Stream.of(nodes, instances, checks, values, detached)
        .flatMap(one -> one)
        .filter(one -> directory.isOurs(one) && isStillThere(one));
  }

  /// What a source took back meanwhile is nobody's any more, and so not known to be its.
  private boolean isStillThere(Change one) {
    return directory.isThere(one)
        || one instanceof CheckPut(Check check) && directory.detached.has(check);
  }

  /// As one frame, or as several if that would be a large one.
  private static void put(FrameFile file, List<Change> some) throws IOException {
    byte[] octets = new Frame(0, some, null).octets();
    if (some.size() > 1 && octets.length > LARGE) {
      int half = some.size() / 2;
      put(file, some.subList(0, half));
      put(file, some.subList(half, some.size()));
    } else {
      file.put(octets);
    }
  }

  private static List<Change> some(Iterator<Change> all) {
    List<Change> some = new ArrayList<>(PER_FRAME);
    while (all.hasNext() && some.size() < PER_FRAME) {
      some.add(all.next());
    }
    return some;
  }
}
