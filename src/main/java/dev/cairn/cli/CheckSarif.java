package dev.cairn.cli;

import dev.cairn.config.ConfigError;
import dev.cairn.zone.Diagnostic;
import dev.cairn.zone.Diagnostic.Severity;
import dev.cairn.zone.Rule;
import dev.cairn.zone.check.Inspection.Report;
import java.io.File;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// For continuous integration: SARIF 2.1.0, as code hosts show it beside the lines. Files below the
/// folder where the command runs are named relative to it.
final class CheckSarif implements CheckPrinter {
  /// The name of what is wrong in dns.toml.
  static final String CONFIGURATION = "configuration";

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final Path here;

  /// @param here the folder where the command runs
  CheckSarif(Path here) {
    this.here = here;
  }

  @Override
  public void print(CheckReport report, PrintWriter out) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("$schema", SCHEMA);
    root.put("version", "2.1.0");
    ObjectNode run = root.putArray("runs").addObject();
    rules(run.putObject("tool").putObject("driver").put("name", "cairn check"));
    run.put("columnKind", "unicodeCodePoints");
    ArrayNode results = run.putArray("results");
    if (report.config() != null) {
      report.config().errors().forEach(error -> result(error, results));
      report.config().folder().forEach(one -> result(one, results));
    }
    report.zones().stream()
        .map(Report::diagnostics)
        .flatMap(List::stream)
        .forEach(one -> result(one, results));
    out.println(JsonMapper.shared().writeValueAsString(root));
    out.flush();
  }

  /// The rules by their numbers, and that of the configuration behind them.
  private static void rules(ObjectNode driver) {
    ArrayNode rules = driver.putArray("rules");
    for (Rule rule : Rule.values()) {
      ObjectNode node = rule(rules, rule.title(), rule.summary(), level(rule.severity()));
      if (!rule.reference().isEmpty()) {
        node.putObject("help").put("text", rule.reference());
      }
    }
    rule(rules, CONFIGURATION, "a mistake in the configuration", level(Severity.ERROR));
  }

  private static ObjectNode rule(ArrayNode rules, String title, String summary, String level) {
    ObjectNode node = rules.addObject().put("id", title);
    node.putObject("shortDescription").put("text", summary);
    node.putObject("defaultConfiguration").put("level", level);
    return node;
  }

  private void result(Diagnostic one, ArrayNode results) {
    ObjectNode result =
        results
            .addObject()
            .put("ruleId", one.rule().title())
            .put("ruleIndex", one.rule().ordinal())
            .put("level", level(one.severity()));
    place(result, one.message(), one.file(), one.line(), one.column());
  }

  private void result(ConfigError error, ArrayNode results) {
    ObjectNode result =
        results
            .addObject()
            .put("ruleId", CONFIGURATION)
            .put("ruleIndex", Rule.values().length)
            .put("level", level(Severity.ERROR));
    String subject = error.key().isEmpty() ? "" : error.key() + ": ";
    place(result, subject + error.message(), error.file(), error.line(), error.column());
  }

  private void place(ObjectNode result, String message, Path file, int line, int column) {
    result.putObject("message").put("text", message);
    ObjectNode physical = result.putArray("locations").addObject().putObject("physicalLocation");
    physical.putObject("artifactLocation").put("uri", uri(file));
    if (line > 0) {
      ObjectNode region = physical.putObject("region").put("startLine", line);
      if (column > 0) {
        region.put("startColumn", column);
      }
    }
  }

  private String uri(Path file) {
    Path whole = here.resolve(file).normalize();
    if (!whole.startsWith(here)) {
      return whole.toUri().toString();
    }
    String relative = here.relativize(whole).toString().replace(File.separatorChar, '/');
    try {
      return new URI(null, null, relative, null).toASCIIString();
    } catch (URISyntaxException _) {
      return whole.toUri().toString();
    }
  }

  private static String level(Severity severity) {
    return severity.name().toLowerCase(Locale.ROOT);
  }
}
