package dev.cairn.health;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Runs a command on a virtual thread. It is killed, with all that it has begun, when its time is
/// over. What it says is read for as long as it runs, and not until its children have closed it:
/// one that goes on in the background would hold us for ever.
final class ScriptTrial implements Trial {
  private static final int LARGEST_OUTPUT = 4_096;
  private static final long LONGEST_PAUSE_MILLIS = 50;
  private static final int GENERATIONS = 8;

  private final Probe.Script probe;
  private final Reach reach;
  private volatile boolean isOver;

  ScriptTrial(Probe.Script probe, Reach reach) {
    this.probe = probe;
    this.reach = reach;
  }

  @Override
  public void begin(Consumer<Finding> told) {
    Thread.ofVirtual()
        .name("check-script")
        .start(() -> {
          Finding finding = run();
          reach.onLoop(() -> told.accept(finding));
        });
  }

  private Finding run() {
    Process process;
    try {
      process =
          new ProcessBuilder(probe.command())
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .start();
    } catch (IOException | RuntimeException e) { // of a command that cannot be one
      return new Finding(Status.CRITICAL, "the command cannot be run: " + e.getMessage());
    }
    try (InputStream said = process.getInputStream()) {
      String output = listen(process, said);
      return new Finding(status(process.waitFor()), output);
    } catch (IOException e) {
      return new Finding(Status.CRITICAL, "its output cannot be read: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Finding(Status.CRITICAL, "interrupted");
    } finally {
      kill(process);
    }
  }

  private String listen(Process process, InputStream said)
      throws IOException, InterruptedException {
    var kept = new ByteArrayOutputStream();
    var piece = new byte[LARGEST_OUTPUT];
    boolean isRunning = true;
    long pause = 1;
    while (isRunning) {
      isRunning = !process.waitFor(pause, TimeUnit.MILLISECONDS) && !isOver;
      int ready = said.available();
      while (ready > 0) {
        int length = said.read(piece, 0, Math.min(ready, piece.length));
        kept.write(piece, 0, Math.min(Math.max(length, 0), LARGEST_OUTPUT - kept.size()));
        pause = 1;
        ready = isOver ? 0 : said.available();
      }
      pause = Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
      if (isOver) {
        kill(process);
      }
    }
    return kept.toString(StandardCharsets.UTF_8);
  }

  private static Status status(int exit) {
    return exit == 0 ? Status.PASSING : exit == 1 ? Status.WARNING : Status.CRITICAL;
  }

  /// Its children first: they would be nobody's without it.
  private static void kill(Process process) {
    for (int i = 0; i < GENERATIONS; i++) {
      List<ProcessHandle> children = process.descendants().toList();
      children.forEach(ProcessHandle::destroyForcibly);
      if (children.isEmpty()) {
        break;
      }
    }
    process.destroyForcibly();
  }

  @Override
  public Finding late(Duration timeout) {
    return new Finding(Status.CRITICAL, Causes.timeout(timeout) + ", killed");
  }

  @Override
  public void end() {
    isOver = true;
  }
}
