package dev.cairn.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Has this server and its peers serve zones, asks them all, and fails if they differ.
///
/// @param name of the report of all differences, in `target`
/// @param seed what chance begins with, `-Dcairn.peers.seed=N`
record Household(String name, long seed, Path folder) {
  private static final int SHOWN = 20;

  static long chosenSeed() {
    return Long.getLong("cairn.peers.seed", 20_260_101);
  }

  /// Makes the zones in a folder.
  interface Zones {
    List<TestZone> into(Path folder) throws Exception;
  }

  /// How many questions were asked.
  int compare(Collection<Peer> peers, Zones zones, QuestionMaker questions) throws Exception {
    try (var cairn = new TestServer()) {
      List<TestZone> served = zones.into(cairn.zones);
      cairn.start();
      try (var running = RunningPeers.start(peers, served, folder)) {
        assumeTrue(!running.isEmpty(), "none of " + peers + " is installed");
        try (var comparison = new Comparison(cairn.address(), running.addresses())) {
          comparison.ask(new ArrayList<>(questions.about(served)));
          judge(comparison);
          return comparison.asked();
        }
      }
    }
  }

  private void judge(Comparison comparison) throws IOException {
    System.out.printf("%s, seed %d: %s%n", name, seed, comparison);
    List<String> differences = comparison.differences();
    Path report = Path.of("target", name + "-differences.txt");
    Files.writeString(report, String.join("\n\n", differences));
    assertThat(differences.stream().limit(SHOWN).collect(Collectors.joining("\n\n")))
        .as("seed %d: %d differences, see %s", seed, differences.size(), report)
        .isEmpty();
  }
}
