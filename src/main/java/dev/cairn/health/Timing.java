package dev.cairn.health;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;

/// Time as checks know it: what it is, and how to be woken. Nobody sleeps.
public interface Timing {

  /// The system's time.
  Timing SYSTEM =
      new Timing() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public Alarm in(long nanos, EventExecutor loop, Runnable task) {
          var waiting = loop.schedule(task, Math.max(nanos, 0), TimeUnit.NANOSECONDS);
          return () -> waiting.cancel(false);
        }
      };

  /// Nanoseconds since some moment.
  long nanos();

  /// Runs a task on a loop, in so many nanoseconds.
  Alarm in(long nanos, EventExecutor loop, Runnable task);

  /// Something that is going to happen.
  @FunctionalInterface
  interface Alarm {
    Alarm NONE = () -> {};

    /// It will not; nothing if it has already.
    void cancel();
  }
}
