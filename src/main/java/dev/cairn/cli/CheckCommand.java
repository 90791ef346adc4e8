package dev.cairn.cli;

import dev.cairn.config.Config;
import dev.cairn.config.ConfigError;
import dev.cairn.config.ConfigReader;
import dev.cairn.config.ConfigResult;
import dev.cairn.server.ZoneCheck;
import dev.cairn.server.ZoneCheck.Verdict;
import dev.cairn.zone.Diagnostic;
import dev.cairn.zone.ZoneFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `cairn check`: judges configuration and zones with the server's own code, and serves nothing.
@Command(
    name = "check",
    description = "Judges the configuration and all zones, or zone files alone.",
    footer = {
      "",
      "Exit status: 0 nothing is wrong, though there may be warnings; 1 something is wrong;",
      "2 used wrong."
    })
final class CheckCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--zone",
      paramLabel = "NAME=FILE",
      description = "Judge this zone file, and no configuration. May be given several times.")
  private List<String> zones = new ArrayList<>();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    var report = new Report(spec.commandLine().getOut());
    if (!zones.isEmpty()) {
      report.zones(ZoneCheck.of(zones.stream().map(this::zoneFile).toList()));
      return report.end();
    }
    switch (ConfigReader.read(config.file())) {
      case ConfigResult.Good(Config good) -> report.zonesOf(good);
      case ConfigResult.Bad(List<ConfigError> errors, @Nullable Config rest) -> {
        report.config(errors);
        if (rest != null) {
          report.zonesOf(
              rest); // all at once: what is wrong in the zones does not wait for this file
        }
      }
    }
    return report.end();
  }

  /// Prints what is found, and counts it.
  private static final class Report {
    private final PrintWriter out;
    private int errors;
    private int warnings;

    Report(PrintWriter out) {
      this.out = out;
    }

    void config(List<ConfigError> found) {
      found.forEach(out::println);
      errors += found.size();
    }

    void zonesOf(Config config) {
      ZoneCheck.folderProblems(config).forEach(this::tell);
      zones(ZoneCheck.of(config));
    }

    void zones(List<Verdict> verdicts) {
      for (Verdict verdict : verdicts) {
        verdict.diagnostics().forEach(this::tell);
        if (verdict.errors() == 0) {
          out.printf(
              "zone %s: serial %d, %d records%n",
              verdict.name(), verdict.serial(), verdict.records());
        }
      }
    }

    int end() {
      out.println(counted(errors, "error") + ", " + counted(warnings, "warning"));
      out.flush();
      return errors == 0 ? 0 : 1;
    }

    private void tell(Diagnostic diagnostic) {
      out.println(diagnostic);
      errors += diagnostic.isError() ? 1 : 0;
      warnings += diagnostic.isError() ? 0 : 1;
    }

    private static String counted(int count, String what) {
      return count + " " + what + (count == 1 ? "" : "s");
    }
  }

  private ZoneFile zoneFile(String argument) {
    int equals = argument.indexOf('=');
    if (equals < 1 || equals == argument.length() - 1) {
      throw new ParameterException(
          spec.commandLine(), "--zone wants NAME=FILE, not '" + argument + "'");
    }
    try {
      Path file = Path.of(argument.substring(equals + 1));
      Path folder = file.toAbsolutePath().getParent();
      return new ZoneFile(
          Name.fromString(argument.substring(0, equals), Name.root),
          file,
          folder == null ? file : folder);
    } catch (TextParseException e) {
      throw new ParameterException(
          spec.commandLine(),
          "'" + argument.substring(0, equals) + "' is no name: " + e.getMessage(),
          e);
    }
  }
}
