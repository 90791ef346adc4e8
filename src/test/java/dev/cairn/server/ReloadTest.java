package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// What saving, adding and removing zone files does to answers. Serials never change here.
final class ReloadTest {
  private static final String WWW = "www.example.org";

  private static final Duration BELOW_STILL = Duration.ofMillis(200);

  @Test
  void a_zone_saved_in_place_is_served() throws Exception {
    try (var server = TestServer.serving("example.org", TestServer.zone("v1"))) {
      server.saveInPlace(server.file("example.org"), TestServer.zone("v2"));
      assertSoonSaysV2(server, "in place");
    }
  }

  @Test
  void a_zone_saved_by_rename_is_served() throws Exception {
    try (var server = TestServer.serving("example.org", TestServer.zone("v1"))) {
      server.saveByRename(server.file("example.org"), TestServer.zone("v2"));
      assertSoonSaysV2(server, "by rename");
    }
  }

  @Test
  void a_zone_that_is_deleted_and_made_again_is_served_without_a_gap() throws Exception {
    try (var server = TestServer.serving("example.org", TestServer.zone("v0"))) {
      Duration gone;
      int version = 0;
      do {
        version++;
        long deleted = System.nanoTime();
        Files.delete(server.file("example.org"));
        Set<String> said = listen(server, BELOW_STILL);
        server.saveInPlace(server.file("example.org"), TestServer.zone("v" + version));
        gone = Duration.ofNanos(System.nanoTime() - deleted);
        said.addAll(listenUntil(server, "v" + version));
        if (!TestServer.isStillAfter(gone)) {
          assertThat(said).containsExactlyInAnyOrder("v" + (version - 1), "v" + version);
        }
      } while (TestServer.isStillAfter(gone));
    }
  }

  @Test
  void a_zone_whose_link_is_swapped_is_served() throws Exception {
    try (var server = new TestServer()) {
      server.saveBySymlink(server.file("example.org"), TestServer.zone("v1"));
      server.start();
      assertThat(server.says(WWW)).isEqualTo("v1");
      server.saveBySymlink(server.file("example.org"), TestServer.zone("v2"));
      assertSoonSaysV2(server, "by symbolic link");
    }
  }

  @Test
  void a_zone_that_a_link_leads_to_is_watched_where_it_lies() throws Exception {
    try (var server = new TestServer()) {
      Path elsewhere = Files.createDirectory(server.folder.resolve("elsewhere"));
      server.saveInPlace(elsewhere.resolve("it"), TestServer.zone("v1"));
      server.swapLink(server.file("example.org"), elsewhere.resolve("it"));
      server.start();
      server.saveInPlace(elsewhere.resolve("it"), TestServer.zone("v2"));
      assertSoonSaysV2(server, "behind a symbolic link");
    }
  }

  /// `zones/NAME.zone → ..data/NAME.zone`, `..data → ..2026_1`, and the latter is swapped.
  @Test
  void zones_are_served_from_a_kubernetes_config_map() throws Exception {
    try (var server = new TestServer()) {
      server.swapLink(server.zones.resolve("..data"), configMap(server, "v1"));
      server.swapLink(server.file("example.org"), Path.of("..data/example.org.zone"));
      server.start();
      assertThat(server.says(WWW)).isEqualTo("v1");
      server.swapLink(server.zones.resolve("..data"), configMap(server, "v2"));
      assertSoonSaysV2(server, "in Kubernetes' way");
    }
  }

  private static Path configMap(TestServer server, String version) throws IOException {
    Path folder = Files.createDirectory(server.zones.resolve(".." + server.nextVersion()));
    server.saveInPlace(folder.resolve("example.org.zone"), TestServer.zone(version));
    return folder.getFileName();
  }

  @Test
  void a_zones_folder_that_is_a_link_may_be_swapped() throws Exception {
    try (var server = new TestServer()) {
      Files.delete(server.zones);
      server.swapLink(server.zones, folderOfZones(server, "v1"));
      server.start();
      assertThat(server.says(WWW)).isEqualTo("v1");

      Path second = folderOfZones(server, "v2");
      server.swapLink(server.zones, second);
      assertSoonSaysV2(server, "by swapping the folder");

      server.saveInPlace(second.resolve("example.org.zone"), TestServer.zone("v3"));
      server.awaitSaying(WWW, "v3");
    }
  }

  private static Path folderOfZones(TestServer server, String version) throws IOException {
    Path folder = Files.createDirectory(server.folder.resolve(server.nextVersion()));
    server.saveInPlace(folder.resolve("example.org.zone"), TestServer.zone(version));
    return folder;
  }

