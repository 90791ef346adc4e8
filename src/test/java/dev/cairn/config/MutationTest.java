package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.tomlj.Toml;
import org.tomlj.TomlParseOptions;

/// Whatever becomes of a file by accident: it is read or it is not, and nothing else happens.
class MutationTest {
  private static final long SEED = 20_261_101;
  private static final int MUTATIONS = 20_000;

  private static final String[] PIECES = {
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ".",
    ",",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "#",
    "\n",
    "\r",
    "\\",
    "\\u",
    "\0",
    "\uFEFF",
    "\uD800",
    "💥",
    "ö",
    " ",
    "-1",
    "99999999999999999999",
    "1e999",
    "nan",
    "true",
    "1979-05-27",
    "[zone]",
    "[[zone]]\n",
    "name = \".\"\n",
    "[server]\n",
    "::",
    "%",
    "/33",
    "\"any\"",
    "\n[[forward.rule]]\nsuffix = \"a\"\n",
    "\"\\\\\"",
    "@",
    "ms",
    "://",
    "\"tls://dns.example@192.0.2.1,::1\"",
    "\"https://[::]:443/\"",
    "\nweights = [1, 2]\npolicy = \"weighted\"\n",
    "\"p95\"",
    "\". NS\""
  };

  private final Random random = new Random(SEED);

  @Test
  void twenty_thousand_mutations_never_throw_and_never_hang() throws IOException {
    var shipped = Files.readString(Path.of("conf", "dns.toml")).replace("\"../zones\"", "\".\"");
    assertTimeoutPreemptively(
        Duration.ofMinutes(5),
        () -> {
          int good = 0;
          for (int i = 0; i < MUTATIONS; i++) {
            good += isGood(mutated(shipped)) ? 1 : 0;
          }
          assertThat(good).isBetween(1, MUTATIONS - 1);
        });
  }

  @Test
  void what_is_folded_has_its_faults_where_they_were() throws IOException {
    var shipped = Files.readString(Path.of("conf", "dns.toml"));
    for (int i = 0; i < MUTATIONS / 10; i++) {
      var text = mutated(shipped);
      assertThat(Document.of(text).faults())
          .as(text)
          .extracting(Document.Fault::place)
          .containsExactlyElementsOf(
              Toml.parse(text, TomlParseOptions.sourceless()).errors().stream()
                  .map(e -> new Place(e.position().line(), e.position().column()))
                  .toList());
    }
  }

  private static boolean isGood(String text) {
    return switch (ConfigReader.parse(Reading.FILE, text)) {
      case ConfigResult.Good good -> good.config() != null;
      case ConfigResult.Bad bad -> {
        long lines = text.chars().filter(c -> c == '\n').count() + 1;
        assertThat(bad.errors())
            .as(text)
            .isNotEmpty()
            .allMatch(error -> error.line() >= 1 && error.line() <= lines)
            .allMatch(error -> error.column() >= 1)
            .allMatch(error -> error.toString().chars().noneMatch(Character::isISOControl))
            .isSortedAccordingTo(
                Comparator.comparingInt(ConfigError::line).thenComparingInt(ConfigError::column));
        yield false;
      }
    };
  }

  private String mutated(String text) {
    var mutated = new StringBuilder(text);
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      mutate(mutated);
    }
    return mutated.toString();
  }

  private void mutate(StringBuilder text) {
    int from = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), from + random.nextInt(40));
    switch (random.nextInt(6)) {
      case 0 -> text.delete(from, to);
      case 1 -> text.insert(from, text.substring(from, to).repeat(1 + random.nextInt(3)));
      case 2 -> text.insert(from, PIECES[random.nextInt(PIECES.length)]);
      case 3 -> text.replace(from, Math.min(from + 1, to), PIECES[random.nextInt(PIECES.length)]);
      case 4 -> text.insert(random.nextInt(text.length() + 1), text.substring(from, to));
      default -> text.insert(from, (char) random.nextInt(0x10000));
    }
  }
}
