package dev.cairn.zone.check;

import dev.cairn.zone.Diagnostic;
import dev.cairn.zone.Diagnostics;
import dev.cairn.zone.GatheredZone;
import dev.cairn.zone.Part;
import dev.cairn.zone.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What rules have to say of one zone. The column of what is told in the end is found by reading
/// the entry again; what is only counted costs nothing.
final class Findings {
  private final Diagnostics diagnostics;
  private final IdentityHashMap<Diagnostic, Part> parts = new IdentityHashMap<>();

  Findings(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /// Where something is to be found.
  record Spot(Path file, int line, Part part) {
    static Spot of(GatheredZone zone, int record, Part part) {
      return new Spot(zone.file(record), zone.line(record), part);
    }
  }

  void tell(Rule rule, Spot spot, Supplier<String> message) {
    diagnostics.add(
        rule,
        () -> {
          String reference = rule.reference().isEmpty() ? "" : " (" + rule.reference() + ")";
          var said = new Diagnostic(rule, spot.file(), spot.line(), 0, message.get() + reference);
          parts.put(said, spot.part());
          return said;
        });
  }

  /// What is told, by file and line.
  ///
  /// @param files in the order in which they were read
  List<Diagnostic> all(List<Path> files) {
    List<Diagnostic> told = diagnostics.all();
    var lines = new HashMap<Path, List<Integer>>();
    for (Diagnostic one : told) {
      if (parts.containsKey(one)) {
        lines.computeIfAbsent(one.file(), _ -> new ArrayList<>()).add(one.line());
      }
    }
    var texts = new HashMap<Path, Map<Integer, byte[]>>();
    lines.forEach((file, wanted) -> texts.put(file, SourceLines.read(file, wanted)));
    return told.stream()
        .map(one -> placed(one, texts.getOrDefault(one.file(), Map.of()).get(one.line())))
        .sorted(byPlace(files))
        .toList();
  }

  private Diagnostic placed(Diagnostic said, byte @Nullable [] entry) {
    Part part = parts.get(said);
    if (part == null || entry == null) {
      return said;
    }
    Part.Place place = part.in(entry, said.line());
    return new Diagnostic(said.rule(), said.file(), place.line(), place.column(), said.message());
  }

  private static Comparator<Diagnostic> byPlace(List<Path> files) {
    return Comparator.comparing(Findings::isSummary)
        .thenComparingInt(one -> files.indexOf(one.file()))
        .thenComparingInt(Diagnostic::line)
        .thenComparingInt(Diagnostic::column);
  }

  private static boolean isSummary(Diagnostic one) {
    return one.rule() == Rule.MORE_ERRORS || one.rule() == Rule.MORE_WARNINGS;
  }
}
