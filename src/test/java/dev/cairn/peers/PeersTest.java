package dev.cairn.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same questions asked of this server and of its peers, with the same zone files, both made by
/// chance: `-Dcairn.peers.seed=N` makes others.
@Tag("long")
final class PeersTest {
  private static final long SEED = Household.chosenSeed();
  private static final int LEAST_QUESTIONS = 100_000;

  @TempDir private Path folder;

  @Test
  void peers_say_the_same() throws Exception {
    int asked =
        new Household("peers", SEED, folder)
            .compare(
                EnumSet.allOf(Peer.class),
                zones -> ZoneMaker.zones(SEED, zones),
                QuestionMaker.ofAllRoads(SEED));
    assertThat(asked).isGreaterThanOrEqualTo(LEAST_QUESTIONS);
  }

  /// NSD and Knot refuse such a zone.
  @Test
  void peers_say_the_same_of_names_that_lie_below_a_dname() throws Exception {
    new Household("occluded", SEED, folder)
        .compare(
            Set.of(Peer.BIND),
            zones -> ZoneMaker.occluded(SEED, zones),
            QuestionMaker.ofAllRoads(SEED));
  }
}
