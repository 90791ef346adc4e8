package dev.cairn.server;

import dev.cairn.admin.Health;
import dev.cairn.admin.Health.Problem;
import dev.cairn.config.ConfigError;
import dev.cairn.feed.SourceReport;
import dev.cairn.feed.SourceSettings;
import dev.cairn.zone.Diagnostic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.xbill.DNS.Name;

/// Puts together what there is to say of a server's health.
final class HealthReport {
  private HealthReport() {}

  /// Why the configuration file as it is now is not in force; both empty if it is.
  record ConfigState(List<ConfigError> errors, String refusal) {
    static final ConfigState TAKEN = new ConfigState(List.of(), "");
  }

  static Health of(
      ServerOptions options,
      boolean isReady,
      Duration uptime,
      ZoneKeeper keeper,
      ConfigState config,
      Optional<RegistryHouse> registry) {
    List<Problem> problems = new ArrayList<>();
    String file = options.configFile().toString();
    if (!config.errors().isEmpty()) {
      problems.add(
          new Problem(
              null, file, null, config.errors().stream().map(ConfigError::toString).toList()));
    }
    if (!config.refusal().isEmpty()) {
      problems.add(new Problem(null, file, null, List.of(config.refusal())));
    }
    keeper
        .folderProblems()
        .forEach(problem ->
            problems.add(
                new Problem(null, problem.file().toString(), null, List.of(problem.toString()))));
    registry.ifPresent(one -> addRegistry(one, problems));
    List<ZoneStatus> zones = keeper.status();
    zones.stream().filter(zone -> !zone.isCurrent()).forEach(zone -> problems.add(problemOf(zone)));
    int missing = (int) zones.stream().filter(zone -> zone.zone() == null).count();
    int outdated =
        (int) zones.stream().filter(zone -> zone.zone() != null && !zone.isCurrent()).count();
    return new Health(
        problems.isEmpty() ? "ok" : "degraded",
        isReady,
        options.version(),
        uptime.toSeconds(),
        new Health.Zones(zones.size() - missing, outdated, missing),
        problems.size(),
        problems.stream().limit(Health.MOST_PROBLEMS).toList());
  }

  private static void addRegistry(RegistryHouse registry, List<Problem> problems) {
    if (!registry.trouble().isEmpty()) {
      problems.add(
          new Problem(null, registry.data().toString(), null, List.of(registry.trouble())));
    }
    if (!registry.tokensTrouble().isEmpty()) {
      problems.add(
          new Problem(
              null,
              String.valueOf(registry.tokensFile()),
              null,
              List.of(registry.tokensTrouble())));
    }
    for (SourceReport source : registry.sources()) {
      if (!source.trouble().isEmpty() || source.held() != null) {
        var held = source.held();
        problems.add(
            new Problem(
                null,
                "source " + source.settings().name(),
                null,
                List.of(held == null ? source.trouble() : held.why())));
      }
      if (source.settings().kind() instanceof SourceSettings.Kind.Files(Path folder, _, _)) {
        addFlaws(folder, source.flaws(), problems);
      }
    }
  }

  /// What is written in files is what the operator asked for, unlike what other registries have.
  private static void addFlaws(Path folder, Map<String, String> flaws, List<Problem> problems) {
    if (!flaws.isEmpty()) {
      problems.add(
          new Problem(
              null,
              folder.toString(),
              null,
              flaws.entrySet().stream()
                  .sorted(Map.Entry.comparingByKey())
                  .limit(Health.MOST_PROBLEMS)
                  .map(flaw -> flaw.getKey() + ": " + flaw.getValue())
                  .toList()));
    }
  }

  private static Problem problemOf(ZoneStatus zone) {
    Name name = zone.name();
    Long serial = zone.zone() == null ? null : zone.zone().serial();
    return new Problem(
        name.toString(),
        zone.file().toString(),
        serial,
        zone.problems().stream().map(Diagnostic::toString).toList());
  }
}
