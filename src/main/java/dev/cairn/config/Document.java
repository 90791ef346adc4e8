package dev.cairn.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// A TOML text by its grammar: its tables, and what is wrong with it. After a fault the rest is
/// read even so; what the fault may have cost is known line by line.
final class Document {
  private static final Pattern PLACE = Pattern.compile("\\bline (\\d{1,9}), column \\d+");

  private static final int LONGEST_HEADER = 200;

  /// What an operator may have meant for a header: a bracket first, or a single word.
  private static final Pattern HEADER =
      Pattern.compile("\\s*(\\[.*|[^\\s\"',=#]*\\p{Alpha}[^\\s\"',=#]*\\s*(#.*)?)");

  private final FoldedText text;
  private final String[] lines;
  private final TomlTable root;
  private final List<Fault> faults;
  private final NavigableSet<Integer> faultLines;

  /// Those with a fault that may have been a header.
  private final NavigableSet<Integer> doubtfulLines;

  private final NavigableSet<Integer> headerLines;

  /// What was found out already: a file may have many tables in one section.
  private final Map<Loss, Boolean> losses = new HashMap<>();

  /// A key that may have been lost between one header and the next.
  ///
  /// @param section the line of the first header
  private record Loss(int section, String key) {}

  /// What the grammar says.
  record Fault(Place place, String message) {}

  private Document(String original, FoldedText text, TomlTable root, List<TomlParseError> errors) {
    this.text = text;
    this.lines = original.split("\n", -1);
    this.root = root;
    this.faults = errors.stream().map(this::fault).toList();
    this.faultLines = lines(faults.stream().mapToInt(f -> f.place().line()));
    this.doubtfulLines =
        lines(faultLines.stream().mapToInt(n -> n).filter(n -> mayBeHeader(line(n))));
    this.headerLines =
        lines(
            IntStream.rangeClosed(1, faults.isEmpty() ? 0 : lines.length)
                .filter(n -> line(n).stripLeading().startsWith("[")));
  }

  static Document of(String original) {
    var text = FoldedText.of(original);
    var result = Toml.parse(text.text(), TomlParseOptions.sourceless());
    return new Document(original, text, result, result.errors());
  }

  TomlTable root() {
    return root;
  }

  List<Fault> faults() {
    return faults;
  }

  Place place(TomlPosition position) {
    return new Place(text.origin(position.line()), position.column());
  }

  /// Whether a table, by the place of its header, may have had a key that a fault has swallowed.
  boolean mayHaveLost(String key, Place table) {
    var start = headerLines.floor(table.line());
    return losses.computeIfAbsent(new Loss(start == null ? 1 : start, key), this::happened);
  }

  private boolean happened(Loss loss) {
    return faultLines.subSet(loss.section(), endOfSection(loss.section())).stream()
        .map(this::line)
        .anyMatch(line -> line.contains(loss.key()) || !line.contains("="));
  }

  /// Whether a key may belong to another table: a fault above it may have been a header.
  boolean mayBeMisplaced(Place key) {
    var fault = doubtfulLines.floor(key.line());
    return fault != null && key.line() < endOfSection(fault);
  }

  private static boolean mayBeHeader(String line) {
    return line.length() <= LONGEST_HEADER && HEADER.matcher(line).matches();
  }

  private int endOfSection(int line) {
    var next = headerLines.higher(line);
    return next == null ? Integer.MAX_VALUE : next;
  }

  private String line(int number) {
    return lines[number - 1];
  }

  /// The message may name another place, which has to be put right too.
  private Fault fault(TomlParseError error) {
    var message =
        PLACE
            .matcher(String.valueOf(error.getMessage()))
            .replaceAll(place -> {
              int line = text.origin(Integer.parseInt(place.group(1)));
              return place.group().replaceFirst("\\d+", Integer.toString(line));
            });
    return new Fault(place(error.position()), Shown.message(message));
  }

  private static NavigableSet<Integer> lines(IntStream numbers) {
    return numbers.boxed().collect(Collectors.toCollection(TreeSet::new));
  }
}
