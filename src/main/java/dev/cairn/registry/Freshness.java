package dev.cairn.registry;

import java.time.Instant;
import java.util.List;

/// How well the sources that the directory mirrors are known just now. Asked by threads that read
/// packets, so it never waits.
public interface Freshness {
  /// Where nothing is mirrored.
  Freshness ALWAYS =
      new Freshness() {
        @Override
        public State of(String source) {
          return State.FRESH;
        }

        @Override
        public List<Aged> aged() {
          return List.of();
        }
      };

  /// The state of one; fresh if there is none of that name, as the empty one of what is registered
  /// here.
  State of(String source);

  /// Those that are not fresh, the stalest first; none most of the time.
  List<Aged> aged();

  /// A source that is not fresh.
  record Aged(String source, State state) {}

  /// What is known of a source.
  sealed interface State {
    State FRESH = new Fresh();

    /// Whatever it says is known at once.
    record Fresh() implements State {}

    /// It is away, or what it says now is doubted: the last good state is served.
    ///
    /// @param since when it was in sync last
    record Stale(Instant since) implements State {}

    /// Nothing of it is known at all, not even from before the start.
    record NeverSynced() implements State {}
  }
}
