package dev.cairn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.feed.SourceSettings.Kind;
import dev.cairn.feed.SourceSettings.Rank;
import dev.cairn.feed.SourceSettings.Remote;
import dev.cairn.registry.Lapses.Lapse;
import dev.cairn.registry.Mirror;
import dev.cairn.registry.Union.Voice;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

class FeedsTest {
  private static final Name OTHER = Name.fromConstantString("svc.example.com.");

  @TempDir Path folder;
  private final Map<String, Mirror> main = new ConcurrentHashMap<>();
  private final Map<String, Mirror> other = new ConcurrentHashMap<>();
  private Feeds feeds;

  private void begin(Duration maxStale) {
    var terms =
        new FeedTerms(
            folder.resolve("kept"),
            new FeedTerms.Tolerance(Duration.ofSeconds(60), maxStale),
            Pace.USUAL,
            InstantSource.system(),
            new Random(1));
    feeds =
        new Feeds(
            terms,
            FeedObserver.NONE,
            place ->
                voices -> {
                  Map<String, Mirror> said = place.domain() == null ? main : other;
                  said.keySet().retainAll(voices.stream().map(Voice::source).toList());
                  voices.forEach(voice -> said.put(voice.source(), voice.mirror()));
                });
  }

  @AfterEach
  void end() {
    feeds.close();
  }

  @Test
  void sources_come_and_go_with_the_configuration_and_those_that_stay_go_on() throws IOException {
    begin(null);
    SourceSettings a = files("a", null);
    SourceSettings b = files("b", OTHER);
    feeds.follow(List.of(a, b));
    await("both", () -> ids(main, "a").contains("a-1") && ids(other, "b").contains("b-1"));
    assertThat(main).doesNotContainKey("b");
    Mirror before = main.get("a");
    feeds.follow(List.of(a));
    assertThat(other).isEmpty();
    assertThat(main.get("a")).isSameAs(before);
    assertThat(feeds.reports()).hasSize(1);
    feeds.follow(List.of(a, files("b", null)));
    await("b elsewhere", () -> ids(main, "b").contains("b-1"));
    feeds.follow(List.of());
    assertThat(main).isEmpty();
    assertThat(feeds.lapses().isEmpty()).isTrue();
  }

  @Test
  void what_is_known_and_away_for_too_long_is_expired_and_what_is_not_known_is_unsynced()
      throws IOException {
    begin(Duration.ZERO);
    var away = new Kind.Consul(new Remote(List.of(URI.create("http://127.0.0.1:1")), null), null);
    Files.createDirectories(folder.resolve("kept"));
    Files.write(
        folder.resolve("kept/known.json"),
        SnapshotJson.write(
            new Snapshot(
                "consul",
                new Generation("", 5),
                java.time.Instant.ofEpochSecond(1),
                Mirrors.of("known", "api:1@10.0.0.1"))));
    feeds.follow(
        List.of(
            new SourceSettings("known", away, Rank.USUAL, null, null),
            new SourceSettings("new", away, Rank.USUAL, null, null)));
    assertThat(ids(main, "known")).containsExactly("api:1");
    assertThat(feeds.lapses().bySource().get("known")).isInstanceOf(Lapse.Expired.class);
    assertThat(feeds.lapses().bySource().get("new")).isInstanceOf(Lapse.Unsynced.class);
  }

  private SourceSettings files(String name, Name domain) throws IOException {
    Path some = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        some.resolve("one.toml"), "[[service]]\nname = \"api\"\nid = \"%s-1\"\n".formatted(name));
    return new SourceSettings(
        name, new Kind.Files(some, "192.0.2.1", false), Rank.USUAL, domain, null);
  }

  private static List<String> ids(Map<String, Mirror> where, String source) {
    return Mirrors.ids(where.getOrDefault(source, Mirror.EMPTY));
  }

  private static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
    Followed.await(what, condition);
  }
}
