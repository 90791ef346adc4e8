package dev.cairn.feed;

import dev.cairn.registry.Instance;
import dev.cairn.registry.Mirror;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One source at work: it is followed, and followed anew when that fails; what it says is guarded,
/// handed on and kept; how fresh that is is known at any time.
///
/// ```
/// source ── take(update) ──► Guard ── what is served ──► told (union, directory)
///    ▲                                      └──────────► Keeper ── Memory
///    └── followed anew after a pause            state, report ──► Freshness, operator
/// ```
final class Feed implements Intake, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
  private static final Duration NEVER = Duration.ofDays(1);

  private final SourceSettings settings;
  private final Source source;
  private final FeedTerms terms;
  private final FeedObserver observer;
  private final Told told;
  private final Guard guard;
  private final Memory memory;
  private final Thread thread;
  private final Instant followedSince;
  private @Nullable Keeper keeper;

  private boolean isInSync;
  private boolean isAhead = true; // of the memory
  private boolean isClosed;
  private int services;
  private Instant syncedAt = Instant.EPOCH;
  private Instant keptAt = Instant.EPOCH;
  private String trouble = "it was not reached yet";
  private Map<String, String> flaws = Map.of();
  private volatile SourceReport report;

  /// Who is told what is served of a source, and when its state is another.
  interface Told {
    void serves(Mirror mirror);

    void isOtherwise();
  }

  Feed(
      SourceSettings settings,
      Source source,
      Memory memory,
      FeedTerms terms,
      FeedObserver observer,
      Told told) {
    this.settings = settings;
    this.source = source;
    this.memory = memory;
    this.terms = terms;
    this.observer = observer;
    this.told = told;
    this.followedSince = terms.clock().instant();
    this.guard = new Guard(terms.tolerance().guardHold(), terms.clock());
    this.report = reported();
    this.thread = Thread.ofVirtual().name("source-" + settings.name()).unstarted(this::run);
  }

  SourceReport report() {
    return report;
  }

  SourceSettings settings() {
    return settings;
  }

  /// Serves what was known before, and begins to follow the source.
  void start() {
    synchronized (this) {
      Snapshot kept = memory.read();
      if (kept != null) {
        guard.begin(kept.mirror(), kept.generation());
        syncedAt = kept.syncedAt();
        keptAt = syncedAt;
        isAhead = false;
        services = Parts.services(kept.mirror()).size();
        told.serves(kept.mirror());
        LOG.info(
            "source {}: {} instances as known at {}, until it answers",
            settings.name(),
            kept.mirror().instances().size(),
            syncedAt);
      }
      keeper = new Keeper(settings.name(), this::keep);
      publish();
    }
    thread.start();
  }

  private void run() {
    var backoff = new Backoff(terms.pace(), terms.chance());
    try {
      while (true) {
        long begun = System.nanoTime();
        boolean wasInSync = false;
        try {
          source.follow(this);
        } catch (IOException e) {
          wasInSync = lost(HttpDoor.why(e));
        } catch (RuntimeException e) {
          LOG.error("following source {} failed because of a bug in Cairn", settings.name(), e);
          wasInSync = lost("a bug in Cairn");
        }
        if (wasInSync) {
          backoff.wentWell(Duration.ofNanos(System.nanoTime() - begun));
        }
        Thread.sleep(backoff.next());
      }
    } catch (InterruptedException _) {
      return; // closed
    }
  }

  @Override
  public synchronized void take(Update update) {
    Mirror before = guard.served();
    Guard.Held doubted = guard.held();
    guard.judge(update);
    Guard.Held held = guard.held();
    answered();
    if (held != null && doubted == null) {
      LOG.warn(
          "source {}: what it says now is held until a reading after {} says the same, or `cairn source accept {}`: {}; {} instances stay",
          settings.name(),
          held.until(),
          settings.name(),
          held.why(),
          served().instances().size());
      observer.guarded(settings.name(), held.why());
    }
    serve(before);
  }

  /// Serves what is held, by the operator's word.
  ///
  /// @return whether there was anything
  synchronized boolean accept() {
    Mirror before = guard.served();
    boolean wasHeld = guard.accept();
    if (wasHeld) {
      LOG.info("source {}: what was held is accepted by the operator", settings.name());
      serve(before);
    }
    return wasHeld;
  }

  private void serve(@Nullable Mirror before) {
    if (isClosed) {
      return;
    }
    Mirror now = served();
    services = Parts.services(now).size();
    if (!now.equals(before)) {
      if (before != null && before.instances().equals(now.instances())) {
        LOG.debug("source {}: checks changed", settings.name());
      } else {
        LOG.info("source {}: {}", settings.name(), difference(before, now));
      }
      told.serves(now);
    }
    isAhead = true;
    due();
    publish();
  }

  private static String difference(@Nullable Mirror before, Mirror now) {
    Map<Instance.Key, Instance> old = before == null ? Map.of() : Parts.byKey(before);
    long same = now.instances().stream().filter(one -> one.equals(old.get(one.key()))).count();
    long known = now.instances().stream().filter(one -> old.containsKey(one.key())).count();
    return "%,d services, %,d instances (%d new, %d changed, %d gone)"
        .formatted(
            Parts.services(now).size(),
            now.instances().size(),
            now.instances().size() - known,
            known - same,
            old.size() - known);
  }

  private Mirror served() {
    Mirror mirror = guard.served();
    return mirror == null ? Mirror.EMPTY : mirror;
  }

  @Override
  public synchronized void inSync() {
    answered();
    publish();
  }

  private void answered() {
    if (guard.held() == null) {
      syncedAt = terms.clock().instant();
      Duration since = Duration.between(keptAt, syncedAt).abs(); // clocks are set back as well
      if (since.compareTo(terms.tolerance().beat()) >= 0) {
        due();
      }
    }
    if (!isInSync) {
      isInSync = true;
      trouble = "";
      LOG.info("source {}: in sync", settings.name());
      observer.synced(settings.name());
    }
  }

  private void due() {
    if (keeper != null) {
      keptAt = syncedAt;
      keeper.due();
    }
  }

  /// @return whether it was in sync
  private synchronized boolean lost(String why) {
    boolean isNews = isInSync || !trouble.equals(why);
    boolean wasInSync = isInSync;
    isInSync = false;
    trouble = why;
    if (wasInSync) {
      due();
    }
    publish();
    if (isNews) {
      LOG.warn(
          "source {}: {}; {} instances as known at {} are served",
          settings.name(),
          why,
          served().instances().size(),
          syncedAt);
    }
    if (wasInSync || isNews && guard.served() == null) {
      observer.stale(settings.name(), why);
    }
    return wasInSync;
  }

  @Override
  public synchronized void flaws(Map<String, String> others) {
    others.forEach((where, why) -> {
      if (!why.equals(flaws.get(where))) {
        LOG.warn("source {}: {}: {}; all else is taken", settings.name(), where, why);
        observer.flawed(settings.name(), where, why);
      }
    });
    flaws = Map.copyOf(others);
    publish();
  }

  @Override
  public synchronized Duration untilReading() {
    Guard.Held held = guard.held();
    return held == null ? NEVER : Duration.between(terms.clock().instant(), held.until());
  }

  private void publish() {
    SourceReport before = report;
    report = reported();
    if (!report.state().equals(before.state())) {
      told.isOtherwise();
    }
  }

  private SourceReport reported() {
    Guard.Held held = guard.held();
    Mirror mirror = served();
    return new SourceReport(
        settings,
        state(),
        new SourceReport.Known(
            services, mirror.instances().size(), syncedAt, guard.generation().number()),
        trouble,
        held == null
            ? null
            : new SourceReport.Hold(
                held.why(), held.update().mirror().instances().size(), held.since(), held.until()),
        flaws);
  }

  private SourceState state() {
    if (guard.served() == null) {
      return new SourceState.NeverSynced(followedSince);
    }
    return isInSync && guard.held() == null ? SourceState.FRESH : new SourceState.Stale(syncedAt);
  }

  private void keep() {
    Snapshot now;
    boolean isChanged;
    synchronized (this) {
      Mirror mirror = guard.served();
      if (mirror == null) {
        return;
      }
      now = new Snapshot(settings.identity(), guard.generation(), syncedAt, mirror);
      isChanged = isAhead;
      isAhead = false;
    }
    boolean isKept = isChanged ? memory.write(now) : memory.confirm(now.syncedAt());
    if (!isKept) {
      missed();
    }
  }

  /// It is tried again at the next beat.
  private synchronized void missed() {
    isAhead = true;
  }

  /// Follows it no more, and keeps what is known. What is served stays. May wait.
  @Override
  public void close() {
    thread.interrupt();
    Keeper kept;
    synchronized (this) {
      isClosed = true;
      kept = keeper;
    }
    try {
      thread.join();
      if (kept != null) {
        kept.stop();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
