package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `cairn check` finds everything at once, and says where.
final class CheckCommandTest {
  @TempDir private Path folder;
  private Path config;
  private Path zones;

  @BeforeEach
  void write() throws IOException {
    zones = Files.createDirectory(folder.resolve("zones"));
    config = folder.resolve("dns.toml");
    Files.writeString(config, "[zones]\ndirectory = \"zones\"\n");
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

  private Run check() {
    return Run.of("check", "--config", config.toString());
  }
}
