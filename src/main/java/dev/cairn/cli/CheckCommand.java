package dev.cairn.cli;

import dev.cairn.cli.CheckReport.Configuration;
import dev.cairn.config.Config;
import dev.cairn.config.ConfigError;
import dev.cairn.config.ConfigReader;
import dev.cairn.config.ConfigResult;
import dev.cairn.server.SerialsInForce;
import dev.cairn.server.ZoneCheck;
import dev.cairn.zone.ZoneFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `cairn check`: judges configuration and zones with the server's own code, then each zone as a
/// whole and all together, and serves nothing.
@Command(
    name = "check",
    description = "Judges the configuration and all zones, or zone files alone.",
    footer = {
      "",
      "Exit status: 0 nothing is wrong, though there may be warnings; 1 something is wrong;",
      "2 used wrong."
    })
final class CheckCommand implements Callable<Integer> {
  /// For a server that may not be running.
  private static final Duration PATIENCE = Duration.ofMillis(300);

  /// For one that the operator says is running.
  private static final Duration PATIENCE_IF_NAMED = Duration.ofSeconds(5);

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--zone",
      paramLabel = "NAME=FILE",
      description = "Judge this zone file, and no configuration. May be given several times.")
  private List<String> zones = new ArrayList<>();

  @Mixin private SilencedRules silenced = new SilencedRules();

  @Option(
      names = "--server",
      paramLabel = "URL",
      converter = AdminUrlConverter.class,
      description =
          "The running server whose serials count, as in http://127.0.0.1:8053. Default: [admin] listen of the configuration.")
  private @Nullable URI server;

  @ArgGroup(exclusive = true)
  private Form form = new Form();

  @Spec private CommandSpec spec = CommandSpec.create();

  /// How it is told.
  private static final class Form {
    @Option(names = "--json", description = "Tell it as one JSON object.")
    private boolean isJson;

    @Option(names = "--sarif", description = "Tell it as SARIF 2.1.0, for continuous integration.")
    private boolean isSarif;

    CheckPrinter printer() {
      if (isJson) {
        return new CheckJson();
      }
      return isSarif
          ? new CheckSarif(Path.of("").toAbsolutePath())
          : new CheckText(Excerpt.ofColumns(System.getenv("COLUMNS")));
    }
  }

  @Override
  public Integer call() {
    CheckReport report = zones.isEmpty() ? configured() : zonesAlone();
    form.printer().print(report, spec.commandLine().getOut());
    return report.errors() == 0 ? 0 : 1;
  }

  private CheckReport zonesAlone() {
    List<ZoneFile> files = zones.stream().map(this::zoneFile).toList();
    Set<Name> names = new HashSet<>();
    for (ZoneFile file : files) {
      if (!names.add(file.origin())) {
        throw new ParameterException(
            spec.commandLine(), "--zone names " + file.origin() + " twice; allowed is each once");
      }
    }
    return new CheckReport(null, judge(List.of()).of(files));
  }

  private CheckReport configured() {
    return switch (ConfigReader.read(config.file())) {
      case ConfigResult.Good(var good) -> report(List.of(), good);
      case ConfigResult.Bad(var errors, @Nullable Config rest) ->
          rest == null
              ? new CheckReport(new Configuration(config.file(), errors, List.of()), List.of())
              : report(errors, rest); // what is wrong in the zones does not wait for this file
    };
  }

  private CheckReport report(List<ConfigError> errors, Config read) {
    var configuration = new Configuration(config.file(), errors, ZoneCheck.folderProblems(read));
    List<URI> places = SerialsInForce.placesOf(read.admin().listen());
    return new CheckReport(configuration, judge(places).of(read));
  }

  /// @param places of servers that may be running, if none is named
  private ZoneCheck judge(List<URI> places) {
    return new ZoneCheck(silenced.rules(), serials(places));
  }

  private Map<Name, Long> serials(List<URI> places) {
    try {
      if (server != null) {
        return SerialsInForce.at(server, PATIENCE_IF_NAMED);
      }
      return places.isEmpty() ? Map.of() : SerialsInForce.at(places.getFirst(), PATIENCE);
    } catch (IOException | IllegalArgumentException e) {
      if (server != null) { // else it is just not running
        PrintWriter err = spec.commandLine().getErr();
        err.println(server + " does not answer, serials are not compared: " + e.getMessage());
        err.flush();
      }
      return Map.of();
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
