package dev.cairn.config;

import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Amounts that are written as a whole number and a unit.
final class Measure {
  /// In milliseconds.
  static final Measure DURATION =
      new Measure(
          "a duration",
          "10s",
          List.of(
              new Unit("ms", 1),
              new Unit("s", 1000),
              new Unit("m", 60_000),
              new Unit("h", 3_600_000),
              new Unit("d", 86_400_000)));

  /// In octets.
  static final Measure SIZE =
      new Measure(
          "a size",
          "64MiB",
          List.of(
              new Unit("B", 1),
              new Unit("KB", 1000),
              new Unit("MB", 1_000_000),
              new Unit("GB", 1_000_000_000),
              new Unit("TB", 1_000_000_000_000L),
              new Unit("KiB", 1L << 10),
              new Unit("MiB", 1L << 20),
              new Unit("GiB", 1L << 30),
              new Unit("TiB", 1L << 40)));

  private static final Pattern AMOUNT = Pattern.compile("(\\d{1,18})([A-Za-z]*)");

  private final String kind;
  private final String example;
  private final List<Unit> units;

  private record Unit(String symbol, long factor) {}

  private Measure(String kind, String example, List<Unit> units) {
    this.kind = kind;
    this.example = example;
    this.units = units;
  }

  /// Durations from one to another, both as an operator would write them.
  static Form<Duration> durations(String least, String most) {
    return DURATION.between(least, most, Duration::ofMillis);
  }

  /// Sizes from one to another, both as an operator would write them.
  static Form<Long> sizes(String least, String most) {
    return SIZE.between(least, most, octets -> octets);
  }

  /// In the largest unit that needs no fraction; the last of those that fit as well.
  String written(long amount) {
    var best = units.getFirst();
    for (Unit unit : units) {
      if (amount % unit.factor() == 0 && unit.factor() <= amount) {
        best = unit;
      }
    }
    return amount / best.factor() + best.symbol();
  }

  private <T> Form<T> between(String least, String most, LongFunction<T> value) {
    long from = known(least);
    long to = known(most);
    return new Text<>(
        "a string with a unit",
        Shown.quoted(example),
        text ->
            switch (amount(text)) {
              case Parsed.Wrong<Long>(String why) -> Parsed.wrong(why);
              case Parsed.Value<Long>(Long n) when n < from || n > to ->
                  Parsed.wrong(
                      Shown.quoted(text) + " is out of bounds; allowed: " + least + " to " + most);
              case Parsed.Value<Long>(Long n) -> Parsed.value(value.apply(n));
            });
  }

  private long known(String text) {
    return switch (amount(text)) {
      case Parsed.Value<Long>(Long n) -> n;
      case Parsed.Wrong<Long>(String why) -> throw new IllegalArgumentException(why);
    };
  }

  /// What is too large for a long is the largest long.
  private Parsed<Long> amount(String text) {
    var matcher = AMOUNT.matcher(text);
    if (!matcher.matches()) {
      return wrong(text, "is not " + kind);
    }
    long number = Long.parseLong(matcher.group(1));
    var symbol = matcher.group(2);
    for (Unit unit : units) {
      if (unit.symbol().equals(symbol)) {
        boolean fits = number <= Long.MAX_VALUE / unit.factor();
        return Parsed.value(fits ? number * unit.factor() : Long.MAX_VALUE);
      }
    }
    return wrong(text, symbol.isEmpty() ? "has no unit" : "is not " + kind);
  }

  private Parsed<Long> wrong(String text, String what) {
    var symbols = units.stream().map(Unit::symbol).collect(Collectors.joining(", "));
    return Parsed.wrong(
        "%s %s; allowed: a whole number and one of %s, such as %s"
            .formatted(Shown.quoted(text), what, symbols, Shown.quoted(example)));
  }
}
