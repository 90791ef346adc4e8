package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.zone.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `cairn check` for programs.
final class CheckFormsTest {
  private static final String TOP = "$TTL 1h\n@ SOA ns h 7 2h 15m 2w 5m\n@ NS ns\nns A 192.0.2.1\n";

  @TempDir private Path folder;
  private Path good;
  private Path doubtful;
  private Path bad;

  @BeforeEach
  void write() throws IOException {
    good = folder.resolve("good zone");
    doubtful = folder.resolve("doubtful");
    bad = folder.resolve("bad");
    Files.writeString(good, TOP);
    Files.writeString(doubtful, TOP + "@ MX 10 mail\n");
    Files.writeString(bad, TOP + "www A 192.0.2.300\n@ MX 10 mail\n");
  }

  @Test
  void each_zone_is_an_object_with_its_findings() {
    JsonNode told = json(all("--json"));
    assertThat(told.get("verdict").stringValue()).isEqualTo("errors");
    assertThat(told.get("errors").intValue()).isEqualTo(1);
    assertThat(told.get("warnings").intValue()).isEqualTo(1);
    assertThat(told.has("config")).isFalse();
    assertThat(told.get("zones"))
        .extracting(
            zone -> zone.get("name").stringValue() + " " + zone.get("verdict").stringValue())
        .containsExactly("a.example. ok", "b.example. warnings", "c.example. errors");
    JsonNode first = told.get("zones").get(0);
    assertThat(first.get("file").stringValue()).isEqualTo(good.toString());
    assertThat(first.get("serial").longValue()).isEqualTo(7);
    assertThat(first.get("records").intValue()).isEqualTo(3);
    assertThat(first.get("findings")).isEmpty();
    assertThat(told.get("zones").get(2).has("serial")).isFalse();
  }

  @Test
  void a_finding_has_its_name_and_its_place() {
    JsonNode finding = json(all("--json")).get("zones").get(1).get("findings").get(0);
    assertThat(finding.get("severity").stringValue()).isEqualTo("warning");
    assertThat(finding.get("name").stringValue()).isEqualTo("mx-target-missing");
    assertThat(finding.get("file").stringValue()).isEqualTo(doubtful.toString());
    assertThat(finding.get("line").intValue()).isEqualTo(5);
    assertThat(finding.get("column").intValue()).isEqualTo(9);
    assertThat(finding.get("message").stringValue()).contains("mail.b.example.");
    assertThat(finding.get("rfc").stringValue()).isEqualTo("RFC 5321 §5.1");
  }

  @Test
  void the_configuration_is_an_object_beside_the_zones() throws IOException {
    Path config = configuration();
    JsonNode told = json(Run.of("check", "--json", "--config", config.toString()));
    JsonNode configuration = told.get("config");
    assertThat(configuration.get("file").stringValue()).isEqualTo(config.toString());
    assertThat(configuration.get("verdict").stringValue()).isEqualTo("errors");
    assertThat(configuration.get("findings"))
        .extracting(finding -> finding.get("name").stringValue())
        .containsExactly("configuration", "not-read");
    assertThat(configuration.get("findings").get(0).get("key").stringValue())
        .isEqualTo("cache.sice");
    assertThat(told.get("zones")).hasSize(1);
    assertThat(told.get("errors").intValue()).isEqualTo(1);
    assertThat(told.get("warnings").intValue()).isEqualTo(1);
  }

  private Path configuration() throws IOException {
    Path zones = Files.createDirectory(folder.resolve("zones"));
    Files.writeString(zones.resolve("a.example.zone"), TOP);
    Files.writeString(zones.resolve("a..b.zone"), TOP);
    Path config = folder.resolve("dns.toml");
    Files.writeString(
        config, "[cache]\nsice = 1\n[zones]\ndirectory = \"zones\"\n[admin]\nlisten = []\n");
    return config;
  }

  @Test
  void sarif_has_every_rule_and_every_finding() {
    JsonNode sarif = json(all("--sarif"));
    assertThat(sarif.get("version").stringValue()).isEqualTo("2.1.0");
    assertThat(sarif.get("$schema").stringValue()).contains("sarif-schema-2.1.0.json");
    JsonNode run = sarif.get("runs").get(0);
    JsonNode rules = run.get("tool").get("driver").get("rules");
    assertThat(run.get("tool").get("driver").get("name").stringValue()).isEqualTo("cairn check");
    assertThat(rules).hasSize(Rule.values().length + 1);
    assertThat(run.get("results")).hasSize(2);
    for (JsonNode result : run.get("results")) {
      JsonNode rule = rules.get(result.get("ruleIndex").intValue());
      assertThat(rule.get("id")).isEqualTo(result.get("ruleId"));
      assertThat(rule.get("defaultConfiguration").get("level")).isEqualTo(result.get("level"));
      assertThat(result.get("message").get("text").stringValue()).isNotEmpty();
    }
  }

  @Test
  void sarif_names_the_place() {
    JsonNode result = json(all("--sarif")).get("runs").get(0).get("results").get(1);
    assertThat(result.get("level").stringValue()).isEqualTo("error");
    JsonNode place = result.get("locations").get(0).get("physicalLocation");
    assertThat(place.get("artifactLocation").get("uri").stringValue())
        .isEqualTo(bad.toUri().toString());
    assertThat(place.get("region").get("startLine").intValue()).isEqualTo(5);
    assertThat(place.get("region").get("startColumn").intValue()).isEqualTo(7);
  }

  @Test
  void sarif_names_files_below_the_working_folder_relative_to_it() throws IOException {
    Path near = Files.createTempDirectory(Path.of("target"), "sarif test");
    Path file = near.resolve("no such zone");
    JsonNode sarif =
        json(Run.of("check", "--sarif", "--zone", "a.example=" + file.toAbsolutePath()));
    JsonNode place =
        sarif
            .get("runs")
            .get(0)
            .get("results")
            .get(0)
            .get("locations")
            .get(0)
            .get("physicalLocation");
    assertThat(place.get("artifactLocation").get("uri").stringValue())
        .isEqualTo(
            "target/" + near.getFileName().toString().replace(" ", "%20") + "/no%20such%20zone");
    assertThat(place.has("region")).isFalse();
    Files.delete(near);
  }

  @Test
  void sarif_has_the_configuration_too() throws IOException {
    JsonNode results =
        json(Run.of("check", "--sarif", "--config", configuration().toString()))
            .get("runs")
            .get(0)
            .get("results");
    assertThat(results)
        .extracting(result -> result.get("ruleId").stringValue())
        .containsExactly("configuration", "not-read");
  }

  @Test
  void the_exit_status_does_not_depend_on_the_form() {
    for (String form : new String[] {"--json", "--sarif"}) {
      assertThat(all(form).status()).isEqualTo(1);
      assertThat(Run.of("check", form, "--zone", "b.example=" + doubtful).status()).isZero();
    }
    assertThat(all("--json", "--sarif").status()).isEqualTo(2);
  }

  private Run all(String... forms) {
    var words = new ArrayList<>(List.of(forms));
    words.addFirst("check");
    words.addAll(
        List.of(
            "--zone",
            "a.example=" + good,
            "--zone",
            "b.example=" + doubtful,
            "--zone",
            "c.example=" + bad));
    return Run.of(words.toArray(String[]::new));
  }

  private static JsonNode json(Run run) {
    assertThat(run.lines()).as(run.err()).hasSize(1);
    return JsonMapper.shared().readTree(run.out());
  }
}
