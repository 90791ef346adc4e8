package dev.cairn.cli;

import dev.cairn.config.Config;
import dev.cairn.config.ConfigError;
import dev.cairn.config.ConfigReader;
import dev.cairn.config.ConfigResult;
import dev.cairn.server.Server;
import dev.cairn.server.ServerOptions;
import dev.cairn.transport.AddressUnavailable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `cairn serve`: serves in the foreground until it is told to stop.
@Command(
    name = "serve",
    description = "Serves DNS in the foreground.",
    footer = {
      "",
      "SIGHUP takes all changed files at once, SIGTERM and SIGINT finish what is",
      "under way and stop.",
      "",
      "Exit status: 0 stopped as told; 1 the configuration is wrong or an address",
      "cannot be had; 2 used wrong."
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--resolv-conf",
      paramLabel = "FILE",
      defaultValue = "/etc/resolv.conf",
      description = "Where \"system\" upstreams are read (default: ${DEFAULT-VALUE}).")
  private Path resolvConf = Path.of("/etc/resolv.conf");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    var options = ServerOptions.before(config.file(), resolvConf, version(), hostName());
    return switch (ConfigReader.read(config.file())) {
      case ConfigResult.Good(Config good) -> serve(options, good);
      case ConfigResult.Bad(List<ConfigError> errors, _) -> {
        errors.forEach(err()::println);
        err()
            .println(
                "cairn: not started, "
                    + errors.size()
                    + (errors.size() == 1 ? " error" : " errors")
                    + " in "
                    + config.file());
        yield 1;
      }
    };
  }

  private int serve(ServerOptions options, Config good) throws InterruptedException {
    var server = new Server(options, good);
    var stop = new CountDownLatch(1);
    Signals.on("HUP", server::reload);
    Signals.on("TERM", stop::countDown);
    Signals.on("INT", stop::countDown);
    var failure = new AtomicReference<@Nullable Exception>();
    Thread.ofPlatform().daemon().name("start").start(() -> start(server, failure, stop));
    stop.await(); // also before the start is done: a large zone must not keep us
    server.close();
    Exception unavailable = failure.get();
    if (unavailable != null) {
      err().println("cairn: not started, " + unavailable.getMessage());
    }
    return unavailable == null ? 0 : 1;
  }

  private static void start(
      Server server, AtomicReference<@Nullable Exception> failure, CountDownLatch stop) {
    try {
      server.start();
    } catch (AddressUnavailable | RuntimeException e) {
      failure.set(e);
      stop.countDown();
    }
  }

  private static String version() {
    return "Cairn "
        + Objects.requireNonNullElse(
            Main.class.getPackage().getImplementationVersion(), "unpackaged");
  }

  /// What the machine calls itself, without asking any name server: that might be us.
  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException _) {
      return Objects.requireNonNullElse(System.getenv("HOSTNAME"), "unknown");
    }
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
