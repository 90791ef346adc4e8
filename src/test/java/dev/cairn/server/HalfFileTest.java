package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.zone.Zone;
import dev.cairn.zone.ZoneFile;
import dev.cairn.zone.ZoneResolver.OnMiss;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

final class HalfFileTest {
  /// Fails: a file that a zone includes for the first time is read however lately it was written.
  @Test
  void a_file_that_is_newly_included_and_half_written_is_waited_for() throws Exception {
    Duration longestPause;
    do {
      longestPause = includeWhatIsBeingWritten();
    } while (TestServer.isStillAfter(longestPause));
  }

  /// The longest pause in writing.
  private static Duration includeWhatIsBeingWritten() throws Exception {
    try (var server = TestServer.serving("example.org", TestServer.zone("v1"))) {
      Path included = server.zones.resolve("hosts.inc");
      server.saveInPlace(
          server.file("example.org"), TestServer.zone("v2") + "$INCLUDE hosts.inc\n");
      Set<String> said = new HashSet<>();
      String text = "first TXT one\n";
      Duration longestPause = Duration.ZERO;
      for (int i = 0; i < 8; i++) { // for longer than the zone itself is waited for
        long written = System.nanoTime();
        Files.writeString(included, text);
        text += "more" + i + " TXT one\n";
        long end = written + Duration.ofMillis(150).toNanos();
        while (System.nanoTime() < end) {
          boolean isNew = server.says("www.example.org").equals("v2");
          said.add(isNew ? server.says("last.example.org") : "old");
        }
        Duration pause = Duration.ofNanos(System.nanoTime() - written);
        longestPause = pause.compareTo(longestPause) > 0 ? pause : longestPause;
      }
      Files.writeString(included, text + "last TXT one\n");
      server.awaitSaying("last.example.org", "one");
      if (!TestServer.isStillAfter(longestPause)) {
        assertThat(said).doesNotContain("NXDOMAIN");
      }
      return longestPause;
    }
  }

  /// Fails: what was still when it was looked at may be half written when its turn to be read
  /// comes, for example because larger zones are being read.
  @Test
  void a_file_that_is_written_again_before_its_turn_comes_is_waited_for(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("example.org.zone");
    Queue<Runnable> turns = new ArrayDeque<>();
    var keeper =
        new ZoneKeeper(
            turns::add,
            ServerOptions.STILL,
            InstantSource.system(),
            System::nanoTime,
            new ZoneKeeper.Listener() {
              @Override
              public void zonesChanged() {}

              @Override
              public void taken(Zone zone, @Nullable Zone before) {}

              @Override
              public void reloadFailed(Name zone, String why) {}
            });
    Name name = Name.fromConstantString("example.org.");
    var source = new ZoneSource(new ZoneFile(name, file, folder), OnMiss.NXDOMAIN);
    Files.writeString(file, TestServer.zone("v1") + "last TXT v1\n");
    keeper.adopt(new ZoneSources(Map.of(name, source), List.of(), true), Duration.ZERO);
    Awaitility.await().until(() -> keeper.look() && !turns.isEmpty());

    Files.writeString(file, TestServer.zone("v2")); // half of it
    turns.remove().run();

    var served = keeper.served().get(name);
    assertThat(served == null || served.zone() == null).as("half a zone is served").isTrue();
  }

  /// Fails: nothing says that the folder is gone.
  @Test
  void a_zones_folder_that_is_gone_is_told() throws Exception {
    try (var server = TestServer.serving("example.org", TestServer.zone("v1"))) {
      Files.move(server.zones, server.folder.resolve("elsewhere"));
      Awaitility.await()
          .atMost(TestServer.PATIENCE)
          .until(() -> server.status().equals("degraded"));
      assertThat(server.says("www.example.org")).isEqualTo("v1");
    }
  }
}
