package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class StartTest {
  /// Fails: start() waits for the file to be still, however long that takes.
  @Test
  void a_file_that_is_being_written_does_not_keep_the_server_from_starting() throws Exception {
    try (var server = new TestServer()) {
      server.saveInPlace(server.file("example.org"), TestServer.zone("v1"));
      try (var _ = new Restless(server.file("example.net"), TestServer.zone("v1"))) {
        var started = CompletableFuture.runAsync(() -> start(server), Thread::startVirtualThread);
        assertThat(started).succeedsWithin(Duration.ofSeconds(8));
        assertThat(server.says("www.example.org")).isEqualTo("v1");
      }
    }
  }

  private static void start(TestServer server) {
    try {
      server.start();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /// Fails: 10,000 small zones take more than a minute, as each of them has all published.
  @Test
  void many_zones_are_loaded_in_a_time_that_grows_with_their_number() throws Exception {
    long few = start(1_000);
    long many = start(4_000);
    System.out.println(
        "1,000 zones: " + few / 1_000_000 + " ms, 4,000 zones: " + many / 1_000_000 + " ms");
    assertThat(many).isLessThan(8 * few);
  }

  private static long start(int zones) throws Exception {
    try (var server = new TestServer()) {
      for (int i = 0; i < zones; i++) {
        server.saveInPlace(server.file("z" + i + ".example"), TestServer.zone("v1"));
      }
      TimeUnit.MILLISECONDS.sleep(600);
      long start = System.nanoTime();
      server.start();
      return System.nanoTime() - start;
    }
  }

  /// Writes a file again and again, until it is closed.
  static final class Restless implements AutoCloseable {
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final Thread writer;

    Restless(Path file, String text) {
      writer =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                for (int i = 0; !isOver.get(); i++) {
                  try {
                    Files.writeString(file, text + ";".repeat(i % 7));
                    Thread.sleep(100);
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }
              });
    }

    @Override
    public void close() {
      isOver.set(true);
      try {
        writer.join();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