  @Test
  void a_file_that_is_added_is_served_and_one_that_is_removed_is_not() throws Exception {
    try (var server = TestServer.serving("example.org", TestServer.zone("v1"))) {
      assertThat(server.says("www.example.net")).isEqualTo("REFUSED");
      server.saveInPlace(server.file("example.net"), TestServer.zone("new"));
      told("added", server.awaitSaying("www.example.net", "new"));
      assertThat(server.says(WWW)).isEqualTo("v1");

      Files.delete(server.file("example.net"));
      told("removed", server.awaitSaying("www.example.net", "REFUSED"));
      assertThat(server.says(WWW)).isEqualTo("v1");
      assertThat(server.status()).isEqualTo("ok");
    }
  }

  @Test
  void a_half_written_file_is_waited_for() throws Exception {
    try (var server = TestServer.serving("example.org", longZone("v0"))) {
      String last = "last.example.org";
      Duration longestPause;
      int version = 0;
      do {
        version++;
        Set<String> said = new HashSet<>();
        longestPause = saveInPieces(server, longZone("v" + version), last, said);
        server.awaitSaying(last, "v" + version);
        if (!TestServer.isStillAfter(longestPause)) {
          assertThat(said).isSubsetOf("v" + (version - 1), "v" + version);
        }
      } while (TestServer.isStillAfter(longestPause));
    }
  }

  /// A zone that would parse wherever it is cut between two lines.
  private static String longZone(String version) {
    return TestServer.zone(version) + "more A 192.0.2.2\n".repeat(40) + "last TXT " + version;
  }

  /// Writes a file in place in three pieces, asking a name all the time; the longest pause.
  private static Duration saveInPieces(
      TestServer server, String text, String asked, Set<String> said) throws IOException {
    Path file = server.file("example.org");
    int third = text.indexOf('\n', text.length() / 3) + 1;
    int twoThirds = text.indexOf('\n', 2 * text.length() / 3) + 1;
    Duration longest = Duration.ZERO;
    for (int end : new int[] {third, twoThirds, text.length()}) {
      long written = System.nanoTime();
      server.saveInPlace(file, text.substring(0, end));
      said.addAll(listen(server, asked, BELOW_STILL));
      Duration pause = Duration.ofNanos(System.nanoTime() - written);
      longest = pause.compareTo(longest) > 0 && end < text.length() ? pause : longest;
    }
    return longest;
  }

  @Test
  void a_file_with_an_error_keeps_the_last_good_zone_until_it_is_mended() throws Exception {
    try (var server = TestServer.serving("example.org", TestServer.zone("v1"))) {
      server.saveInPlace(server.file("example.net"), TestServer.zone("other"));
      server.awaitSaying("www.example.net", "other");

      server.saveInPlace(server.file("example.org"), TestServer.zone("v2") + "bad A 192.0.2.256\n");
      server.awaitStatus("degraded");
      assertThat(server.problems())
          .singleElement()
          .asString()
          .startsWith(server.file("example.org") + ":6:7: ");
      assertThat(server.health().at("/zones/outdated").asInt()).isEqualTo(1);
      assertThat(server.health().at("/problems/0/serial").asLong()).isEqualTo(1);
      assertThat(server.says(WWW)).isEqualTo("v1");
      assertThat(server.meter("cairn_reload_failures_total{kind=\"zone\"}")).isEqualTo(1);

      server.saveInPlace(server.file("example.net"), TestServer.zone("goes on"));
      server.awaitSaying("www.example.net", "goes on");
      assertThat(server.says(WWW)).isEqualTo("v1");

      server.saveInPlace(server.file("example.org"), TestServer.zone("mended"));
      server.awaitSaying(WWW, "mended");
      server.awaitStatus("ok");
    }
  }

