package dev.cairn.cli;

import dev.cairn.config.Config;
import dev.cairn.config.ConfigError;
import dev.cairn.config.ConfigReader;
import dev.cairn.config.ConfigResult;
import dev.cairn.server.Server;
import dev.cairn.server.ServerOptions;
import dev.cairn.transport.AddressUnavailable;
import dev.cairn.transport.EventLoops;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/// A server that serves until it is told to stop.
///
/// @param config the configuration; it may not exist
/// @param resolvConf where "system" upstreams are read
record Serving(Path config, Path resolvConf) {
  static final String RESOLV_CONF = "/etc/resolv.conf";

  /// Reads `serve [--config FILE] [--resolv-conf FILE]`, as service managers write it; null for all
  /// else, which [CairnCommand] knows how to read, or how to refuse. What a start takes is mostly
  /// the reading of options that nobody uses: this does without.
  static @Nullable Serving of(String... arguments) {
    if (arguments.length % 2 == 0 || !arguments[0].equals("serve")) {
      return null;
    }
    Path config = null;
    Path resolvConf = null;
    for (int i = 1; i < arguments.length; i += 2) {
      String file = arguments[i + 1];
      if (file.isEmpty() || file.startsWith("-")) {
        return null;
      }
      switch (arguments[i]) {
        case "-c", "--config" -> {
          if (config != null) {
            return null;
          }
          config = Path.of(file);
        }
        case "--resolv-conf" -> {
          if (resolvConf != null) {
            return null;
          }
          resolvConf = Path.of(file);
        }
        default -> {
          return null;
        }
      }
    }
    return new Serving(
        config == null ? ConfigOption.usualFile() : config,
        resolvConf == null ? Path.of(RESOLV_CONF) : resolvConf);
  }

  /// Serves; the exit status.
  ///
  /// @param err where is said why it was not started
  int run(PrintWriter err) throws InterruptedException {
    LoggerFactory.getILoggerFactory(); // before another thread wants it as well
    Thread.ofPlatform().daemon().name("prepare").start(EventLoops::prepare);
    var options = ServerOptions.before(config, resolvConf, version(), hostName());
    return switch (ConfigReader.read(config)) {
      case ConfigResult.Good(Config good) -> serve(options, good, err);
      case ConfigResult.Bad(List<ConfigError> errors, _) -> {
        errors.forEach(err::println);
        String many = errors.size() == 1 ? " error" : " errors";
        err.println("cairn: not started, " + errors.size() + many + " in " + config);
        yield 1;
      }
    };
  }

  private static int serve(ServerOptions options, Config good, PrintWriter err)
      throws InterruptedException {
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
      err.println("cairn: not started, " + unavailable.getMessage());
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
}
