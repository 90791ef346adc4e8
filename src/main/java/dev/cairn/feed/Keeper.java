package dev.cairn.feed;

import java.time.Duration;
import java.util.concurrent.Semaphore;

/// Brings the file of a source up to date soon after something is new, but not too often. On a
/// thread of its own; whoever says that something is new does not wait.
final class Keeper {
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  private final Runnable write;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread;

  Keeper(String source, Runnable write) {
    this.write = write;
    thread = Thread.ofPlatform().daemon().name("keep-" + source).start(this::run);
  }

  void due() {
    news.release();
  }

  private void run() {
    try {
      while (true) {
        news.acquire();
        news.drainPermits();
        write.run();
        Thread.sleep(BETWEEN);
      }
    } catch (InterruptedException _) {
      return; // stopped
    }
  }

  /// Writes what is new since; may wait.
  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
    write.run();
  }
}
