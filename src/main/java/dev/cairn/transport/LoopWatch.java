package dev.cairn.transport;

import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import io.netty.util.concurrent.ThreadProperties;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices when one of the threads that read packets stands still. Nothing may ever hold one up, so
/// it is a bug if something does, and the log says where the thread is while it is there. Where the
/// whole process got no time, for a collection of garbage or another machine's sake, no loop is
/// blamed.
///
/// ```
/// twice a second ─► a task for each loop ─► run: how long that took
///                                        └─► not run for a second: a warning, once
/// ```
public final class LoopWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopWatch.class);
  private static final long PAUSE = Duration.ofMillis(500).toNanos();
  private static final long STANDSTILL = Duration.ofSeconds(1).toNanos();
  private static final double NANOS_A_SECOND = 1e9;

  private final List<Watched> loops;
  private final LongAdder standstills = new LongAdder();
  private final Thread thread;
  private long lookedAt;

  public LoopWatch(EventLoops loops) {
    this.loops = loops.each().stream().map(Watched::new).toList();
    thread = Thread.ofPlatform().daemon().name("loop-watch").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /// How often a loop stood still for a second or longer.
  public LongAdder standstills() {
    return standstills;
  }

  /// The longest that a loop took to come to a task, when that was last tried, in seconds.
  public double delay() {
    return loops.stream().mapToLong(loop -> loop.delay).max().orElse(0) / NANOS_A_SECOND;
  }

  private void run() {
    try {
      lookedAt = System.nanoTime();
      while (true) {
        Thread.sleep(Duration.ofNanos(PAUSE));
        look(System.nanoTime());
      }
    } catch (InterruptedException _) {
      return; // the server stops
    }
  }

  /// One look, at a moment of [System#nanoTime].
  void look(long now) {
    boolean wasAway = now - lookedAt > 2 * PAUSE;
    lookedAt = now;
    loops.forEach(loop -> loop.look(now, wasAway));
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  /// One loop. The task is what both threads see; all else belongs to the one that looks.
  private final class Watched implements Runnable {
    private final IoEventLoop loop;
    private volatile boolean isWaiting;
    private volatile long delay; // nanoseconds
    private long askedAt;
    private boolean isTold;

    Watched(IoEventLoop loop) {
      this.loop = loop;
    }

    void look(long now, boolean wasAway) {
      if (!isWaiting) {
        tellEnd(now);
        ask(now);
      } else if (wasAway && !isTold) {
        askedAt = now; // it had no more time than we had
      } else {
        delay = now - askedAt;
        if (!isTold && delay >= STANDSTILL) {
          tell();
        }
      }
    }

    private void ask(long now) {
      askedAt = now;
      isWaiting = true;
      try {
        loop.execute(this);
      } catch (RejectedExecutionException _) {
        isWaiting = false; // it has ended
      }
    }

    /// On the loop.
    @Override
    public void run() {
      delay = Math.max(0, System.nanoTime() - askedAt);
      isWaiting = false;
    }

    private void tell() {
      isTold = true;
      standstills.increment();
      var place = new Throwable("where it stands");
      place.setStackTrace(properties().stackTrace());
      LOG.warn(
          "{}: stands still for {} ms; what comes to its sockets is not answered until it goes on;"
              + " unless the machine has no time for it, that is a bug in Cairn, please report it",
          name(),
          delay / 1_000_000,
          place);
    }

    private void tellEnd(long now) {
      if (isTold) {
        isTold = false;
        LOG.warn("{}: goes on, after {} ms at most", name(), (now - askedAt) / 1_000_000);
      }
    }

    private String name() {
      return properties().name();
    }

    private ThreadProperties properties() {
      return ((SingleThreadEventExecutor) loop).threadProperties();
    }
  }
}
