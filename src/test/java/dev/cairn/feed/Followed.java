package dev.cairn.feed;

import dev.cairn.feed.SourceSettings.Kind;
import dev.cairn.feed.SourceSettings.Rank;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Mirror;
import dev.cairn.registry.Union.Voice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/// One source that is followed by a real [Feeds], quicker than usual, and what comes of it.
final class Followed implements AutoCloseable {
  static final String NAME = "lab";

  private final Feeds feeds;
  private volatile List<Voice> voices = List.of();
  final AtomicInteger mirrored = new AtomicInteger();
  final List<String> told = new CopyOnWriteArrayList<>();

  Followed(Kind kind, Path folder) {
    this(new SourceSettings(NAME, kind, Rank.USUAL, null, null), folder, Duration.ofSeconds(60));
  }

  Followed(SourceSettings settings, Path folder, Duration hold) {
    var pace =
        new Pace(
            Duration.ofMillis(200),
            Duration.ofMillis(500),
            Duration.ofMillis(50),
            Duration.ofMillis(400),
            Duration.ofMinutes(10));
    var terms =
        new FeedTerms(
            folder,
            new FeedTerms.Tolerance(hold, null),
            pace,
            InstantSource.system(),
            new Random(1));
    feeds =
        new Feeds(
            terms,
            observer(),
            _ ->
                all -> {
                  voices = all;
                  mirrored.incrementAndGet();
                });
    feeds.follow(List.of(settings));
  }

  private FeedObserver observer() {
    return new FeedObserver() {
      @Override
      public void synced(String source) {
        told.add("synced");
      }

      @Override
      public void stale(String source, String why) {
        told.add("stale");
      }

      @Override
      public void guarded(String source, String why) {
        told.add("guarded");
      }

      @Override
      public void flawed(String source, String where, String why) {
        told.add("flawed " + where);
      }
    };
  }

  Feeds feeds() {
    return feeds;
  }

  Mirror mirror() {
    return voices.isEmpty() ? Mirror.EMPTY : voices.getFirst().mirror();
  }

  SourceReport report() {
    return feeds.reports().getFirst();
  }

  /// The ids of all instances.
  Set<String> ids() {
    var ids = new TreeSet<String>();
    mirror().instances().forEach(one -> ids.add(one.key().id()));
    return ids;
  }

  Instance instance(String id) {
    return mirror().instances().stream()
        .filter(one -> one.key().id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError(id + " is not in " + ids()));
  }

  void awaitIds(String... ids) {
    Awaitility.await("these ids: " + List.of(ids))
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> ids().equals(Set.of(ids)));
  }

  void awaitFresh() {
    await("fresh", () -> state() instanceof SourceState.Fresh);
  }

  void awaitStale() {
    await("stale", () -> state() instanceof SourceState.Stale);
  }

  void awaitHeld() {
    await("held", () -> report().held() != null);
  }

  SourceState state() {
    return report().state();
  }

  static void await(String what, java.util.concurrent.Callable<Boolean> condition) {
    Awaitility.await(what)
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(20))
        .until(condition);
  }

  @Override
  public void close() {
    feeds.close();
  }
}
