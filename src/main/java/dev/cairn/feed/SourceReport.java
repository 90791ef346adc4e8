package dev.cairn.feed;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How one source does, for the operator.
///
/// @param known what is served of it
/// @param trouble why it is not in sync, as a sentence; empty if it is
/// @param held what is not served yet; null if nothing is
/// @param flaws why, by what it has and cannot be used
public record SourceReport(
    SourceSettings settings,
    SourceState state,
    Known known,
    String trouble,
    @Nullable Hold held,
    Map<String, String> flaws) {

  /// @param syncedAt when it was in sync last; [Instant#EPOCH] for never
  /// @param generation its revision or index; 0 if it has none
  public record Known(int services, int instances, Instant syncedAt, long generation) {}

  /// @param instances how many there would be
  /// @param until when a reading that says the same is believed
  public record Hold(String why, int instances, Instant since, Instant until) {}
}
