package dev.cairn.feed;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/// Writes what is known of a source to its file soon after it has changed, but not too often. On a
/// thread of its own; whoever says that something has changed does not wait.
final class Keeper {
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  private final Runnable write;
  private final Semaphore changes = new Semaphore(0);
  private final Thread thread;

  Keeper(String source, Runnable write) {
    this.write = write;
    thread = Thread.ofPlatform().daemon().name("keep-" + source).start(this::run);
  }

  void changed() {
    changes.release();
  }

  private void run() {
    try {
      while (true) {
        changes.acquire();
        changes.drainPermits();
        write.run();
        Thread.sleep(BETWEEN);
      }
    } catch (InterruptedException _) {
      return; // stopped
    }
  }

  /// Writes what has changed since; may wait.
  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
    write.run();
  }
}
