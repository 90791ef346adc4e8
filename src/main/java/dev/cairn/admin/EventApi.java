package dev.cairn.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the API tells of what happens. Called on any thread, and waits for nothing.
public interface EventApi {

  /// Events from now on, or from behind one.
  ///
  /// @param lastId of the event that is known already; null for none
  /// @param wake run whenever there may be more, on any thread; must not wait
  Following follow(@Nullable String lastId, Runnable wake);

  /// One who follows.
  interface Following extends AutoCloseable {

    /// What has happened since the last call.
    ///
    /// @param most how many are wanted at most
    Passage next(int most);

    @Override
    void close();
  }

  /// @param isGapBefore whether there was more that is not known any more
  record Passage(boolean isGapBefore, List<ShownEvent> events) {
    public Passage {
      events = List.copyOf(events);
    }
  }
}
