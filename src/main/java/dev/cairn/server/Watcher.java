package dev.cairn.server;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The thread that looks at files: at once when the system tells of a change, often while something
/// is going on, and now and then in any case, but never so often that looking costs more than a
/// fiftieth of one processor.
final class Watcher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);
  private static final Duration BUSY = Duration.ofMillis(50);
  private static final Duration IDLE = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int COST = 50;
  private static final int BUSY_COST = 4;

  private final FolderEvents events = new FolderEvents();
  private final Look look;
  private final Supplier<Set<Path>> folders;
  private final AtomicBoolean isForced = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean isStopped;

  /// What is done at each look.
  interface Look {
    /// Takes what has changed.
    ///
    /// @param patience how long changed files must have been left alone; zero when the operator
    ///   says that they are done
    /// @return whether something is going on that is to be looked at again soon
    boolean look(Duration patience);
  }

  Watcher(Look look, Supplier<Set<Path>> folders) {
    this.look = look;
    this.folders = folders;
    thread = Thread.ofPlatform().daemon().name("watcher").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /// Looks at once, and takes changed files however lately they were written.
  void force() {
    isForced.set(true);
    events.wake();
  }

  private void run() {
    try {
      while (!isStopped) {
        long start = System.nanoTime();
        boolean isBusy = lookOnce();
        long cost = System.nanoTime() - start;
        Thread.sleep(
            BUSY); // a folder in which something happens all the time must not keep us busy
        if (!isForced.get()) {
          events.await(isBusy ? busyPause(cost) : idlePause(cost));
        }
      }
    } catch (InterruptedException _) {
      return; // the server stops
    }
  }

  private boolean lookOnce() {
    try {
      events.watch(folders.get()); // before looking, so that nothing is missed in between
      return look.look(isForced.getAndSet(false) ? Duration.ZERO : ServerOptions.STILL);
    } catch (RuntimeException | Error e) { // this thread must not end
      LOG.error(
          "looking for changed files failed because of a bug in Cairn; what is served stays as it is",
          e);
      return false;
    }
  }

  private static Duration idlePause(long cost) {
    return Duration.ofNanos(Math.clamp(cost * COST, IDLE.toNanos(), LONGEST.toNanos()));
  }

  /// Short, as somebody is waiting for what is going on; but at most a fifth of one processor.
  private static Duration busyPause(long cost) {
    return Duration.ofNanos(Math.clamp(cost * BUSY_COST, 0, IDLE.toNanos()));
  }

  @Override
  public void close() {
    isStopped = true;
    thread.interrupt();
    events.close();
  }
}
