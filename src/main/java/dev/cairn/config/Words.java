package dev.cairn.config;

import java.util.LinkedHashMap;
import java.util.Locale;

/// Values that are written as one of a few words.
final class Words {
  private Words() {}

  /// A constant as it is written: in lower case and with dashes.
  static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The constants of an enumeration.
  static <E extends Enum<E>> Form<E> of(Class<E> constants) {
    var words = new LinkedHashMap<String, E>();
    for (E constant : constants.getEnumConstants()) {
      words.put(written(constant), constant);
    }
    var all = words.keySet().stream().map(Shown::quoted).toList();
    return new Text<>(
        all.getFirst(),
        text -> {
          var meant = words.get(text);
          return meant == null
              ? Parsed.wrong(Shown.quoted(text) + " is unknown; allowed: " + String.join(", ", all))
              : Parsed.value(meant);
        });
  }
}
