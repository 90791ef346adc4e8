package dev.cairn.forward;

import java.time.Duration;
import java.util.List;

/// Whom of several upstreams to ask, as the operator wrote it.
///
/// @param weights one for each upstream, in their order; empty where none are written
/// @param atOnce how many are asked at the same time, at least 1
public record Selection(
    Policy policy, List<Integer> weights, HashKey hashKey, int atOnce, Hedge hedge) {
  public static final Selection ORDERED =
      new Selection(Policy.ORDERED, List.of(), HashKey.CLIENT, 1, Hedge.OFF);

  public Selection {
    weights = List.copyOf(weights);
  }

  /// Whom to ask first.
  public enum Policy {
    /// The first that is up.
    ORDERED,
    /// Each in turn.
    ROUND_ROBIN,
    /// Each as often as its weight says.
    WEIGHTED,
    /// The one with the fewest open questions.
    LEAST_INFLIGHT,
    /// The one with the shortest round trips.
    FASTEST,
    /// Always the same one for the same key, as long as it is up.
    HASH,
    /// Several at once, in order; the first good answer counts.
    PARALLEL
  }

  /// What [Policy#HASH] is about.
  public enum HashKey {
    /// The client's network: 24 bits of an IPv4 address, 56 of an IPv6 one.
    CLIENT,
    /// The name that is asked for.
    NAME
  }

  /// When another upstream is asked as well, although the first is not overdue.
  public sealed interface Hedge {
    Hedge OFF = new Off();

    /// Never.
    record Off() implements Hedge {}

    /// When it takes longer than so many of a hundred of its round trips.
    record Percentile(int percent) implements Hedge {}

    /// After so long.
    record After(Duration time) implements Hedge {}
  }
}
