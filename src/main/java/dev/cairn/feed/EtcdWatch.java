package dev.cairn.feed;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What happens in etcd, one thing after the other: lines of its watch, and answers to probes. A
/// thread of its own reads the lines, and stops reading when nobody takes them.
final class EtcdWatch implements AutoCloseable {
  private static final int WAITING = 256;

  private final InputStream in;
  private final BlockingQueue<Happening> happenings = new ArrayBlockingQueue<>(WAITING);
  private final AtomicBoolean isProbing = new AtomicBoolean();
  private final Thread reader;

  /// One thing that happened.
  sealed interface Happening {
    record Told(JsonNode result) implements Happening {}

    record Probed(JsonNode answer) implements Happening {}

    record NotProbed(String why) implements Happening {}

    record Over(String why) implements Happening {}
  }

  EtcdWatch(InputStream in) {
    this.in = new BufferedInputStream(in);
    reader = Thread.ofVirtual().name("etcd-watch").start(this::read);
  }

  /// The next, or null if nothing happens for so long.
  @Nullable Happening next(Duration longest) throws InterruptedException {
    return happenings.poll(Math.max(0, longest.toNanos()), TimeUnit.NANOSECONDS);
  }

  /// Whether a probe may be made: not while another is on its way.
  boolean beginProbe() {
    return isProbing.compareAndSet(false, true);
  }

  /// An answer to a probe. If too much waits to be taken, the source is alive beyond doubt.
  void probed(@Nullable JsonNode answer, @Nullable Throwable failure) {
    isProbing.set(false);
    boolean _ =
        happenings.offer(
            answer == null
                ? new Happening.NotProbed(HttpDoor.why(failure))
                : new Happening.Probed(answer));
  }

  private void read() {
    try {
      while (true) {
        byte[] line = line();
        JsonNode told = HttpDoor.json(line);
        happenings.put(
            told.has("result")
                ? new Happening.Told(told.path("result"))
                : new Happening.Over("the watch failed: " + told.path("error")));
      }
    } catch (IOException e) {
      end("the watch broke off: " + HttpDoor.why(e));
    } catch (InterruptedException _) {
      return; // closed
    }
  }

  private void end(String why) {
    try {
      happenings.put(new Happening.Over(why));
    } catch (InterruptedException _) {
      return; // closed
    }
  }

  private byte[] line() throws IOException {
    var line = new ByteArrayOutputStream();
    while (true) {
      int octet = in.read();
      if (octet < 0) {
        throw new IOException("it ended");
      }
      if (octet == '\n' && line.size() > 0) {
        return line.toByteArray();
      }
      line.write(octet);
      if (line.size() > Bounds.LINE) {
        throw new IOException("a line is longer than %,d octets".formatted(Bounds.LINE));
      }
    }
  }

  @Override
  public void close() {
    reader.interrupt();
    try {
      in.close();
    } catch (IOException _) {
      return; // it is over either way
    }
  }
}
