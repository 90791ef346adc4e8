package dev.cairn.responder;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// Where queries wait for others, each on a thread of its own that costs next to nothing. Bounded.
public final class WaitingRoom {
  private final Executor threads;
  private final IntSupplier most;
  private final AtomicInteger waiting = new AtomicInteger();

  /// @param threads starts a virtual thread for each task
  /// @param most how many may wait at a time; asked anew for each
  public WaitingRoom(Executor threads, IntSupplier most) {
    this.threads = threads;
    this.most = most;
  }

  /// How many are waiting now.
  public int waiting() {
    return waiting.get();
  }

  /// Takes a task in; whether there was room.
  boolean admits(Runnable task) {
    if (waiting.incrementAndGet() > most.getAsInt()) {
      waiting.decrementAndGet();
      return false;
    }
    try {
      threads.execute(() -> {
        try {
          task.run();
        } finally {
          waiting.decrementAndGet();
        }
      });
      return true;
    } catch (RejectedExecutionException _) { // the server is on its way out
      waiting.decrementAndGet();
      return false;
    }
  }
}
