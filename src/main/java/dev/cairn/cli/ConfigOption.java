package dev.cairn.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--config FILE`, and where dns.toml lies if it is not said: `conf/dns.toml` here, then in
/// Cairn's own folder, then `/etc/cairn/dns.toml`.
final class ConfigOption {
  private static final Path RELATIVE = Path.of("conf", "dns.toml");
  private static final Path SYSTEM = Path.of("/etc/cairn/dns.toml");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The configuration. Default: conf/dns.toml here, then in Cairn's own folder, then /etc/cairn/dns.toml.")
  private @Nullable Path file;

  /// The file to read; it may not exist.
  Path file() {
    return file == null ? usualFile() : file;
  }

  /// The file to read if nothing is said.
  static Path usualFile() {
    String home = System.getProperty("cairn.home");
    if (Files.exists(RELATIVE) || home == null) {
      return RELATIVE;
    }
    Path own = Path.of(home).resolve(RELATIVE);
    return Files.exists(own) || !Files.exists(SYSTEM) ? own : SYSTEM;
  }
}
