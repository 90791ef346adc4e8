package dev.cairn.zone;

import dev.cairn.zone.Diagnostic.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Gathers what there is to say about one zone. Bounded: after [#MOST] it only counts.
final class Diagnostics {
  static final int MOST = 100;

  private final List<Diagnostic> all = new ArrayList<>();
  private int errors;
  private int unsaid;

  void error(Path file, int line, int column, String message) {
    add(new Diagnostic(Severity.ERROR, file, line, column, message));
  }

  void warning(Path file, int line, int column, String message) {
    add(new Diagnostic(Severity.WARNING, file, line, column, message));
  }

  boolean hasErrors() {
    return errors > 0;
  }

  /// Everything in the order in which it was found, errors never missing in favour of warnings.
  List<Diagnostic> all() {
    if (unsaid == 0) {
      return List.copyOf(all);
    }
    var told = new ArrayList<>(all);
    Diagnostic last = all.getLast();
    told.add(
        new Diagnostic(
            errors > 0 ? Severity.ERROR : Severity.WARNING,
            last.file(),
            0,
            0,
            unsaid + " more are not shown"));
    return List.copyOf(told);
  }

  void add(Diagnostic diagnostic) {
    errors += diagnostic.isError() ? 1 : 0;
    if (all.size() < MOST) {
      all.add(diagnostic);
      return;
    }
    unsaid++;
    if (diagnostic.isError() && all.stream().noneMatch(Diagnostic::isError)) {
      all.set(MOST - 1, diagnostic);
    }
  }
}
