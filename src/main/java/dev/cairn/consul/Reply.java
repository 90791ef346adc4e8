package dev.cairn.consul;

import dev.cairn.registry.Resource;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// How a request comes by its page.
sealed interface Reply {
  record Now(Page page) implements Reply {}

  /// When something else is done. Completes on any thread, and never exceptionally but by a bug.
  record Later(CompletableFuture<Page> page) implements Reply {}

  /// When something changed, or when the time is over.
  ///
  /// @param above the index of the resource that its client knows
  /// @param client whose place it is
  record Held(News news, long above, Duration atMost, InetAddress client) implements Reply {}

  /// What a client waits for.
  ///
  /// @param inquiry whoever makes the same waits for the same, and is answered by the same page
  /// @param isThere whether a change of the resource is one that it waits for
  /// @param page reads the index before what belongs to it
  record News(Resource resource, Inquiry inquiry, BooleanSupplier isThere, Supplier<Page> page) {}
}
