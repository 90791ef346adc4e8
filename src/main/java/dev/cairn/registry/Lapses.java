package dev.cairn.registry;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The sources that are not in sync; none, most of the time. Immutable: whoever knows makes them
/// anew when one comes or goes, and about each second while there are any.
public final class Lapses {
  public static final Lapses NONE = new Lapses(Map.of());

  private final Map<String, Lapse> bySource;
  private final Set<String> expired;

  /// @param bySource by the name of the source
  public Lapses(Map<String, Lapse> bySource) {
    this.bySource = Map.copyOf(bySource);
    this.expired =
        bySource.entrySet().stream()
            .filter(entry -> entry.getValue() instanceof Lapse.Expired)
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
  }

  public boolean isEmpty() {
    return bySource.isEmpty();
  }

  public Map<String, Lapse> bySource() {
    return bySource;
  }

  /// Sources whose data is not given out any more.
  Set<String> expired() {
    return expired;
  }

  /// Whether something that one of these sources has is not given out.
  boolean leaveOut(Set<String> sources) {
    return bySource.entrySet().stream()
        .anyMatch(entry ->
            sources.contains(entry.getKey()) && !(entry.getValue() instanceof Lapse.Stale));
  }

  /// What is amiss with a source.
  public sealed interface Lapse {
    /// Since when it is so.
    long seconds();

    /// It is away, and what it told last is given out.
    ///
    /// @param seconds since when
    record Stale(long seconds) implements Lapse {}

    /// It is away for longer than what it told may be given out.
    ///
    /// @param seconds since when
    record Expired(long seconds) implements Lapse {}

    /// It has not told anything yet, and nothing of it was kept.
    ///
    /// @param seconds since it is asked
    record Unsynced(long seconds) implements Lapse {}
  }
}
