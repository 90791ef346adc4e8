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
    return zones.isEmpty()
        ? checkAll()
        : report(List.of(), ZoneCheck.of(zones.stream().map(this::zoneFile).toList()));
  }

  private int checkAll() {
    return switch (ConfigReader.read(config.file())) {
      case ConfigResult.Good(Config good) -> {
        List<Diagnostic> problems = ZoneCheck.folderProblems(good);
        yield report(problems, ZoneCheck.of(good));
      }
      case ConfigResult.Bad(List<ConfigError> errors) -> {
        errors.forEach(out()::println);
        out()
            .println(
                counted(errors.size(), "error")
                    + ", zones are judged when the configuration is right");
        out().flush();
        yield 1;
      }
    };
  }

  private int report(List<Diagnostic> folderProblems, List<Verdict> verdicts) {
    List<Diagnostic> all = new ArrayList<>(folderProblems);
    folderProblems.forEach(out()::println);
    for (Verdict verdict : verdicts) {
      all.addAll(verdict.diagnostics());
      verdict.diagnostics().forEach(out()::println);
      if (verdict.errors() == 0) {
        out()
            .printf(
                "zone %s: serial %d, %d records%n",
                verdict.name(), verdict.serial(), verdict.records());
      }
    }
    int errors = (int) all.stream().filter(Diagnostic::isError).count();
    out().println(counted(errors, "error") + ", " + counted(all.size() - errors, "warning"));
    out().flush();
    return errors == 0 ? 0 : 1;
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

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
