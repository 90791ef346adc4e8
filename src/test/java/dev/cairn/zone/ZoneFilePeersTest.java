package dev.cairn.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.zone.ZoneFileCorpus.Case;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same odd zone files, judged by BIND, Knot DNS and NSD: where the three agree, so do we.
@Tag("long")
class ZoneFilePeersTest {
  private static final List<List<String>> PEERS =
      List.of(
          List.of("named-checkzone", "-i", "local", "example.org"),
          List.of("kzonecheck", "-o", "example.org."),
          List.of("nsd-checkzone", "example.org"));

  /// Where we think otherwise, and why.
  private static final Map<String, String> OTHERWISE =
      Map.of(
          "services: SVCB with ohttp", "registered by RFC 9540, after these versions",
          "services: SVCB with tls-supported-groups", "registered after these versions",
          "types: CLA", "registered after these versions",
          "types: IPN", "registered after these versions");

  @TempDir private Path folder;

  @Test
  void where_three_other_servers_agree_on_a_zone_file_so_do_we() throws Exception {
    for (List<String> peer : PEERS) {
      assumeInstalled(peer.getFirst());
    }
    var wrong = new ArrayList<String>();
    for (Case odd : ZoneFileCorpus.all().toList()) {
      Path file = folder.resolve("odd.zone");
      Files.write(file, odd.text().getBytes(StandardCharsets.ISO_8859_1));
      boolean first = accepts(PEERS.getFirst(), file);
      boolean agree = true;
      for (List<String> peer : PEERS.subList(1, PEERS.size())) {
        agree = agree && accepts(peer, file) == first;
      }
      if (agree && first != odd.isAccepted() && !OTHERWISE.containsKey(odd.name())) {
        wrong.add(odd + (first ? " is accepted by all three" : " is refused by all three"));
      }
    }
    assertThat(wrong).isEmpty();
  }

  private boolean accepts(List<String> peer, Path file) throws Exception {
    var command = new ArrayList<>(peer);
    command.add(file.toString());
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
      return process.exitValue() == 0;
    } finally {
      process.destroyForcibly();
    }
  }

  private static void assumeInstalled(String command) {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, command))),
        "the package with the command '" + command + "' is not installed");
  }
}
