package dev.cairn.cli;

import dev.cairn.cli.CheckReport.Configuration;
import dev.cairn.config.ConfigError;
import dev.cairn.zone.Diagnostic;
import dev.cairn.zone.Zone;
import dev.cairn.zone.check.Inspection.Report;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// For programs: one JSON object, on one line.
final class CheckJson implements CheckPrinter {
  @Override
  public void print(CheckReport report, PrintWriter out) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("verdict", CheckReport.verdict(report.errors(), report.warnings()));
    root.put("errors", report.errors());
    root.put("warnings", report.warnings());
    if (report.config() != null) {
      config(report.config(), root.putObject("config"));
    }
    ArrayNode zones = root.putArray("zones");
    report.zones().forEach(zone -> zone(zone, zones.addObject()));
    out.println(JsonMapper.shared().writeValueAsString(root));
    out.flush();
  }

  private static void config(Configuration config, ObjectNode node) {
    node.put("file", config.file().toString());
    node.put("verdict", CheckReport.verdict(config.errorCount(), config.warningCount()));
    ArrayNode findings = node.putArray("findings");
    for (ConfigError error : config.errors()) {
      findings
          .addObject()
          .put("severity", "error")
          .put("name", CheckSarif.CONFIGURATION)
          .put("file", error.file().toString())
          .put("line", error.line())
          .put("column", error.column())
          .put("key", error.key())
          .put("message", error.message());
    }
    findings(config.folder(), findings);
  }

  private static void zone(Report report, ObjectNode node) {
    node.put("name", report.subject().file().origin().toString());
    node.put("file", report.subject().file().path().toString());
    node.put("verdict", CheckReport.verdict(report.errors(), report.warnings()));
    Zone zone = report.zone();
    if (zone != null) {
      node.put("serial", zone.serial());
      node.put("records", zone.records());
    }
    findings(report.diagnostics(), node.putArray("findings"));
  }

  private static void findings(List<Diagnostic> found, ArrayNode findings) {
    for (Diagnostic one : found) {
      ObjectNode node =
          findings
              .addObject()
              .put("severity", one.severity().name().toLowerCase(Locale.ROOT))
              .put("name", one.rule().title())
              .put("file", one.file().toString())
              .put("line", one.line())
              .put("column", one.column())
              .put("message", one.message());
      if (!one.rule().reference().isEmpty()) {
        node.put("rfc", one.rule().reference());
      }
    }
  }
}
