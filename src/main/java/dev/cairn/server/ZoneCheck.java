package dev.cairn.server;

import dev.cairn.config.Config;
import dev.cairn.zone.Diagnostic;
import dev.cairn.zone.ZoneFile;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.xbill.DNS.Name;

/// Judges zones as the server would, without serving them.
public final class ZoneCheck {
  private ZoneCheck() {}

  /// What is to be said of one zone.
  ///
  /// @param serial 0 if there are errors, and so `records`
  public record Verdict(Name name, long serial, int records, List<Diagnostic> diagnostics) {
    public int errors() {
      return (int) diagnostics.stream().filter(Diagnostic::isError).count();
    }
  }

  /// All zones of a configuration, by name.
  public static List<Verdict> of(Config config) {
    return of(ZoneSources.of(config).zones().values().stream().map(ZoneSource::file).toList());
  }

  /// What lies in the zones folder and is not read.
  public static List<Diagnostic> folderProblems(Config config) {
    return ZoneSources.of(config).problems();
  }

  /// Zone files, by name.
  public static List<Verdict> of(Collection<ZoneFile> files) {
    return files.parallelStream()
        .map(ZoneCheck::judge)
        .sorted(Comparator.comparing(Verdict::name))
        .toList();
  }

  private static Verdict judge(ZoneFile file) {
    ZoneFile.Reading reading = file.read();
    return reading.zone() == null
        ? new Verdict(file.origin(), 0, 0, reading.diagnostics())
        : new Verdict(
            file.origin(),
            reading.zone().serial(),
            reading.zone().records(),
            reading.diagnostics());
  }
}
