package dev.cairn.registry;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Where steps are kept, so that they survive the end of this process.
public interface Journal extends AutoCloseable {

  /// Keeps one step. Steps are given one after the other, in order.
  ///
  /// @param effects of which none is of another source
  /// @return ends when the step is on disk, on a thread of the journal's
  CompletableFuture<@Nullable Void> append(long index, List<Effect> effects);

  @Override
  void close();

  /// Keeps nothing: for registries that live as long as the process.
  Journal NONE =
      new Journal() {
        @Override
        public CompletableFuture<@Nullable Void> append(long index, List<Effect> effects) {
          return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
      };
}
