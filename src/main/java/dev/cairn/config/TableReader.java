package dev.cairn.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.tomlj.MutableTomlTable;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/// One table, read key by key. What is wrong with a value is reported at its place and the fallback
/// taken, so that the next one is read as well; what was never asked for is reported at the end.
final class TableReader {
  private final TomlTable table;
  private final Spot header;
  private final Document document;
  private final Problems problems;

  /// Every key that was asked for, and how a message names it.
  private final Map<String, String> known = new LinkedHashMap<>();

  private final Set<String> wrong = new HashSet<>();

  /// One value of a list, as it is written and where.
  private record Element<T>(T value, String text, Spot spot) {}

  private TableReader(TomlTable table, Spot header, Document document, Problems problems) {
    this.table = table;
    this.header = header;
    this.document = document;
    this.problems = problems;
  }

  /// Reads a whole document.
  static <T> T read(Document document, Problems problems, Function<TableReader, T> body) {
    var top = new Spot("", new Place(1, 1));
    return new TableReader(document.root(), top, document, problems).readBy(body);
  }

  boolean bool(String key, boolean fallback) {
    return switch (ask(key)) {
      case null -> fallback;
      case Boolean value -> value;
      case Object other -> wrong(key, Shown.mustBe("true or false", other), fallback);
    };
  }

  int integer(String key, int least, int most, int fallback) {
    return value(key, new WholeNumber(least, most), fallback);
  }

  <T> T value(String key, Form<T> form, T fallback) {
    var value = ask(key);
    if (value == null) {
      return fallback;
    }
    var read = read(value, form, spot(key));
    if (read == null) {
      wrong.add(key);
      return fallback;
    }
    return read;
  }

  /// Null if it is left out, or wrong, which is reported.
  <T> @Nullable T optional(String key, Form<T> form) {
    var value = ask(key);
    return value == null ? null : read(value, form, spot(key));
  }

  /// Null if it is missing or wrong, which is reported.
  <T> @Nullable T required(String key, Form<T> form) {
    var value = ask(key);
    if (value == null) {
      missing(key, form.example());
      return null;
    }
    return read(value, form, spot(key));
  }

  /// As `required`, and no other may have claimed it.
  <T> @Nullable T required(String key, Form<T> form, Claims<T> claims) {
    var read = required(key, form);
    if (read != null) {
      claims.written(read, String.valueOf(ask(key)), spot(key));
    }
    return read;
  }

  /// A list of which no two values are the same.
  <T> List<T> values(String key, Form<T> form, List<T> fallback) {
    return values(key, form, fallback, new Claims<>(problems));
  }

  /// A list of which no other may have claimed a value.
  <T> List<T> values(String key, Form<T> form, List<T> fallback, Claims<T> claims) {
    var elements = elements(key, form);
    if (elements != null) {
      elements.forEach(one -> claims.written(one.value(), one.text(), one.spot()));
      return elements.stream().map(Element::value).toList();
    }
    if (!isWritten(key)) {
      fallback.forEach(value -> claims.byDefault(value, path(key)));
    }
    return fallback;
  }

  /// A list of which no two values are the same, and which is not empty; empty if it is missing or
  /// wrong, which is reported.
  <T> List<T> someValues(String key, Form<T> form) {
    List<T> read = values(key, form, List.of());
    if (!isWritten(key)) {
      missing(key, "[" + form.example() + "]");
    } else if (read.isEmpty() && areRight(key)) {
      complain(key, "is empty; allowed: " + form.allowedList());
    }
    return read;
  }

  /// A list in which a value may stand more than once.
  <T> List<T> sequence(String key, Form<T> form, List<T> fallback) {
    var elements = elements(key, form);
    return elements == null ? fallback : elements.stream().map(Element::value).toList();
  }

  /// A table whose keys are the operator's, in the order of the file.
  <T> Map<String, T> map(String key, Form<String> keys, Form<T> values, Map<String, T> fallback) {
    return switch (ask(key)) {
      case null -> fallback;
      case TomlTable inner -> reader(inner, spot(key)).readBy(table -> table.entries(keys, values));
      case Object other -> wrong(key, Shown.mustBe("a table", other), fallback);
    };
  }

  private <T> Map<String, T> entries(Form<String> keys, Form<T> values) {
    var made = new LinkedHashMap<String, T>();
    for (var key : table.keySet()) {
      var name = read(key, keys, spot(key));
      var value = required(key, values);
      if (name != null && value != null && made.putIfAbsent(name, value) != null) {
        complain(key, "stands there in other letters already; allowed: each once");
      }
    }
    return Collections.unmodifiableMap(made);
  }

  /// Says that a key may stand here, whether or not it is asked for.
  void announce(String key) {
    known.put(key, key);
  }

  /// Says that a table will be asked for, so that messages name it before those of which it needs
  /// to know.
  void announceTable(String key) {
    known.put(key, "[" + path(key) + "]");
  }

