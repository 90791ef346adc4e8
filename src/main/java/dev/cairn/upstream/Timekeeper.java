package dev.cairn.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import io.netty.channel.EventLoop;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// Time as those who ask upstreams know it: what it is, and how to be woken. Nobody sleeps.
public interface Timekeeper extends Ticker {

  /// The system's time.
  Timekeeper SYSTEM =
      new Timekeeper() {
        @Override
        public long read() {
          return System.nanoTime();
        }

        @Override
        public Alarm in(long nanos, EventLoop loop, Runnable task) {
          return new Scheduled(loop.schedule(task, Math.max(nanos, 0), TimeUnit.NANOSECONDS));
        }
      };

  /// Runs a task on a loop, in so many nanoseconds.
  Alarm in(long nanos, EventLoop loop, Runnable task);

  /// A task of a loop.
  record Scheduled(Future<?> waiting) implements Alarm {
    @Override
    public void cancel() {
      waiting.cancel(false);
    }
  }

  /// Something that is going to happen.
  @FunctionalInterface
  interface Alarm {
    Alarm NONE = () -> {};

    /// It will not; nothing if it has already.
    void cancel();
  }
}
