package dev.cairn.config;

import java.time.Duration;
import java.util.regex.Pattern;

/// How the time of a hedge is written.
final class HedgeForm {
  static final Form<Hedge> HEDGE = new Text<>("\"p95\"", HedgeForm::hedge);

  private static final Pattern PERCENTILE = Pattern.compile("p([5-9]\\d)");
  private static final Form<Duration> DELAY = Measure.durations("20ms", "5s");

  private HedgeForm() {}

  private static Parsed<Hedge> hedge(String text) {
    var percentile = PERCENTILE.matcher(text);
    if (text.equals("off")) {
      return Parsed.value(Hedge.OFF);
    }
    if (percentile.matches()) {
      return Parsed.value(new Hedge.Percentile(Integer.parseInt(percentile.group(1))));
    }
    return switch (DELAY.read(text)) {
      case Parsed.Value<Duration>(Duration delay) -> Parsed.value(new Hedge.After(delay));
      case Parsed.Wrong<Duration> _ ->
          Parsed.wrong(
              Shown.quoted(text)
                  + " is no time to hedge after; allowed: \"off\", a percentile of round trips from"
                  + " \"p50\" to \"p99\", or a duration from \"20ms\" to \"5s\"");
    };
  }
}
