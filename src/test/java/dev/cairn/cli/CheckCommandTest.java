package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cairn check` finds everything at once, and says where.
final class CheckCommandTest {
  /// What else may run on this machine does not count.
  private static final String NOT_RUNNING = "[admin]\nlisten = []\n";

  @TempDir private Path folder;
  private Path config;
  private Path zones;

  @BeforeEach
  void write() throws IOException {
    zones = Files.createDirectory(folder.resolve("zones"));
    config = folder.resolve("dns.toml");
    Files.writeString(config, "[zones]\ndirectory = \"zones\"\n" + NOT_RUNNING);
    Files.writeString(zones.resolve("example.org.zone"), TestServer.zone("v1"));
  }

  @Test
  void what_is_well_is_said_and_is_status_0() {
    Run run = check();
    assertThat(run.status()).isZero();
    assertThat(run.lines())
        .containsExactly("zone example.org.: serial 1, 4 records", "0 errors, 0 warnings");
  }

  @Test
  void all_errors_of_all_zones_are_told() throws IOException {
    Path one = zones.resolve("example.com.zone");
    Path other = zones.resolve("example.net.zone");
    Files.writeString(one, TestServer.zone("v1") + "bad A 192.0.2.256\nworse AAAA ::g\n");
    Files.writeString(other, "nothing\n");
    Run run = check();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines())
        .anyMatch(line -> line.startsWith(one + ":6:7: "))
        .anyMatch(line -> line.startsWith(one + ":7:12: "))
        .anyMatch(line -> line.startsWith(other + ":1:"))
        .contains("zone example.org.: serial 1, 4 records")
        .noneMatch(line -> line.startsWith("zone example.com."));
  }

  @Test
  void all_errors_of_the_configuration_are_told() throws IOException {
    Files.writeString(config, "[cache]\nsice = 1\n[zones]\ndirectory = \"nowhere\"\n[dns]\n");
    Run run = check();
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.lines())
        .anyMatch(line -> line.startsWith(config + ":2:1: cache.sice: "))
        .anyMatch(line -> line.startsWith(config + ":4:1: zones.directory: "))
        .anyMatch(line -> line.startsWith(config + ":5:"))
        .contains("3 errors, 0 warnings");
  }

  @Test
  void a_configuration_that_is_not_there_is_an_error() {
    Run run = Run.of("check", "--config", folder.resolve("nothing.toml").toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("nothing.toml");
  }

  @Test
  void what_could_be_meant_otherwise_is_a_warning_and_status_0() throws IOException {
    Path zone = zones.resolve("example.org.zone");
    Files.writeString(zone, TestServer.zone("v1") + "elsewhere.example.com. A 192.0.2.1\n");
    Run run = check();
    assertThat(run.status()).isZero();
    assertThat(run.lines())
        .anyMatch(line -> line.startsWith(zone + ":6:1: warning: "))
        .contains("0 errors, 1 warning");
  }

  @Test
  void zone_files_alone_are_judged_under_the_name_that_is_given() throws IOException {
    Path good = folder.resolve("good");
    Path bad = folder.resolve("bad");
    Files.writeString(good, TestServer.zone("v1"));
    Files.writeString(bad, "@ A 192.0.2.1\n");
    Run well = Run.of("check", "--zone", "example.com=" + good);
    assertThat(well.status()).isZero();
    assertThat(well.lines()).contains("zone example.com.: serial 1, 4 records");

    Run both = Run.of("check", "--zone", "example.com=" + good, "--zone", "example.net.=" + bad);
    assertThat(both.status()).isEqualTo(1);
    assertThat(both.lines())
        .contains("zone example.com.: serial 1, 4 records")
        .anyMatch(line -> line.startsWith(bad + ": ") || line.startsWith(bad + ":1:"));
  }

  @Test
  void a_zone_without_a_name_or_a_file_is_used_wrong() {
    assertThat(Run.of("check", "--zone", "example.com").status()).isEqualTo(2);
    assertThat(Run.of("check", "--zone", "=file").status()).isEqualTo(2);
    assertThat(Run.of("check", "--zone", "a..b=file").status()).isEqualTo(2);
  }

  @Test
  void the_text_stands_below_each_finding_with_a_caret() throws IOException {
    Path zone = zones.resolve("example.org.zone");
    Files.writeString(zone, TestServer.zone("v1") + "bad A 192.0.2.256\n");
    assertThat(check().lines())
        .containsExactly(
            zone + ":6:7: '192.0.2.256' is no IPv4 address, allowed is 192.0.2.1 [syntax]",
            "    bad A 192.0.2.256",
            "          ^",
            "1 error, 0 warnings");
  }

  @Test
  void the_text_of_the_configuration_stands_below_its_findings() throws IOException {
    Files.writeString(config, "[server]\nlisen = []\n" + NOT_RUNNING);
    assertThat(check().lines()).containsSequence("    lisen = []", "    ^");
  }

  @Test
  void a_mistake_in_an_included_file_is_shown_there() throws IOException {
    Path part = zones.resolve("part");
    Files.writeString(part, "\nmail MX 10 nowhere\n");
    Files.writeString(zones.resolve("example.org.zone"), TestServer.zone("v1") + "$INCLUDE part\n");
    assertThat(check().lines())
        .anyMatch(line -> line.startsWith(part + ":2:12: warning: MX leads to nowhere"))
        .containsSequence("    mail MX 10 nowhere", "               ^");
  }

  @Test
  void warnings_are_silenced_by_name() throws IOException {
    Path zone = zones.resolve("example.org.zone");
    Files.writeString(zone, TestServer.zone("v1") + "@ MX 1 no\na 1 A 192.0.2.1\na A 192.0.2.1\n");
    assertThat(check().lines()).contains("0 errors, 3 warnings");
    assertThat(check("--silence", "mx-target-missing,ttl-differs").lines())
        .contains("0 errors, 1 warning")
        .anyMatch(line -> line.endsWith("[duplicate-record]"));
    assertThat(
            check("--silence=mx-target-missing", "--silence=ttl-differs,duplicate-record").lines())
        .containsExactly("zone example.org.: serial 1, 6 records", "0 errors, 0 warnings");
  }

  @Test
  void a_name_to_be_silenced_that_there_is_not_is_used_wrong() {
    Run run = check("--silence", "ttl-difers");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("did you mean 'ttl-differs'?", "allowed are", "missing-glue");
  }

  @Test
  void errors_cannot_be_silenced() {
    Run run = check("--silence", "syntax");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("'syntax' is an error");
  }

  @Test
  void a_serial_before_the_one_in_force_is_a_warning() throws Exception {
    try (var running = new TestServer()) {
      Files.writeString(
          running.file("example.org"), TestServer.zone("v1").replace(" 1 2h", " 2 2h"));
      running.start();
      assertThat(check("--server", "http://127.0.0.1:" + running.adminAddress().getPort()).lines())
          .anyMatch(line -> line.endsWith("[serial-went-back]"))
          .containsSequence("    @   SOA ns hostmaster 1 2h 15m 2w 5m", " ".repeat(26) + "^");
      Files.writeString(
          config,
          "[zones]\ndirectory = \"zones\"\n[admin]\nlisten = [\"127.0.0.1:"
              + running.adminAddress().getPort()
              + "\"]\n");
      Awaitility.await() // a server that was not named is given 300 ms only
          .atMost(TestServer.PATIENCE)
          .until(() -> check().out().contains("[serial-went-back]"));
      Path file = zones.resolve("example.org.zone");
      assertThat(Run.of("check", "--zone", "example.org=" + file).lines())
          .contains("0 errors, 0 warnings");
    }
  }

  @Test
  void a_server_that_was_named_and_does_not_answer_is_told_beside() {
    Run run = check("--server", "127.0.0.1:1"); // as dns.toml says it
    assertThat(run.status()).isZero();
    assertThat(run.err()).contains("http://127.0.0.1:1 does not answer, serials are not compared");
    for (String wrong : List.of("nonsense", "file:///etc/passwd")) {
      run = check("--server", wrong);
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err())
          .contains("\"" + wrong + "\" is no address such as http://127.0.0.1:8053");
    }
  }

  @Test
  void a_zone_is_named_once() {
    Path file = zones.resolve("example.org.zone");
    Run run = Run.of("check", "--zone", "example.org=" + file, "--zone", "EXAMPLE.org.=" + file);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("twice");
  }

  private Run check(String... words) {
    var all = new ArrayList<>(List.of("check", "--config", config.toString()));
    all.addAll(List.of(words));
    return Run.of(all.toArray(String[]::new));
  }
}
