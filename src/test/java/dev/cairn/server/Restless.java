package dev.cairn.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// Writes a file again and again, until it is closed.
final class Restless implements AutoCloseable {
  private final Thread writer;
  private volatile boolean isOver;
  private volatile long written = System.nanoTime();
  private volatile Duration longestPause = Duration.ZERO;

  Restless(Path file, String text) {
    writer = Thread.ofPlatform().daemon().start(() -> write(file, text));
  }

  private void write(Path file, String text) {
    try {
      for (int i = 0; !isOver; i++) {
        Files.writeString(file, text + ";".repeat(i % 7));
        longestPause = longestPause();
        written = System.nanoTime();
        Thread.sleep(100); // the time between two saves, nothing is waited for
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The longest so far in which the file was not written, as on a machine that is too busy.
  Duration longestPause() {
    Duration pause = Duration.ofNanos(System.nanoTime() - written);
    return pause.compareTo(longestPause) > 0 ? pause : longestPause;
  }

  @Override
  public void close() {
    isOver = true;
    try {
      writer.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
