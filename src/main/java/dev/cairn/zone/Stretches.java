package dev.cairn.zone;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Lets other processors read ahead in a large text, one stretch each, under the directives that
/// hold where the first reader stands.
///
/// ```
/// text     │ sorted in │ read by the first reader │ ready │ being read │ being read │ …
/// ```
///
/// A stretch is a guess: that an entry begins where it begins, and that no directive comes before.
/// The first reader, who goes through all in order, takes one only if he comes to stand at its
/// first octet under the same directives; it ends at the latest in front of the first entry that is
/// not a mere record. What is guessed wrong he reads himself.
final class Stretches implements AutoCloseable {
  /// Octets of a stretch: enough to be worth a change of threads, not so many that its records are
  /// a large object to the collector.
  static final int OCTETS = 1 << 18;

  /// How many may be under way or ready.
  private static final int AHEAD = 8;

  private final byte[] text;
  private final int octets;
  private final Executor executor;
  private final Supplier<EntryReader> readers;
  private final Queue<EntryReader> free = new ArrayDeque<>();
  private final ArrayDeque<Stretch> ahead = new ArrayDeque<>();
  private int end; // of the last one ahead

  Stretches(byte[] text, int octets, Executor executor, Supplier<EntryReader> readers) {
    this.text = text;
    this.octets = octets;
    this.executor = executor;
    this.readers = readers;
    this.end = boundary(octets);
  }

  /// One stretch: whoever claims it reads it.
  private static final class Stretch implements Runnable {
    final int from;
    final int to;
    final byte[] origin;
    final int defaultTtl;
    final EntryReader reader;
    final AtomicBoolean isClaimed = new AtomicBoolean();
    final CountDownLatch done = new CountDownLatch(1);
    volatile boolean isBroken = true;

    Stretch(int from, int to, EntryReader first, EntryReader reader) {
      this.from = from;
      this.to = to;
      this.origin = first.origin;
      this.defaultTtl = first.defaultTtl;
      this.reader = reader;
    }

    @Override
    public void run() {
      if (isClaimed.compareAndSet(false, true)) {
        try {
          reader.restart(from, origin, defaultTtl);
          var _ = reader.readTo(to);
          isBroken = false; // else the first reader meets the same, and tells it
        } finally {
          done.countDown();
        }
      }
    }
  }

  /// What was read ahead from where the first reader stands; null if he has to read on himself.
  @Nullable EntryReader from(EntryReader first) {
    int at = first.scanner.at();
    while (!ahead.isEmpty() && ahead.getFirst().from < at) {
      recycle(ahead.removeFirst());
    }
    send(first);
    @Nullable Stretch next = ahead.peekFirst();
    if (next == null || next.from != at) {
      return null;
    }
    ahead.removeFirst();
    boolean isAsGuessed =
        next.defaultTtl == first.defaultTtl && Arrays.equals(next.origin, first.origin);
    if (!isAsGuessed || next.isClaimed.compareAndSet(false, true)) {
      recycle(next);
      return null;
    }
    await(next);
    return next.isBroken ? null : next.reader;
  }

  /// How far the first reader is to read: up to what others read.
  int limit() {
    @Nullable Stretch next = ahead.peekFirst();
    return next == null ? end : next.from;
  }

  /// Takes back what [#from] gave, when its records were sorted in.
  void done(EntryReader reader) {
    free.add(reader);
  }

  private void send(EntryReader first) {
    if (end <= first.scanner.at()) {
      end = boundary((long) first.scanner.at() + octets);
    }
    while (ahead.size() < AHEAD && end < text.length) {
      int to = boundary((long) end + octets);
      @Nullable EntryReader reader = free.poll();
      var stretch = new Stretch(end, to, first, reader == null ? readers.get() : reader);
      ahead.add(stretch);
      executor.execute(stretch);
      end = to;
    }
  }

  /// Reads what nobody reads yet, rather than to wait.
  private void await(Stretch stretch) {
    for (Stretch other : ahead) {
      if (stretch.done.getCount() == 0) {
        return;
      }
      other.run();
    }
    boolean isInterrupted = false;
    while (true) {
      try {
        stretch.done.await();
        break;
      } catch (InterruptedException _) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Nobody wants it: its reader may read another one, unless it is being read.
  private void recycle(Stretch stretch) {
    if (stretch.isClaimed.compareAndSet(false, true) || stretch.done.getCount() == 0) {
      free.add(stretch.reader);
    }
  }

  /// The first place from an offset on where it seems that an entry with an owner begins.
  private int boundary(long from) {
    for (long at = from; at < text.length; at++) {
      if (text[(int) at - 1] == '\n' && mayBegin(text[(int) at])) {
        return (int) at;
      }
    }
    return text.length;
  }

  private static boolean mayBegin(byte octet) {
    return switch (octet) {
      case ' ', '\t', '\r', '\n', ';', '(', ')', '"', '$' -> false;
      default -> true;
    };
  }

  @Override
  public void close() {
    ahead.forEach(stretch -> stretch.isClaimed.set(true));
  }
}
