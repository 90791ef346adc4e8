package dev.cairn.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/// `cairn` as a process of its own, run from the class path of this test.
final class ServeProcess implements AutoCloseable {
  private static final int SECONDS_TO_END = 20;

  private final Process process;
  private final Queue<String> output = new ConcurrentLinkedQueue<>();
  private final Thread reader;

  private ServeProcess(Process process) {
    this.process = process;
    this.reader = Thread.startVirtualThread(this::read);
  }

  /// Starts it with these arguments.
  static ServeProcess of(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:TieredStopAtLevel=1"); // it lives for a moment
    command.add("dev.cairn.cli.Main");
    command.addAll(List.of(arguments));
    return new ServeProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  /// What it has written so far, to standard output and standard error.
  List<String> lines() {
    return List.copyOf(output);
  }

  /// Waits until it has written a line with this text.
  void awaitLine(String text) {
    Awaitility.await("a line with: " + text)
        .atMost(SECONDS_TO_END, TimeUnit.SECONDS)
        .until(() -> hasSaid(text) || !reader.isAlive());
    if (!hasSaid(text)) {
      throw new AssertionError("it has not said '" + text + "' but " + lines());
    }
  }

  private boolean hasSaid(String text) {
    return lines().stream().anyMatch(line -> line.contains(text));
  }

  /// Sends a signal.
  ///
  /// @param name without `SIG`
  void signal(String name) throws IOException, InterruptedException {
    int status =
        new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
    if (status != 0) {
      throw new IOException("kill: status " + status);
    }
  }

  /// Waits until it has ended; its exit status.
  int status() throws InterruptedException {
    if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
      throw new AssertionError("it goes on, having said " + lines());
    }
    reader.join();
    return process.exitValue();
  }

  private void read() {
    try (BufferedReader reader = process.inputReader()) {
      reader.lines().forEach(output::add);
    } catch (IOException | UncheckedIOException _) {
      return; // it was ended
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
