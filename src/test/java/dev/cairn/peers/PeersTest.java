package dev.cairn.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same questions asked of this server and of its peers, with the same zone files, both made by
/// chance: `-Dcairn.peers.seed=N` makes others.
@Tag("long")
final class PeersTest {
  private static final long SEED = Long.getLong("cairn.peers.seed", 20_260_101);
  private static final int LEAST_QUESTIONS = 100_000;
  private static final int SHOWN = 20;

  /// All of them, as far as they are not listed.
  private static final Path REPORT = Path.of("target", "peers-differences.txt");

  @TempDir private Path folder;
  private final Map<Peer, PeerProcess> peers = new EnumMap<>(Peer.class);

  @Test
  void peers_say_the_same() throws Exception {
    try (var cairn = new TestServer()) {
      List<TestZone> zones = ZoneMaker.zones(SEED, cairn.zones);
      cairn.start();
      startPeers(zones);
      assumeTrue(!peers.isEmpty(), "none of nsd, knot and bind9 is installed");
      try (var comparison = new Comparison(cairn.address(), peers)) {
        comparison.ask(new ArrayList<>(QuestionMaker.about(zones, SEED)));
        judge(comparison);
      }
    } finally {
      for (PeerProcess peer : peers.values()) {
        peer.close();
      }
    }
  }

  private void startPeers(List<TestZone> zones) throws Exception {
    for (Peer peer : Peer.values()) {
      if (peer.isInstalled()) {
        Path home = Files.createDirectory(folder.resolve(peer.name()));
        peers.put(peer, PeerProcess.start(peer, zones, home));
      } else {
        System.out.println(peer + " is not installed, and is not compared with");
      }
    }
  }

  private static void judge(Comparison comparison) throws IOException {
    System.out.println("seed " + SEED + ": " + comparison);
    Files.writeString(REPORT, String.join("\n\n", comparison.differences()));
    assertThat(comparison.differences().stream().limit(SHOWN).collect(Collectors.joining("\n\n")))
        .as("seed %d: %d differences, see %s", SEED, comparison.differences().size(), REPORT)
        .isEmpty();
    assertThat(comparison.asked()).isGreaterThanOrEqualTo(LEAST_QUESTIONS);
  }
}
