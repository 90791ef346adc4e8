package dev.cairn.zone.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.zone.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// The table of findings in docs/zones.md is that of the code.
final class RuleTableTest {
  @Test
  void every_finding_is_documented_as_it_is() throws IOException {
    assertThat(Files.readAllLines(Path.of("docs/zones.md")))
        .filteredOn(line -> line.matches("\\| `[a-z0-9-]+` \\|.*"))
        .containsExactlyElementsOf(Arrays.stream(Rule.values()).map(RuleTableTest::row).toList());
  }

  private static String row(Rule rule) {
    String reference = rule.reference().isEmpty() ? "–" : rule.reference();
    return "| `" + rule.title() + "` | " + rule.summary() + " | " + reference + " |";
  }
}
