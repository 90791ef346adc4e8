package dev.cairn.zone.check;

import dev.cairn.zone.Diagnostic;
import dev.cairn.zone.Rule;
import dev.cairn.zone.ZoneFile;
import dev.cairn.zone.check.Inspection.Circumstances;
import dev.cairn.zone.check.Inspection.Report;
import dev.cairn.zone.check.Inspection.Subject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.Name;

/// Zones from text, judged together, for tests.
final class Judged {
  /// Four lines of a zone without a fault.
  static final String TOP =
      """
      $TTL 1h
      @ SOA ns hostmaster 7 2h 15m 2w 5m
      @ NS ns
      ns A 192.0.2.1
      """;

  static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  private final List<Subject> subjects = new ArrayList<>();
  private final Path folder;

  Judged() {
    try {
      folder = Files.createTempDirectory("judged");
      folder.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is found in a zone example.org of these lines below [#TOP], each as `name line:column`.
  static List<String> below(String lines) {
    return new Judged().with("example.org.", TOP + lines).told("example.org.");
  }

  Judged with(String origin, String text) {
    return with(origin, text, false);
  }

  /// A zone whose absent names may be found elsewhere.
  Judged withOverlay(String origin, String text) {
    return with(origin, text, true);
  }

  private Judged with(String origin, String text, boolean isOverlay) {
    try {
      Path file = folder.resolve(origin + "zone");
      Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
      file.toFile().deleteOnExit();
      var zone = new ZoneFile(Name.fromConstantString(origin), file, folder);
      subjects.add(new Subject(zone, isOverlay));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> told(String origin) {
    return diagnostics(origin).stream()
        .map(one -> one.rule().title() + " " + one.line() + ":" + one.column())
        .toList();
  }

  List<Diagnostic> diagnostics(String origin) {
    return report(origin, Set.of(), Map.of()).diagnostics();
  }

  Report report(String origin, Set<Rule> silenced, Map<Name, Long> serials) {
    return new Inspection(silenced, new Circumstances(NOW, serials))
        .of(subjects).stream()
            .filter(one -> one.subject().file().origin().toString().equals(origin))
            .findFirst()
            .orElseThrow();
  }
}
