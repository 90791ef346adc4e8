package dev.cairn.cli;

import dev.cairn.cli.CheckReport.Configuration;
import dev.cairn.config.ConfigError;
import dev.cairn.zone.Diagnostic;
import dev.cairn.zone.Zone;
import dev.cairn.zone.check.Inspection.Report;
import dev.cairn.zone.check.SourceLines;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// For people: each finding with its place, and the text that it is about.
final class CheckText implements CheckPrinter {
  /// Hexadecimal digits in a row that may well be part of a secret.
  private static final int SECRET_DIGITS = 16;

  private final Excerpt excerpt;

  CheckText(Excerpt excerpt) {
    this.excerpt = excerpt;
  }

  @Override
  public void print(CheckReport report, PrintWriter out) {
    if (report.config() != null) {
      print(report.config(), out);
    }
    for (Report zone : report.zones()) {
      print(zone.diagnostics(), out);
      Zone read = zone.zone();
      if (read != null) {
        out.printf(
            "zone %s: serial %d, %d records%n", read.origin(), read.serial(), read.records());
      }
    }
    out.println(counted(report.errors(), "error") + ", " + counted(report.warnings(), "warning"));
    out.flush();
  }

  private void print(Configuration config, PrintWriter out) {
    List<Integer> lines = config.errors().stream().map(ConfigError::line).toList();
    Map<Integer, byte[]> texts = SourceLines.read(config.file(), lines);
    for (ConfigError error : config.errors()) {
      out.println(error);
      byte[] text = texts.get(error.line());
      if (text != null && !holdsSecret(text)) {
        out.print(excerpt.atCharacter(text, error.column()));
      }
    }
    print(config.folder(), out);
  }

  /// Secrets must not get into terminals and the logs of others.
  private static boolean holdsSecret(byte[] line) {
    return new String(line, StandardCharsets.UTF_8).contains("secret") || hasLongHex(line);
  }

  /// A list of secrets may go over several lines.
  private static boolean hasLongHex(byte[] line) {
    int digits = 0;
    for (byte octet : line) {
      digits = Character.digit(octet, 16) < 0 ? 0 : digits + 1;
      if (digits == SECRET_DIGITS) {
        return true;
      }
    }
    return false;
  }

  private void print(List<Diagnostic> found, PrintWriter out) {
    Map<Path, List<Integer>> lines =
        found.stream()
            .filter(one -> one.line() > 0)
            .collect(
                Collectors.groupingBy(
                    Diagnostic::file, Collectors.mapping(Diagnostic::line, Collectors.toList())));
    var texts = new HashMap<Path, Map<Integer, byte[]>>();
    lines.forEach((file, wanted) -> texts.put(file, SourceLines.read(file, wanted)));
    for (Diagnostic one : found) {
      out.println(one + " [" + one.rule().title() + "]");
      byte[] text = texts.getOrDefault(one.file(), Map.of()).get(one.line());
      if (text != null) {
        out.print(excerpt.atOctet(text, one.column()));
      }
    }
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
