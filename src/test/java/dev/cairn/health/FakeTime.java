package dev.cairn.health;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicBoolean;

/// Time that passes when a test says so; then what is due happens, in order, on the test's thread:
/// for what needs no loop.
final class FakeTime implements Timing {
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::order));
  private long now = 1_000_000_000;
  private long orders;

  private record Due(long at, long order, Runnable task, AtomicBoolean isCancelled) {}

  @Override
  public long nanos() {
    return now;
  }

  @Override
  public Alarm in(long nanos, EventExecutor loop, Runnable task) {
    var one = new Due(now + Math.max(nanos, 0), orders++, task, new AtomicBoolean());
    due.add(one);
    return () -> one.isCancelled().set(true);
  }

  /// Lets time pass, and all that was due in it happen.
  void pass(Duration time) {
    long end = now + time.toNanos();
    while (!due.isEmpty() && due.peek().at() <= end) {
      Due next = due.remove();
      now = Math.max(now, next.at());
      if (!next.isCancelled().get()) {
        next.task().run();
      }
    }
    now = end;
  }

  /// Lets time pass in which nothing happens, as on a machine that stood still.
  void stand(Duration time) {
    now += time.toNanos();
  }
}
