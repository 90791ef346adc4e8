package dev.cairn.health;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Keeps the runs of one loop apart. Checks that were registered together, or held up together,
/// would be made together for ever: where many more begin than would if all were spread evenly, the
/// next run of some comes sooner, once, by a part of its interval that is drawn. And only so many
/// are under way, and begin in one turn of the loop: the others wait in line, so that a loop that
/// has much to do finds time for replies. Belongs to that loop.
final class Pace {
  private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(100);
  private static final int FEW = 10;
  private static final long TURN = TimeUnit.MILLISECONDS.toNanos(10);
  private static final int MOST_IN_A_TURN = 128;

  private final Timing timing;
  private final EventExecutor loop;
  private final RandomGenerator random;
  private final int most;
  private final Queue<Runnable> line = new ArrayDeque<>();
  private double even; // that many begin in a window when all are spread evenly
  private long window = Long.MIN_VALUE;
  private int begun; // in this window
  private int underWay;
  private int left = MOST_IN_A_TURN; // that may begin in this turn
  private boolean isTurnAwaited;

  /// @param most that are under way at once
  Pace(Timing timing, EventExecutor loop, RandomGenerator random, int most) {
    this.timing = timing;
    this.loop = loop;
    this.random = random;
    this.most = most;
  }

  void joined(Duration interval) {
    even += (double) WINDOW / interval.toNanos();
  }

  void left(Duration interval) {
    even -= (double) WINDOW / interval.toNanos();
  }

  /// Begins a run now, or when others have ended.
  void begin(Runnable run) {
    line.add(run);
    go();
  }

  /// A run has ended.
  void ended() {
    underWay--;
    go();
  }

  private void go() {
    while (left > 0 && underWay < most && !line.isEmpty()) {
      left--;
      underWay++;
      line.remove().run();
    }
    if (left < MOST_IN_A_TURN && !isTurnAwaited) {
      isTurnAwaited = true;
      timing.in(TURN, loop, this::nextTurn);
    }
  }

  private void nextTurn() {
    isTurnAwaited = false;
    left = MOST_IN_A_TURN;
    go();
  }

  /// Counts a run that begins.
  ///
  /// @return whether it is one of too many
  boolean isCrowded() {
    long now = timing.nanos() / WINDOW;
    if (now != window) {
      window = now;
      begun = 0;
    }
    return ++begun > FEW + 2 * even;
  }

  /// A time to wait after a run that was one of too many, at least an eighth of the whole.
  long sooner(long interval) {
    return interval - random.nextLong(interval - interval / 8 + 1);
  }

  /// How many runs wait for others to end.
  int waiting() {
    return line.size();
  }
}
