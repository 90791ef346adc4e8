package dev.cairn.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// A table of a file of services, read key by key; what is wrong with it is collected. Keys are
/// those of Consul's API whatever the case, also with dashes or underscores between words.
final class TomlEntry {
  private static final int MOST = 1_000;

  private final TomlText text;
  private final TomlTable table;
  private final @Nullable TomlPosition begin;
  private final Map<String, String> problems;
  private final Map<String, String> written = new LinkedHashMap<>(); // by the folded key
  private final Set<String> known = new TreeSet<>();

  /// @param begin where it stands
  /// @param problems takes what is wrong, by place
  TomlEntry(
      TomlText text, TomlTable table, @Nullable TomlPosition begin, Map<String, String> problems) {
    this.text = text;
    this.table = table;
    this.begin = begin;
    this.problems = problems;
    table.keySet().forEach(key -> written.put(folded(key), key));
  }

  private static String folded(String key) {
    return key.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
  }

  boolean has(String key) {
    return written.containsKey(key);
  }

  String text(String key) {
    Object value = value(key);
    if (value == null || value instanceof String) {
      return value instanceof String string ? Bounds.cut(string, Bounds.VALUE) : "";
    }
    complain(key, "is not a string");
    return "";
  }

  int number(String key, int otherwise, int most) {
    Object value = value(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Long number && number >= 0 && number <= most) {
      return number.intValue();
    }
    complain(key, "is not a number from 0 to %d".formatted(most));
    return otherwise;
  }

  boolean is(String key) {
    Object value = value(key);
    if (value == null || value instanceof Boolean) {
      return Boolean.TRUE.equals(value);
    }
    complain(key, "is neither true nor false");
    return false;
  }

  Duration time(String key, Duration otherwise) {
    String written = text(key);
    if (written.isEmpty()) {
      return otherwise;
    }
    Duration time = Durations.of(written);
    if (time == null) {
      complain(key, "is not a time such as \"10s\"");
      return otherwise;
    }
    return time;
  }

  List<String> texts(String key) {
    Object value = value(key);
    if (value instanceof String one) {
      return List.of(one);
    }
    List<String> texts = new ArrayList<>();
    if (value instanceof TomlArray array && array.size() <= MOST) {
      for (Object one : array.toList()) {
        if (one instanceof String string) {
          texts.add(Bounds.cut(string, Bounds.KEY));
        } else {
          complain(key, "is not a list of strings");
          return List.of();
        }
      }
    } else if (value != null) {
      complain(key, "is not a list of strings");
    }
    return texts;
  }

  /// The tables below a key: one, or a list of them.
  List<TomlEntry> tables(String key) {
    Object value = value(key);
    List<TomlEntry> tables = new ArrayList<>();
    if (value instanceof TomlTable one) {
      tables.add(new TomlEntry(text, one, at(key), problems));
    } else if (value instanceof TomlArray array && isOfTables(array)) {
      for (int i = 0; i < Math.min(array.size(), MOST); i++) {
        tables.add(new TomlEntry(text, array.getTable(i), array.inputPositionOf(i), problems));
      }
    } else if (value instanceof TomlArray array && !array.isEmpty()
        || value != null && !(value instanceof TomlArray)) {
      complain(key, "is not a table");
    }
    return tables;
  }

  static boolean isOfTables(TomlArray array) {
    return array.toList().stream().allMatch(TomlTable.class::isInstance);
  }

  /// All keys of this table, as they are written.
  List<String> names() {
    table.keySet().forEach(key -> written.put(key, key));
    return List.copyOf(table.keySet());
  }

  /// All keys of this table, as they are written, with what they say.
  Map<String, String> pairs() {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String key : table.keySet()) {
      known.add(folded(key));
      Object value = table.get(List.of(key));
      if (value instanceof TomlTable || value instanceof TomlArray) {
        complain(folded(key), "is not a string");
      } else {
        pairs.put(Bounds.cut(key, Bounds.NAME), Bounds.cut(String.valueOf(value), Bounds.KEY));
      }
    }
    return pairs;
  }

  void complain(String key, String what) {
    String name = written.getOrDefault(key, key);
    problems.putIfAbsent(text.place(at(key)), "%s %s".formatted(name, what));
  }

  /// Complains of all keys that nobody asked for.
  void complainOfUnknown() {
    written.forEach((folded, key) -> {
      if (!known.contains(folded)) {
        problems.putIfAbsent(
            text.place(at(folded)), "%s is not a key that there is here".formatted(key));
      }
    });
  }

  private @Nullable Object value(String key) {
    known.add(key);
    String name = written.get(key);
    return name == null ? null : table.get(List.of(name));
  }

  private @Nullable TomlPosition at(String key) {
    String name = written.get(key);
    TomlPosition position = name == null ? null : table.inputPositionOf(List.of(name));
    return position == null ? begin : position;
  }
}
