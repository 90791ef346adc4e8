package dev.cairn.registry;

import dev.cairn.health.Preservation;
import java.time.Duration;

/// How checks are made, and what follows.
public record CheckSettings(
    CheckRules rules,
    Scripts scripts,
    Reaping reaping,
    Restore restore,
    Preservation.Settings preservation) {

  /// Whether commands may be run.
  public enum Scripts {
    RUN,
    REFUSED
  }

  /// When instances that are critical for long are removed.
  ///
  /// @param least that they are critical before, whatever their checks say
  /// @param interval between two looks
  public record Reaping(Duration least, Duration interval) {
    public static final Reaping USUAL = new Reaping(Duration.ofMinutes(1), Duration.ofSeconds(30));
  }

  /// What checks that we make ourselves are after a start.
  public enum Restore {
    /// What was found last before it.
    LAST,
    CRITICAL
  }
}