  @Test
  void a_zone_that_was_never_good_gets_servfail_and_stops_nothing() throws Exception {
    try (var server = new TestServer()) {
      server.saveInPlace(server.file("example.org"), TestServer.zone("v1"));
      server.saveInPlace(server.file("broken.example"), "this is no zone\n");
      server.start();

      assertThat(server.says(WWW)).isEqualTo("v1");
      for (String name : List.of("broken.example", "www.broken.example")) {
        Message reply = server.ask(name, Type.A);
        assertThat(reply.getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(TestClient.why(reply)).startsWith("14 ").contains("broken.example.");
      }
      assertThat(server.status()).isEqualTo("degraded");
      assertThat(server.health().at("/zones/missing").asInt()).isEqualTo(1);
      assertThat(server.problems())
          .anyMatch(p -> p.startsWith(server.file("broken.example") + ":1:"));
      assertThat(server.http("GET", "/ready").statusCode()).isEqualTo(200);

      server.saveInPlace(server.file("broken.example"), TestServer.zone("mended"));
      server.awaitSaying("www.broken.example", "mended");
      assertThat(server.status()).isEqualTo("ok");
    }
  }

  @Test
  void an_included_file_that_changes_reloads_the_zone() throws Exception {
    try (var server = new TestServer()) {
      Path included = server.zones.resolve("hosts.inc");
      server.saveInPlace(included, "host TXT one\n");
      server.saveInPlace(
          server.file("example.org"), TestServer.zone("v1") + "$INCLUDE hosts.inc\n");
      server.start();
      assertThat(server.says("host.example.org")).isEqualTo("one");
      server.saveInPlace(included, "host TXT two\n");
      told("included file", server.awaitSaying("host.example.org", "two"));

      server.saveInPlace(included, "host TXT\n");
      server.awaitStatus("degraded");
      assertThat(server.problems()).anyMatch(problem -> problem.startsWith(included + ":1:"));
      assertThat(server.says("host.example.org")).isEqualTo("two");
    }
  }

  @Test
  void a_reload_takes_what_is_still_being_written() throws Exception {
    Duration longestPause;
    do {
      longestPause = takeWhatIsBeingWritten();
    } while (TestServer.isStillAfter(longestPause));
  }

  /// The longest pause of its writer.
  private static Duration takeWhatIsBeingWritten() throws Exception {
    try (var server = TestServer.serving("example.org", TestServer.zone("v1"));
        var writer = new Restless(server.file("example.org"), TestServer.zone("v2"))) {
      Set<String> said = listen(server, ServerOptions.STILL.multipliedBy(2));
      Duration longestPause = writer.longestPause();
      if (!TestServer.isStillAfter(longestPause)) {
        assertThat(said).containsExactly("v1");
      }
      long start = System.nanoTime();
      Awaitility.await()
          .atMost(TestServer.PATIENCE)
          .pollInterval(Duration.ofMillis(20))
          .until(() -> {
            server.running().reload();
            return server.says(WWW).equals("v2");
          });
      told("when told to", Duration.ofNanos(System.nanoTime() - start));
      return longestPause;
    }
  }

  @Test
  void a_reload_forgets_what_is_gone() throws Exception {
    try (var server = TestServer.serving("example.org", TestServer.zone("v1"))) {
      Files.delete(server.file("example.org"));
      server.running().reload();
      told("removed when told to", server.awaitSaying(WWW, "REFUSED"));
    }
  }

  @Test
  void the_server_writes_to_no_file_of_the_operator() throws Exception {
    try (var server = new TestServer()) {
      server.saveInPlace(server.file("example.org"), TestServer.zone("v1"));
      server.saveInPlace(server.file("broken.example"), "this is no zone\n");
      Map<Path, State> before = states(server.folder);
      server.start();
      server.running().reload();
      server.says(WWW);
      assertThat(states(server.folder)).isEqualTo(before);

      server.saveInPlace(server.file("example.org"), TestServer.zone("v2"));
      before = states(server.folder);
      server.awaitSaying(WWW, "v2");
      server.running().close();
      assertThat(states(server.folder)).isEqualTo(before);
    }
  }

  /// What can be seen of a file.
  private record State(@Nullable String text, FileTime modified, Object changed) {}

  private static Map<Path, State> states(Path folder) throws IOException {
    Map<Path, State> states = new HashMap<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        states.put(
            file,
            new State(
                Files.isDirectory(file) ? null : Files.readString(file),
                Files.getLastModifiedTime(file),
                Files.getAttribute(file, "unix:ctime")));
      }
    }
    return states;
  }

  /// All that the name says within some time.
  private static Set<String> listen(TestServer server, Duration time) {
    return listen(server, WWW, time);
  }

  private static Set<String> listen(TestServer server, String name, Duration time) {
    Set<String> said = new HashSet<>();
    long end = System.nanoTime() + time.toNanos();
    do {
      said.add(server.says(name));
    } while (System.nanoTime() < end);
    return said;
  }

  /// All that the name says until it says this.
  private static Set<String> listenUntil(TestServer server, String text) {
    Set<String> said = new HashSet<>();
    long end = System.nanoTime() + TestServer.PATIENCE.toNanos();
    while (System.nanoTime() < end && !said.contains(text)) {
      said.add(server.says(WWW));
    }
    return said;
  }

  private static void assertSoonSaysV2(TestServer server, String how) {
    told(how, server.awaitSaying(WWW, "v2"));
  }

  private static void told(String how, Duration took) {
    System.out.printf("a change %s was visible after %d ms%n", how, took.toMillis());
  }
}
