package dev.cairn.zone.check;

import dev.cairn.zone.Diagnostic;
import dev.cairn.zone.Diagnostic.Severity;
import dev.cairn.zone.Diagnostics;
import dev.cairn.zone.Rule;
import dev.cairn.zone.Zone;
import dev.cairn.zone.ZoneFile;
import dev.cairn.zone.check.CrossCheck.Other;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// Judges zones, each as a whole and all together.
public final class Inspection {
  private final Set<Rule> silenced;
  private final Circumstances circumstances;

  /// @param silenced warnings of which nothing is said
  public Inspection(Set<Rule> silenced, Circumstances circumstances) {
    this.silenced = silenced;
    this.circumstances = circumstances;
  }

  /// A zone that is to be judged.
  ///
  /// @param isOverlay whether names that it does not have may be found elsewhere
  public record Subject(ZoneFile file, boolean isOverlay) {}

  /// What there is to say of one zone.
  ///
  /// @param zone null if there are errors
  /// @param errors how many there are, told or not, and so `warnings`
  public record Report(
      Subject subject,
      @Nullable Zone zone,
      List<Diagnostic> diagnostics,
      int errors,
      int warnings) {}

  /// What is known besides the files.
  ///
  /// @param now what signatures are compared with
  /// @param serials of the zones in force, as far as they are known
  public record Circumstances(Instant now, Map<Name, Long> serials) {}

  /// The reports, in the order of the zones.
  public List<Report> of(List<Subject> subjects) {
    var territory = new Territory(subjects.stream().map(one -> one.file().origin()).toList());
    List<Judged> judged =
        IntStream.range(0, subjects.size())
            .parallel()
            .mapToObj(
                i -> judge(subjects.get(i), new Home(territory, i, subjects.get(i).isOverlay())))
            .toList();
    var all =
        new CrossCheck(
            judged.stream().map(one -> new Other(one.zone(), one.subject().isOverlay())).toList());
    return judged.parallelStream()
        .map(one -> {
          all.judge(one.crossings(), one.reading().files(), one.findings());
          return one.report();
        })
        .toList();
  }

  private record Judged(
      Subject subject,
      ZoneFile.Reading reading,
      Diagnostics diagnostics,
      Findings findings,
      Crossings crossings) {
    @Nullable Zone zone() {
      return reading.zone();
    }

    Report report() {
      List<Path> files = reading.files();
      return new Report(
          subject,
          zone(),
          findings.all(files),
          diagnostics.count(Severity.ERROR),
          diagnostics.count(Severity.WARNING));
    }
  }

  private Judged judge(Subject subject, Home home) {
    var diagnostics = new Diagnostics(silenced);
    var findings = new Findings(diagnostics);
    var crossings = new Crossings();
    var judge = new ZoneJudge(home, circumstances, findings, crossings);
    ZoneFile.Reading reading = subject.file().read(diagnostics, judge);
    return new Judged(subject, reading, diagnostics, findings, crossings);
  }
}
