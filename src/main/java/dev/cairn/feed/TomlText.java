package dev.cairn.feed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// A TOML text by its grammar, and where things stand in it.
///
/// tomlj takes time with the cube of a run of empty lines and comments, so of each run only the
/// first line is kept; not where strings may go over several lines.
final class TomlText {
  private final String file;
  private final List<Integer> origins = new ArrayList<>();
  private final TomlParseResult parsed;

  TomlText(String file, String text) {
    this.file = file;
    this.parsed = Toml.parse(folded(text), TomlParseOptions.sourceless());
  }

  private String folded(String text) {
    boolean mayFold = !text.contains("\"\"\"") && !text.contains("'''");
    var folded = new StringBuilder();
    boolean wasIdle = false;
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      String start = line.stripLeading();
      boolean isIdle = mayFold && (start.isEmpty() || start.startsWith("#"));
      if (!isIdle || !wasIdle) {
        folded.append(line).append('\n');
        origins.add(number);
      }
      wasIdle = isIdle;
    }
    return folded.toString();
  }

  TomlTable root() {
    return parsed;
  }

  /// What is against the grammar, by place.
  Map<String, String> faults() {
    Map<String, String> faults = new TreeMap<>();
    parsed
        .errors()
        .forEach(error -> faults.put(place(error.position()), String.valueOf(error.getMessage())));
    return faults;
  }

  /// `file:line:column`; the file alone if tomlj does not know more.
  String place(@Nullable TomlPosition position) {
    if (position == null) {
      return file;
    }
    int line = Math.min(position.line(), origins.size());
    return "%s:%d:%d".formatted(file, line < 1 ? 1 : origins.get(line - 1), position.column());
  }
}
