package dev.cairn.server;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.cairn.server.FileWatch.Change;
import dev.cairn.zone.Diagnostic;
import dev.cairn.zone.Diagnostic.Severity;
import dev.cairn.zone.Zone;
import dev.cairn.zone.ZoneFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/// Keeps zones as their files say: loads what is new or changed, forgets what is gone, and holds on
/// to the last good zone while a file has errors.
///
/// All state is behind one lock; files are read outside of it, by `loaders`, one zone each.
final class ZoneKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(ZoneKeeper.class);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

  /// Octets of a zone after whose reading memory is given back.
  private static final long LARGE = 8 << 20;

  private final Executor loaders;
  private final Duration still;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Listener listener;
  private final Map<Name, Kept> zones = new HashMap<>();
  private List<Diagnostic> folderProblems = List.of();
  private boolean isStarting = true;

  /// Told when zones have changed.
  interface Listener {
    /// What is served is to be looked up anew in [ZoneKeeper#served].
    void zonesChanged();

    /// A zone was read, and is served from the next [#zonesChanged].
    ///
    /// @param before null if there was none
    void taken(Zone zone, @Nullable Zone before);

    /// A file was not taken.
    ///
    /// @param why the first of its errors
    void reloadFailed(Name zone, String why);
  }

  /// @param still how long a file must have been left alone before it is read
  ZoneKeeper(
      Executor loaders,
      Duration still,
      InstantSource clock,
      LongSupplier nanoTime,
      Listener listener) {
    this.loaders = loaders;
    this.still = still;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.listener = listener;
  }

  /// One zone, and what is known of it.
  private static final class Kept {
    final ZoneSource source;
    final FileWatch watch;
    final CompletableFuture<Void> firstLoad = new CompletableFuture<>();
    @Nullable Zone zone;
    List<Diagnostic> problems = List.of();
    Instant loadedAt = Instant.EPOCH;
    Duration loadTime = Duration.ZERO;
    boolean isLoading;
    long unwantedSince;
    boolean isUnwanted;
    final long adoptedAt;
    boolean wasKnown; // from another file, which could not be read

    Kept(ZoneSource source, FileWatch watch, long now) {
      this.source = source;
      this.watch = watch;
      this.adoptedAt = now;
      watch.await(List.of(source.file().path()));
    }

    Name name() {
      return source.file().origin();
    }
  }

  /// What is to be served.
  ///
  /// @param zone null for one that could not be loaded, or is not loaded yet
  /// @param wasRead whether its file has been read
  record Served(ZoneSource source, @Nullable Zone zone, boolean wasRead) {}

  /// Takes note of the zones that there should be. New ones are loaded by the next [#look]; the
  /// result is done when they are. A zone that is no longer wanted goes when it has been unwanted
  /// for a while, as a file that is being replaced may be missing for a moment; or now if
  /// `patience` is zero.
  CompletableFuture<Void> adopt(ZoneSources wanted, Duration patience) {
    List<CompletableFuture<Void>> loads;
    List<Kept> gone;
    synchronized (this) {
      tellFolderProblems(wanted.problems());
      gone = wanted.isWhole() ? gone(wanted, patience) : List.of();
      gone.forEach(kept -> zones.remove(kept.name()));
      wanted.zones().forEach(this::adopt);
      loads =
          zones.values().stream()
              .map(kept -> kept.firstLoad)
              .filter(load -> !load.isDone())
              .toList();
    }
    if (!gone.isEmpty()) {
      listener.zonesChanged();
      gone.forEach(kept -> kept.firstLoad.complete(null)); // not under our lock: others wait for it
    }
    return CompletableFuture.allOf(loads.toArray(CompletableFuture[]::new));
  }

  private void adopt(Name name, ZoneSource source) {
    Kept known = zones.get(name);
    if (known != null && known.source.equals(source)) {
      return;
    }
    var kept = new Kept(source, new FileWatch(still, clock, nanoTime), nanoTime.getAsLong());
    if (known != null) { // it lies elsewhere now, and is served as it was until that is read
      kept.zone = known.zone;
      kept.loadedAt = known.loadedAt;
      kept.wasKnown = known.firstLoad.isDone();
      var _ = kept.firstLoad.thenRun(() -> known.firstLoad.complete(null));
    }
    zones.put(name, kept);
  }

  private List<Kept> gone(ZoneSources wanted, Duration patience) {
    return zones.values().stream().filter(kept -> hasGone(kept, wanted, patience)).toList();
  }

  private boolean hasGone(Kept kept, ZoneSources wanted, Duration patience) {
    boolean isUnwanted = !wanted.zones().containsKey(kept.name());
    if (isUnwanted && !kept.isUnwanted) {
      kept.unwantedSince = nanoTime.getAsLong();
    }
    kept.isUnwanted = isUnwanted;
    if (!isUnwanted || nanoTime.getAsLong() - kept.unwantedSince < patience.toNanos()) {
      return false;
    }
    LOG.info(
        "zone {}: no longer served, {} is gone or no longer asked for",
        kept.name(),
        kept.source.file().path());
    return true;
  }

  /// Looks at all files once and loads what has changed and is still; whether something is going on
  /// that is to be looked at again soon.
  boolean look() {
    boolean isUnsettled = false;
    List<Kept> givenUp = new ArrayList<>();
    synchronized (this) {
      for (Kept kept : zones.values()) {
        boolean hasTime = isStarting && kept.firstLoad.isDone(); // others are still waited for
        if (kept.isLoading || kept.isUnwanted || hasTime) {
          isUnsettled = true;
          continue;
        }
        Change change = kept.watch.look();
        if (change == Change.SETTLED) {
          load(kept);
        }
        isUnsettled |= change != Change.NONE;
        if (change == Change.UNSETTLED && hasWaitedTooLong(kept)) {
          giveUp(kept);
          givenUp.add(kept);
        }
      }
    }
    givenUp.forEach(kept -> kept.firstLoad.complete(null)); // not under our lock, as above
    if (!givenUp.isEmpty()) {
      listener.zonesChanged();
    }
    return isUnsettled;
  }

  /// A file that is never still must not keep the server from starting.
  private boolean hasWaitedTooLong(Kept kept) {
    return !kept.firstLoad.isDone()
        && nanoTime.getAsLong() - kept.adoptedAt >= LONGEST_WAIT.toNanos();
  }

  private static void giveUp(Kept kept) {
    kept.problems =
        List.of(
            new Diagnostic(
                Severity.ERROR,
                kept.source.file().path(),
                0,
                0,
                "is being written all the time and cannot be read before it is still"));
    kept.problems.forEach(ZoneKeeper::tell);
  }

  /// Reads all files that have changed, however lately.
  synchronized void reload() {
    for (Kept kept : zones.values()) {
      if (!kept.isLoading && kept.watch.look() != Change.NONE) {
        load(kept);
      }
    }
  }

  /// The first zones have been read. From now on a zone that is new is not known before it has been
  /// read: until then its names are answered as before.
  synchronized void started() {
    isStarting = false;
  }

  synchronized Map<Name, Served> served() {
    Map<Name, Served> served = new HashMap<>();
    for (Kept kept : zones.values()) {
      if (kept.zone != null || kept.firstLoad.isDone() || kept.wasKnown || isStarting) {
        served.put(kept.name(), new Served(kept.source, kept.zone, kept.firstLoad.isDone()));
      }
    }
    return served;
  }

  synchronized List<ZoneStatus> status() {
    return zones.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(e -> statusOf(e.getKey(), e.getValue()))
        .toList();
  }

  synchronized List<Diagnostic> folderProblems() {
    return folderProblems;
  }

  /// The folders in which something may happen.
  synchronized Set<Path> folders() {
    Set<Path> folders = new HashSet<>();
    for (Kept kept : zones.values()) {
      for (Path file : kept.watch.files()) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
          folders.add(folder);
        }
      }
    }
    return folders;
  }

  private static ZoneStatus statusOf(Name name, Kept kept) {
    return new ZoneStatus(
        name, kept.source.file().path(), kept.zone, kept.problems, kept.loadedAt, kept.loadTime);
  }

  private void tellFolderProblems(List<Diagnostic> problems) {
    problems.stream().filter(p -> !folderProblems.contains(p)).forEach(p -> LOG.warn("{}", p));
    folderProblems = problems;
  }

  private void load(Kept kept) {
    kept.isLoading = true;
    Map<Path, FileStamp> judged = kept.watch.seen();
    loaders.execute(() -> read(kept, judged));
  }

  private void read(Kept kept, Map<Path, FileStamp> judged) {
    boolean isFinished = false;
    try {
      isFinished = readWhole(kept, judged);
    } catch (RuntimeException e) {
      LOG.error(
          "zone {}: reading {} failed; {}", kept.name(), kept.source.file().path(), stays(kept), e);
      isFinished = true;
      synchronized (this) { // not again before the file changes
        kept.watch.take(FileWatch.stamps(judged.keySet()));
        kept.problems =
            List.of(
                new Diagnostic(
                    Severity.ERROR, kept.source.file().path(), 0, 0, "cannot be read: " + e));
      }
    } finally {
      synchronized (this) {
        kept.isLoading = false;
      }
    }
    if (isFinished) {
      listener.zonesChanged();
      kept.firstLoad.complete(null);
      giveBack(kept.zone);
    }
  }

  /// What reading a large zone took, and the zone before it, is more than the zone, and nothing
  /// else may be asked of the collector for long. Not where that would keep queries waiting.
  private static void giveBack(@Nullable Zone zone) {
    if (zone != null && zone.octets() >= LARGE && collectsBesides()) {
      System.gc();
    }
  }

  /// Whether a collection that is asked for goes on beside the queries, as the launcher has it.
  private static boolean collectsBesides() {
    var machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    return machine != null
        && Boolean.parseBoolean(machine.getVMOption("UseG1GC").getValue())
        && Boolean.parseBoolean(machine.getVMOption("ExplicitGCInvokesConcurrent").getValue());
  }

  /// Reads a zone's files as they were judged to be still; false if they have changed before or
  /// meanwhile, or include one that is not still: then what was read is worth nothing, and the next
  /// look decides.
  private boolean readWhole(Kept kept, Map<Path, FileStamp> judged) {
    long start = nanoTime.getAsLong();
    if (!FileWatch.stamps(judged.keySet()).equals(judged)) {
      return false;
    }
    ZoneFile.Reading reading = kept.source.file().read();
    if (!judged
        .keySet()
        .containsAll(reading.files())) { // one that was not judged: watched from now on
      synchronized (this) {
        kept.watch.await(reading.files());
      }
      return false;
    }
    Map<Path, FileStamp> after = FileWatch.stamps(reading.files());
    if (!after.entrySet().stream().allMatch(e -> e.getValue().equals(judged.get(e.getKey())))) {
      return false;
    }
    synchronized (this) {
      kept.watch.take(after);
      finish(kept, reading, Duration.ofNanos(nanoTime.getAsLong() - start));
    }
    return true;
  }

  private void finish(Kept kept, ZoneFile.Reading reading, Duration time) {
    Name name = kept.name();
    kept.problems = reading.errors();
    reading.diagnostics().forEach(d -> tell(d));
    Zone next = reading.zone();
    if (next == null) {
      LOG.error(
          "zone {}: {} not taken, {} errors; {}",
          name,
          kept.source.file().path(),
          reading.errors().size(),
          stays(kept));
      listener.reloadFailed(
          name, reading.errors().isEmpty() ? "" : reading.errors().getFirst().toString());
      return;
    }
    Zone last = kept.zone;
    kept.zone = next;
    kept.loadedAt = clock.instant();
    kept.loadTime = time;
    String serial =
        last == null
            ? "serial " + next.serial()
            : "serial " + last.serial() + " → " + next.serial();
    LOG.info(
        "zone {}: {}, {} names, {} records, {} ms",
        name,
        serial,
        next.names(),
        next.records(),
        time.toMillis());
    listener.taken(next, last);
  }

  private static void tell(Diagnostic diagnostic) {
    if (diagnostic.isError()) {
      LOG.error("{}", diagnostic);
    } else {
      LOG.warn("{}", diagnostic);
    }
  }

  private static String stays(Kept kept) {
    Zone zone = kept.zone;
    return zone == null
        ? "its names get SERVFAIL until the file is mended"
        : "serial " + zone.serial() + " stays in force";
  }
}