  /// A table; read as an empty one if it is left out.
  <T> T table(String key, Function<TableReader, T> body) {
    var inner = subTable(key);
    return reader(inner == null ? MutableTomlTable.create() : inner, spot(key)).readBy(body);
  }

  /// A table, or null if it is left out.
  <T> @Nullable T optionalTable(String key, Function<TableReader, @Nullable T> body) {
    var inner = subTable(key);
    return inner == null ? null : reader(inner, spot(key)).<@Nullable T>readBy(body);
  }

  /// The tables of an array, without those of which the body makes nothing.
  <T> List<T> tables(String key, Function<TableReader, @Nullable T> body) {
    var name = "[[" + path(key) + "]]";
    return switch (ask(key, name)) {
      case null -> List.of();
      case TomlArray array -> tables(key, array, body);
      case Object other ->
          wrong(key, Shown.mustBe("an array of tables, " + name, other), List.of());
    };
  }

  boolean isWritten(String key) {
    return table.contains(List.of(key));
  }

  /// Whether what was read of these is what is written or left out, and not a fallback.
  boolean areRight(String... keys) {
    return List.of(keys).stream().noneMatch(wrong::contains);
  }

  /// Reports a value that is right by itself.
  void complain(String key, String message) {
    problems.add(spot(key), message);
  }

  private <T extends @Nullable Object> T readBy(Function<TableReader, T> body) {
    T made = body.apply(this);
    for (var key : table.keySet()) {
      if (!known.containsKey(key)) {
        unknown(key);
      }
    }
    return made;
  }

  /// Null if there is no list.
  private <T> @Nullable List<Element<T>> elements(String key, Form<T> form) {
    return switch (ask(key)) {
      case null -> null;
      case TomlArray array -> elements(key, array, form);
      case Object other -> wrong(key, Shown.mustBe(form.allowedList(), other), null);
    };
  }

  private <T> List<Element<T>> elements(String key, TomlArray array, Form<T> form) {
    var made = new ArrayList<Element<T>>();
    for (int i = 0; i < array.size(); i++) {
      var element = array.get(i);
      var spot = spot(path(key) + "[" + i + "]", array.inputPositionOf(i));
      var read = read(element, form, spot);
      if (read == null) {
        wrong.add(key);
      } else {
        made.add(new Element<>(read, String.valueOf(element), spot));
      }
    }
    return made;
  }

  private <T> List<T> tables(String key, TomlArray array, Function<TableReader, @Nullable T> body) {
    var made = new ArrayList<T>();
    for (int i = 0; i < array.size(); i++) {
      var spot = spot(path(key) + "[" + i + "]", array.inputPositionOf(i));
      if (array.get(i) instanceof TomlTable inner) {
        T read = reader(inner, spot).<@Nullable T>readBy(body);
        if (read != null) {
          made.add(read);
        }
      } else {
        problems.add(spot, Shown.mustBe("a table", array.get(i)));
      }
    }
    return made;
  }

  private @Nullable TomlTable subTable(String key) {
    var name = "[" + path(key) + "]";
    return switch (ask(key, name)) {
      case null -> null;
      case TomlTable inner -> inner;
      case Object other -> wrong(key, Shown.mustBe("a table, " + name, other), null);
    };
  }

  private <T> @Nullable T read(Object value, Form<T> form, Spot spot) {
    return switch (form.read(value)) {
      case Parsed.Value<T>(T read) -> read;
      case Parsed.Wrong<T>(String why) -> {
        problems.add(spot, why);
        yield null;
      }
    };
  }

  private @Nullable Object ask(String key) {
    return ask(key, key);
  }

  private @Nullable Object ask(String key, String name) {
    known.put(key, name);
    return table.get(List.of(key));
  }

  private <T extends @Nullable Object> T wrong(String key, String message, T fallback) {
    wrong.add(key);
    problems.add(spot(key), message);
    return fallback;
  }

  private void missing(String key, String example) {
    var message = "is missing; write " + key + " = " + example;
    problems.addMissing(new Spot(path(key), header.place()), key, message);
  }

  private void unknown(String key) {
    var value = table.get(List.of(key));
    boolean isTable =
        value instanceof TomlTable
            || (value instanceof TomlArray array && !array.isEmpty() && array.isTable(0));
    var nearest = Suggestion.nearest(key, known.keySet());
    var question = nearest == null ? "" : "did you mean " + known.get(nearest) + "? ";
    problems.addUnknown(
        spot(key),
        (isTable ? "unknown table; " : "unknown key; ")
            + question
            + "allowed: "
            + String.join(", ", known.values()));
  }

  private TableReader reader(TomlTable inner, Spot spot) {
    return new TableReader(inner, spot, document, problems);
  }

  private String path(String key) {
    return header.key().isEmpty() ? Shown.key(key) : header.key() + "." + Shown.key(key);
  }

  private Spot spot(String key) {
    return spot(path(key), table.inputPositionOf(List.of(key)));
  }

  /// What has no position, because it is left out, is where its table is.
  private Spot spot(String path, @Nullable TomlPosition position) {
    return new Spot(path, position == null ? header.place() : document.place(position));
  }
}
