package dev.cairn.server;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Watches the files that one thing was made of, and says when they have changed and been left
/// alone since.
///
/// A file that is written in place is half written for a while, and the half may well parse. So a
/// change counts when the files have been still for a while: by their own time stamps, or where
/// those cannot be trusted, by ours.
final class FileWatch {
  /// What has become of the files.
  enum Change {
    NONE,
    /// Something is going on; ask again.
    UNSETTLED,
    SETTLED
  }

  private final Duration still;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private Map<Path, FileStamp> taken = Map.of();
  private Map<Path, FileStamp> seen = Map.of();
  private long seenSince;

  /// @param still how long files must have been left alone
  FileWatch(Duration still, InstantSource clock, LongSupplier nanoTime) {
    this.still = still;
    this.clock = clock;
    this.nanoTime = nanoTime;
  }

  /// Watches one file, as the system's clocks go.
  ///
  /// @param taken the state in which it was taken
  static FileWatch of(Path file, FileStamp taken) {
    var watch = new FileWatch(ServerOptions.STILL, InstantSource.system(), System::nanoTime);
    watch.take(Map.of(file, taken));
    return watch;
  }

  static Map<Path, FileStamp> stamps(Collection<Path> files) {
    Map<Path, FileStamp> stamps = new HashMap<>();
    for (Path file : new HashSet<>(files)) {
      stamps.put(file, FileStamp.of(file));
    }
    return stamps;
  }

  /// From now on these are the files, in the state that was taken.
  void take(Map<Path, FileStamp> stamps) {
    taken = Map.copyOf(stamps);
    seen = taken;
  }

  /// From now on this is the file, in no state that it can have: it is to be taken as soon as it is
  /// still.
  void await(Collection<Path> files) {
    take(files.stream().distinct().collect(Collectors.toMap(file -> file, _ -> FileStamp.NEVER)));
  }

  /// The files as they were at the last [#look].
  Map<Path, FileStamp> seen() {
    return seen;
  }

  /// The files that are watched.
  Collection<Path> files() {
    return taken.keySet();
  }

  /// Whether the files have changed; if so, they count as taken as they are now.
  ///
  /// @param isForced whether they are taken however lately they were written
  boolean takesChange(boolean isForced) {
    Change change = look();
    boolean takes = change == Change.SETTLED || isForced && change != Change.NONE;
    if (takes) {
      take(seen);
    }
    return takes;
  }

  Change look() {
    Map<Path, FileStamp> now = stamps(taken.keySet());
    if (now.equals(taken)) {
      seen = now;
      return Change.NONE;
    }
    if (!now.equals(seen)) {
      seen = now;
      seenSince = nanoTime.getAsLong();
    }
    boolean isStill = nanoTime.getAsLong() - seenSince >= still.toNanos() || areStill(now);
    return isStill ? Change.SETTLED : Change.UNSETTLED;
  }

  /// Whether all files that there are were last changed long enough ago. One that has gone may be
  /// on its way back.
  boolean areStill(Map<Path, FileStamp> stamps) {
    Instant latest = clock.instant().minus(still);
    return stamps.values().stream()
        .noneMatch(stamp -> stamp.isAbsent() || stamp.changed().isAfter(latest));
  }
}
