package dev.cairn.consul;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Until when something may take, on one loop. To move it away or to put it off costs next to
/// nothing: its alarm stays as it is, and is set anew if it rings too early. Thousands move theirs
/// when a change wakes them, and soon again when they wait for the next one; so nothing but numbers
/// is written then, which the collector need not hear of.
final class Deadline {
  private final Runnable missed;
  private @Nullable Future<?> alarm;
  private long ringing; // when the alarm does, in nanoseconds of the loop's time
  private long end;
  private boolean isSet;

  /// @param missed what to do then
  Deadline(Runnable missed) {
    this.missed = missed;
  }

  /// In so many nanoseconds, instead of when it was before.
  void in(long nanos, EventExecutor loop) {
    end = loop.ticker().nanoTime() + nanos;
    isSet = true;
    if (alarm == null || end - ringing < 0) {
      stop();
      set(loop, nanos);
    }
  }

  /// As long as it takes.
  void none() {
    isSet = false;
  }

  /// For good: nothing of it is left in the loop.
  void stop() {
    if (alarm != null) {
      alarm.cancel(false);
      alarm = null;
    }
  }

  private void set(EventExecutor loop, long nanos) {
    ringing = end;
    alarm = loop.schedule(() -> ring(loop), nanos, TimeUnit.NANOSECONDS);
  }

  private void ring(EventExecutor loop) {
    alarm = null;
    if (!isSet) {
      return;
    }
    long left = end - loop.ticker().nanoTime();
    if (left > 0) {
      set(loop, left);
    } else {
      isSet = false;
      missed.run();
    }
  }
}
