package dev.cairn.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the server is, for people and for programs.
///
/// @param status `ok`, or `degraded` where something that the operator asked for is not in force
/// @param problems what is not in force, and why; at most [#MOST_PROBLEMS] are told, `problemCount`
///   counts them all
public record Health(
    String status,
    boolean ready,
    String version,
    long uptimeSeconds,
    Zones zones,
    int problemCount,
    List<Problem> problems) {
  public static final int MOST_PROBLEMS = 100;

  /// @param served how many zones are answered for
  /// @param outdated how many of them have a newer file with errors
  /// @param missing how many could never be loaded: their names get SERVFAIL
  public record Zones(int served, int outdated, int missing) {}

  /// One file that was not taken.
  ///
  /// @param zone the zone's name, null if it is the configuration
  /// @param serial what stays in force, null if there is none
  /// @param errors each `file:line:column: message`
  public record Problem(
      @Nullable String zone, String file, @Nullable Long serial, List<String> errors) {}
}
