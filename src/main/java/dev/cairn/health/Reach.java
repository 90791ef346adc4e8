package dev.cairn.health;

import dev.cairn.health.Dialling.Opening;
import io.netty.channel.EventLoop;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What one run needs to reach what it is about.
///
/// @param loop that all of it happens on
record Reach(Means means, EventLoop loop) {

  /// What all runs share.
  record Means(
      Sockets sockets, Timing timing, RandomGenerator random, Lookup lookup, CheckTls tls) {}

  Sockets sockets() {
    return means.sockets();
  }

  Timing timing() {
    return means.timing();
  }

  /// Tells where a host is, on the loop.
  void find(String host, DialRule rule, Consumer<Located> told) {
    means.lookup().find(host, rule).thenAccept(located -> onLoop(() -> told.accept(located)));
  }

  /// Tells how a connection begins, on the loop, or why there can be none.
  ///
  /// @param peer null to speak in the clear
  void open(CheckTls.@Nullable Peer peer, Consumer<Opening> told, Consumer<Throwable> failed) {
    if (peer == null) {
      told.accept(Opening.IN_THE_CLEAR);
      return;
    }
    means
        .tls()
        .opening(peer)
        .whenComplete((opening, failure) ->
            onLoop(() -> {
              if (failure == null) {
                told.accept(opening);
              } else {
                failed.accept(failure.getCause() == null ? failure : failure.getCause());
              }
            }));
  }

  /// What comes from elsewhere, as from a socket that could not even be made.
  void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }
}
