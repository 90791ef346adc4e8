package dev.cairn.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.zone.Diagnostic.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is told of much.
final class DiagnosticsTest {
  private static final Path FILE = Path.of("test.zone");

  @Test
  void everything_is_told_in_the_order_in_which_it_was_found() {
    var diagnostics = new Diagnostics(Set.of());
    add(diagnostics, Rule.TTL_DIFFERS, 1);
    add(diagnostics, Rule.SYNTAX, 1);
    add(diagnostics, Rule.TTL_DIFFERS, 1);
    assertThat(rules(diagnostics)).containsExactly(Rule.TTL_DIFFERS, Rule.SYNTAX, Rule.TTL_DIFFERS);
  }

  @Test
  void errors_are_told_before_warnings() {
    var diagnostics = new Diagnostics(Set.of());
    add(diagnostics, Rule.TTL_DIFFERS, 300);
    add(diagnostics, Rule.SYNTAX, 100);
    assertThat(rules(diagnostics).subList(0, 100)).containsOnly(Rule.SYNTAX);
    assertThat(diagnostics.all().getLast())
        .hasToString("test.zone: warning: 300 more are not shown: 300 ttl-differs");
  }

  @Test
  void no_rule_hides_another() {
    var diagnostics = new Diagnostics(Set.of());
    add(diagnostics, Rule.TTL_DIFFERS, 300);
    add(diagnostics, Rule.MISSING_GLUE, 2);
    assertThat(rules(diagnostics)).contains(Rule.MISSING_GLUE).hasSize(101);
    assertThat(diagnostics.all().getLast().message())
        .isEqualTo("202 more are not shown: 202 ttl-differs");
  }

  @Test
  void all_are_counted() {
    var diagnostics = new Diagnostics(Set.of());
    add(diagnostics, Rule.TTL_DIFFERS, 300);
    add(diagnostics, Rule.SYNTAX, 250);
    assertThat(diagnostics.count(Severity.WARNING)).isEqualTo(300);
    assertThat(diagnostics.count(Severity.ERROR)).isEqualTo(250);
  }

  @Test
  void what_is_silenced_is_neither_told_nor_counted() {
    var diagnostics = new Diagnostics(Set.of(Rule.TTL_DIFFERS));
    add(diagnostics, Rule.TTL_DIFFERS, 300);
    add(diagnostics, Rule.MISSING_GLUE, 1);
    assertThat(rules(diagnostics)).containsExactly(Rule.MISSING_GLUE);
    assertThat(diagnostics.count(Severity.WARNING)).isEqualTo(1);
  }

  @Test
  void errors_cannot_be_silenced() {
    var diagnostics = new Diagnostics(Set.of(Rule.SYNTAX));
    add(diagnostics, Rule.SYNTAX, 1);
    assertThat(rules(diagnostics)).containsExactly(Rule.SYNTAX);
    assertThat(diagnostics.hasErrors()).isTrue();
  }

  private static void add(Diagnostics diagnostics, Rule rule, int times) {
    for (int i = 0; i < times; i++) {
      diagnostics.add(new Diagnostic(rule, FILE, 1, 1, "something"));
    }
  }

  private static List<Rule> rules(Diagnostics diagnostics) {
    return diagnostics.all().stream().map(Diagnostic::rule).toList();
  }
}
