package dev.cairn.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Zones made by chance and then signed, asked of this server and of its peers with DO: signatures
/// in the same places, and the same proofs of what is not there.
@Tag("long")
final class SignedPeersTest {
  private static final long SEED = Household.chosenSeed();
  private static final int LEAST_QUESTIONS = 100_000;

  @TempDir private Path folder;

  @Test
  void peers_say_the_same_of_signed_zones() throws Exception {
    assumeTrue(Signer.isInstalled(), "the package bind9-utils is not installed");
    int asked =
        new Household("signed", SEED, folder)
            .compare(
                EnumSet.allOf(Peer.class), this::signedZones, QuestionMaker.withSignatures(SEED));
    assertThat(asked).isGreaterThanOrEqualTo(LEAST_QUESTIONS);
  }

  /// Each zone has the next kind of chain.
  private List<TestZone> signedZones(Path zones) throws IOException, InterruptedException {
    var signer = new Signer(Files.createDirectories(folder.resolve("signer")));
    var signed = new ArrayList<TestZone>();
    for (TestZone zone : ZoneMaker.zonesToSign(SEED, zones)) {
      Signer.Chain[] chains = Signer.Chain.values();
      signed.add(signer.signed(zone, chains[signed.size() % chains.length]));
    }
    return signed;
  }
}
