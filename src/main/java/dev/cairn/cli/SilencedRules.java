package dev.cairn.cli;

import dev.cairn.config.Suggestion;
import dev.cairn.zone.Diagnostic.Severity;
import dev.cairn.zone.Rule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// `--silence NAME[,NAME]`: warnings of which nothing is to be said.
final class SilencedRules {
  private static final Map<String, Rule> BY_TITLE =
      Arrays.stream(Rule.values()).collect(Collectors.toMap(Rule::title, rule -> rule));

  @Option(
      names = "--silence",
      paramLabel = "NAME",
      split = ",",
      description =
          "Say nothing of these warnings, by the name in brackets. May be given several times.")
  private List<String> names = new ArrayList<>();

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  Set<Rule> rules() {
    var rules = EnumSet.noneOf(Rule.class);
    names.forEach(name -> rules.add(rule(name)));
    return rules;
  }

  private Rule rule(String name) {
    Rule rule = BY_TITLE.get(name);
    if (rule == null) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no warning '" + name + "'" + hint(name) + "; allowed are " + allowed());
    }
    if (rule.severity() == Severity.ERROR) {
      throw new ParameterException(
          spec.commandLine(), "'" + name + "' is an error, only warnings can be silenced");
    }
    return rule;
  }

  private static String hint(String name) {
    @Nullable String nearest = Suggestion.nearest(name, BY_TITLE.keySet());
    return nearest == null ? "" : ", did you mean '" + nearest + "'?";
  }

  private static String allowed() {
    return Arrays.stream(Rule.values())
        .filter(rule -> rule.severity() == Severity.WARNING)
        .map(Rule::title)
        .collect(Collectors.joining(", "));
  }
}
