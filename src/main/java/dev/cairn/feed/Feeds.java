package dev.cairn.feed;

import dev.cairn.feed.SourceSettings.Kind;
import dev.cairn.registry.Freshness;
import dev.cairn.registry.Lapses;
import dev.cairn.registry.Lapses.Lapse;
import dev.cairn.registry.Mirror;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// All other registries that are followed, and how fresh what is known of them is.
///
/// ```
/// source ─► Feed (guard, snapshot) ─┐
/// source ─► Feed ───────────────────┴─► Voices of a domain ─► Destination: the directory of the domain
/// SkyDNS ─► Feed ─────────────────────► Voices of a domain ─► SkyNames
/// ```
public final class Feeds implements Freshness, AutoCloseable {
  private final FeedTerms terms;
  private final FeedObserver observer;
  private final Function<Place, Destination> destinations;
  private volatile Map<String, Feed> feeds = Map.of();
  private final Map<Place, Voices> voices = new HashMap<>();
  private final Object looking = new Object();
  private volatile Lapses lapses = Lapses.NONE;
  private final Thread ageing;

  /// Where what a source knows belongs.
  ///
  /// @param domain null for the registry's own
  public record Place(Kind kind, @Nullable Name domain) {

    /// What there is in a place.
    public enum Kind {
      SERVICES,
      /// Records as SkyDNS lays them out, which [SkyNames] takes.
      SKYDNS
    }
  }

  /// @param destinations asked once for each place
  public Feeds(FeedTerms terms, FeedObserver observer, Function<Place, Destination> destinations) {
    this.terms = terms;
    this.observer = observer;
    this.destinations = destinations;
    this.ageing = Thread.ofVirtual().name("sources-age").start(this::age);
  }

  /// From now on these are followed, each name once. One that is as it was goes on; what others
  /// knew is gone. When it returns, all that was kept of them is served. May wait.
  public synchronized void follow(List<SourceSettings> sources) {
    Map<String, SourceSettings> wanted = new LinkedHashMap<>();
    sources.forEach(one -> wanted.put(one.name(), one));
    Map<String, Feed> next = new LinkedHashMap<>();
    List<Feed> fresh = new ArrayList<>();
    for (Feed feed : feeds.values()) {
      if (!feed.settings().equals(wanted.get(feed.settings().name()))) {
        feed.close();
      }
    }
    rank(List.copyOf(wanted.values()));
    for (SourceSettings one : wanted.values()) {
      Feed known = feeds.get(one.name());
      if (known != null && known.settings().equals(one)) {
        next.put(one.name(), known);
      } else {
        Feed feed = feed(one);
        next.put(one.name(), feed);
        fresh.add(feed);
      }
    }
    feeds = Collections.unmodifiableMap(next);
    fresh.forEach(Feed::start);
    look();
  }

  private void rank(List<SourceSettings> sources) {
    Map<Place, List<SourceSettings>> byPlace = new LinkedHashMap<>();
    for (SourceSettings one : sources) {
      byPlace.computeIfAbsent(place(one), _ -> new ArrayList<>()).add(one);
    }
    byPlace
        .keySet()
        .forEach(
            place -> voices.computeIfAbsent(place, _ -> new Voices(destinations.apply(place))));
    voices.forEach((place, those) -> those.rank(byPlace.getOrDefault(place, List.of())));
  }

  private static Place place(SourceSettings source) {
    return new Place(source.isSkyDns() ? Place.Kind.SKYDNS : Place.Kind.SERVICES, source.domain());
  }

  private Feed feed(SourceSettings settings) {
    return switch (settings.kind()) {
      case Kind.Consul consul -> feed(settings, new ConsulSource(settings, consul, terms.pace()));
      case Kind.Etcd etcd -> feed(settings, new EtcdSource(settings, etcd, terms.pace()));
      case Kind.Files files -> {
        var source = new FileSource(settings, files, terms.folder());
        yield feed(settings, source, source);
      }
    };
  }

  private Feed feed(SourceSettings settings, Source source) {
    return feed(settings, source, new SnapshotFile(settings, terms.folder()));
  }

  private Feed feed(SourceSettings settings, Source source, Memory memory) {
    Voices those = voices.get(place(settings));
    return new Feed(
        settings,
        source,
        memory,
        terms,
        observer,
        new Feed.Told() {
          @Override
          public void serves(Mirror mirror) {
            if (those != null) {
              those.take(settings.name(), mirror);
            }
          }

          @Override
          public void isOtherwise() {
            look();
          }
        });
  }

  /// Finds out which are not fresh; from whatever thread.
  private void look() {
    synchronized (looking) {
      Map<String, Lapse> now = new HashMap<>();
      for (Feed feed : feeds.values()) {
        Lapse lapse = lapse(feed.report().state());
        if (lapse != null) {
          now.put(feed.settings().name(), lapse);
        }
      }
      lapses = now.isEmpty() ? Lapses.NONE : new Lapses(now);
    }
  }

  private @Nullable Lapse lapse(SourceState state) {
    return switch (state) {
      case SourceState.Fresh _ -> null;
      case SourceState.NeverSynced(Instant since) ->
          new Lapse.Unsynced(Math.max(0, age(since).toSeconds()));
      case SourceState.Stale(Instant since) -> {
        Duration age = age(since);
        Duration most = terms.tolerance().maxStale();
        long seconds = Math.max(0, age.toSeconds());
        yield most != null && age.compareTo(most) > 0
            ? new Lapse.Expired(seconds)
            : new Lapse.Stale(seconds);
      }
    };
  }

  private Duration age(Instant since) {
    return Duration.between(since, terms.clock().instant());
  }

  /// What is stale grows older.
  private void age() {
    try {
      while (true) {
        Thread.sleep(Duration.ofSeconds(1));
        if (!lapses.isEmpty()) {
          look();
        }
      }
    } catch (InterruptedException _) {
      return; // closed
    }
  }

  @Override
  public Lapses lapses() {
    return lapses;
  }

  /// How each does, in the order of the configuration.
  public List<SourceReport> reports() {
    return feeds.values().stream().map(Feed::report).toList();
  }

  /// What became of an operator's word.
  public enum Acceptance {
    ACCEPTED,
    NOTHING_HELD,
    UNKNOWN
  }

  /// Serves what a source says now, though it would take much away.
  public Acceptance accept(String source) {
    Feed feed = feeds.get(source);
    if (feed == null) {
      return Acceptance.UNKNOWN;
    }
    return feed.accept() ? Acceptance.ACCEPTED : Acceptance.NOTHING_HELD;
  }

  /// Follows none any more, and keeps what is known. What is served stays. May wait.
  @Override
  public synchronized void close() {
    ageing.interrupt();
    feeds.values().forEach(Feed::close);
  }
}
