package dev.cairn.upstream;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Time that passes when a test says so; then what is due happens, in order, each on its loop.
public final class FakeTime implements Timekeeper {
  private final List<Due> due = new ArrayList<>();
  private long now = 1_000_000_000;

  private record Due(long at, EventLoop loop, Runnable task) {}

  @Override
  public synchronized long read() {
    return now;
  }

  @Override
  public synchronized Alarm in(long nanos, EventLoop loop, Runnable task) {
    var one = new Due(now + nanos, loop, task);
    due.add(one);
    return () -> cancel(one);
  }

  private synchronized void cancel(Due one) {
    due.removeIf(other -> other == one);
  }

  /// Lets time pass; returns when all that was due in it has happened.
  public void pass(Duration time) {
    long end = read() + time.toNanos();
    for (Due next = next(end); next != null; next = next(end)) {
      next.loop.submit(next.task).syncUninterruptibly();
    }
    synchronized (this) {
      now = end;
    }
  }

  /// Lets time pass in which nothing happens, as on a machine that is too busy. What was due in it
  /// happens late, as the first of what happens next.
  public synchronized void stand(Duration time) {
    now += time.toNanos();
  }

  private synchronized Due next(long end) {
    Due first =
        due.stream()
            .filter(one -> one.at <= end)
            .min(Comparator.comparingLong(Due::at))
            .orElse(null);
    if (first != null) {
      due.remove(first);
      now = Math.max(now, first.at);
    }
    return first;
  }

  /// How many alarms are set.
  public synchronized int alarms() {
    return due.size();
  }
}
