package dev.cairn.zone;

import dev.cairn.zone.Diagnostic.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Gathers what there is to say about one zone. Bounded: of each rule [#MOST] cases are kept, of
/// all together [#MOST] are told, and the others are counted.
public final class Diagnostics {
  static final int MOST = 100;

  private final Set<Rule> silenced;
  private final List<Kept> kept = new ArrayList<>();
  private final Map<Rule, Integer> counts = new EnumMap<>(Rule.class);
  private boolean hasErrors;

  /// @param silenced of which nothing shall be said; errors are told all the same
  public Diagnostics(Set<Rule> silenced) {
    this.silenced =
        silenced.stream()
            .filter(rule -> rule.severity() == Severity.WARNING)
            .collect(Collectors.toUnmodifiableSet());
  }

  /// @param number how many of the same rule were found before
  private record Kept(Diagnostic diagnostic, int place, int number) {
    /// Errors first, then the first case of each rule before the second of any.
    private static final Comparator<Kept> BY_WEIGHT =
        Comparator.comparing((Kept kept) -> kept.diagnostic().severity())
            .thenComparingInt(Kept::number)
            .thenComparingInt(Kept::place);
  }

  void error(Path file, int line, int column, String message) {
    add(new Diagnostic(Rule.SYNTAX, file, line, column, message));
  }

  void unreadable(Diagnostic where, String message) {
    add(new Diagnostic(Rule.UNREADABLE, where.file(), where.line(), where.column(), message));
  }

  /// Adds one, unless there are more than enough of its kind.
  public void add(Diagnostic diagnostic) {
    add(diagnostic.rule(), () -> diagnostic);
  }

  /// Adds one that is put into words only if it may be told.
  public void add(Rule rule, Supplier<Diagnostic> words) {
    hasErrors |= rule.severity() == Severity.ERROR;
    if (silenced.contains(rule)) {
      return;
    }
    int number = counts.merge(rule, 1, Integer::sum);
    if (number <= MOST) {
      kept.add(new Kept(words.get(), kept.size(), number));
    }
  }

  boolean hasErrors() {
    return hasErrors;
  }

  /// How many errors or warnings were found, told or not.
  public int count(Severity severity) {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().severity() == severity)
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /// What is told, in the order in which it was found: errors never missing in favour of warnings,
  /// no rule missing in favour of another's many cases.
  public List<Diagnostic> all() {
    List<Kept> told =
        kept.stream()
            .sorted(Kept.BY_WEIGHT)
            .limit(MOST)
            .sorted(Comparator.comparingInt(Kept::place))
            .toList();
    var all = new ArrayList<>(told.stream().map(Kept::diagnostic).toList());
    addUntold(Rule.MORE_ERRORS, told, all);
    addUntold(Rule.MORE_WARNINGS, told, all);
    return List.copyOf(all);
  }

  private void addUntold(Rule summary, List<Kept> told, List<Diagnostic> all) {
    var untold = new EnumMap<Rule, Integer>(Rule.class);
    counts.forEach((rule, count) -> {
      long shown = told.stream().filter(one -> one.diagnostic().rule() == rule).count();
      if (rule.severity() == summary.severity() && count > shown) {
        untold.put(rule, count - (int) shown);
      }
    });
    if (untold.isEmpty() || silenced.contains(summary)) {
      return;
    }
    int sum = untold.values().stream().mapToInt(Integer::intValue).sum();
    String which =
        summary.severity() == Severity.ERROR
            ? ""
            : untold.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().title())
                .collect(Collectors.joining(", ", ": ", ""));
    Path file = all.getLast().file();
    all.add(new Diagnostic(summary, file, 0, 0, sum + " more are not shown" + which));
  }
}
