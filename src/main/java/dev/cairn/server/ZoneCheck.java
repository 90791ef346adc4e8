package dev.cairn.server;

import dev.cairn.config.Config;
import dev.cairn.zone.Diagnostic;
import dev.cairn.zone.Rule;
import dev.cairn.zone.ZoneFile;
import dev.cairn.zone.ZoneResolver.OnMiss;
import dev.cairn.zone.check.Inspection;
import dev.cairn.zone.check.Inspection.Circumstances;
import dev.cairn.zone.check.Inspection.Report;
import dev.cairn.zone.check.Inspection.Subject;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/// Judges zones as the server would, and then each as a whole and all together, without serving
/// them.
public final class ZoneCheck {
  private final Inspection inspection;

  /// @param silenced warnings of which nothing is said
  /// @param serials of the zones in force, as far as they are known
  public ZoneCheck(Set<Rule> silenced, Map<Name, Long> serials) {
    this.inspection = new Inspection(silenced, new Circumstances(Instant.now(), serials));
  }

  /// All zones of a configuration, by name.
  public List<Report> of(Config config) {
    return reports(
        ZoneSources.of(config).zones().values().stream()
            .map(source -> new Subject(source.file(), source.onMiss() == OnMiss.FORWARD)));
  }

  /// Zone files, by name.
  public List<Report> of(Collection<ZoneFile> files) {
    return reports(files.stream().map(file -> new Subject(file, false)));
  }

  /// What lies in the zones folder and is not read.
  public static List<Diagnostic> folderProblems(Config config) {
    return ZoneSources.of(config).problems();
  }

  private List<Report> reports(Stream<Subject> subjects) {
    return inspection.of(
        subjects.sorted(Comparator.comparing(subject -> subject.file().origin())).toList());
  }
}
