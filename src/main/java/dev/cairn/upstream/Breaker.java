package dev.cairn.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.cairn.upstream.UpstreamSettings.BreakerSettings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Decides whether an upstream is asked, by what became of the questions to it (circuit breaker).
///
/// ```
///            failures in a row and nothing heard, or too many errors
///   CLOSED ──────────────────────────────────────────────────────────► OPEN ◄─────────┐
///     ▲                                        back-off is over: a trial │            │ failed: longer back-off
///     └──────────────────────── answered ────────────────────────── HALF_OPEN ────────┘
/// ```
///
/// What was asked before it opened says nothing of it afterwards. Any number of threads; the way of
/// a question that is answered takes no lock.
public final class Breaker {
  /// Unanswered questions in a row after which another upstream is preferred.
  private static final int DOUBTFUL = 2;

  /// How long nothing must have been heard, so that a few slow names do not count as silence.
  private static final long QUIET = Duration.ofMillis(400).toNanos();

  /// How long after a trial of a doubtful upstream the next follows.
  private static final long DOUBTFUL_TRIAL = Duration.ofMillis(50).toNanos();

  private static final int MOST_TRIALS = 3; // at a time
  private static final int MOST_DOUBLINGS = 20;

  /// Where it stands.
  public enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /// How much is expected of an upstream.
  public enum Standing {
    GOOD,
    /// It has left questions unanswered: others are preferred.
    DOUBTFUL,
    /// It is left alone.
    DOWN
  }

  private final Supplier<BreakerSettings> settings;
  private final Ticker ticker;
  private final RandomGenerator jitter;
  private final ErrorRatio ratio = new ErrorRatio();
  private final AtomicInteger unanswered = new AtomicInteger(); // in a row
  private volatile State state = State.CLOSED;
  private volatile long unansweredSince;
  private volatile long nextTrialAt;
  private long openedAt;
  private int openings;
  private int trials;

  /// @param jitter so that not all come back at once
  Breaker(Supplier<BreakerSettings> settings, Ticker ticker, RandomGenerator jitter) {
    this.settings = settings;
    this.ticker = ticker;
    this.jitter = jitter;
  }

  State state() {
    return state;
  }

  Standing standing() {
    if (state != State.CLOSED) {
      return Standing.DOWN;
    }
    return unanswered.get() >= DOUBTFUL ? Standing.DOUBTFUL : Standing.GOOD;
  }

  /// When the next trial is due, in nanoseconds of the ticker.
  long nextTrialAt() {
    return nextTrialAt;
  }

  /// Whether the caller has to send it a trial now, whoever else is asked.
  boolean takesTrial() {
    if (standing() == Standing.GOOD || ticker.read() - nextTrialAt < 0) {
      return false;
    }
    synchronized (this) {
      long now = ticker.read();
      if (now - nextTrialAt < 0 || trials >= MOST_TRIALS) {
        return false;
      }
      if (state == State.CLOSED) {
        nextTrialAt = now + DOUBTFUL_TRIAL;
        return true;
      }
      state = State.HALF_OPEN;
      trials++;
      nextTrialAt = now + backoff();
      return true;
    }
  }

  /// It replied, whatever it said; whether that makes it good again.
  ///
  /// @param askedAt when that question was asked
  boolean heard(long askedAt) {
    ratio.count(ErrorRatio.GOOD, ticker.read(), settings.get().window());
    if (unanswered.get() != 0) {
      unanswered.set(0);
    }
    return state != State.CLOSED && closed(askedAt);
  }

  /// A question got no reply; whether that makes it go down.
  ///
  /// @param isSilence whether nothing at all came, as opposed to a refusal, which is no accident
  boolean failed(long askedAt, boolean isSilence) {
    long now = ticker.read();
    BreakerSettings limits = settings.get();
    ratio.count(ErrorRatio.BAD, now, limits.window());
    int inARow = unanswered.incrementAndGet();
    if (inARow == 1) {
      unansweredSince = askedAt;
      nextTrialAt = now;
    }
    synchronized (this) {
      if (state != State.CLOSED) {
        return stillDown(askedAt, now);
      }
      boolean isQuiet = !isSilence || now - unansweredSince >= QUIET;
      boolean isDown = inARow >= limits.failures() && isQuiet;
      if (isDown || ratio.exceeds(limits.errorPercent())) {
        open(now);
        return true;
      }
      return false;
    }
  }

  /// It is down, whatever clients see: a check says so. Whether that is new.
  synchronized boolean trip() {
    if (state != State.CLOSED) {
      return false;
    }
    open(ticker.read());
    return true;
  }

  /// Everything is as at the beginning: the network is another. Whether it was down.
  synchronized boolean reset() {
    boolean wasDown = state != State.CLOSED;
    close();
    return wasDown;
  }

  private synchronized boolean closed(long askedAt) {
    if (state == State.CLOSED || askedAt - openedAt < 0) {
      return false; // an answer from before it went down
    }
    close();
    return true;
  }

  private boolean stillDown(long askedAt, long now) {
    if (askedAt - openedAt >= 0 && trials > 0) {
      trials--;
      state = State.OPEN;
      nextTrialAt = now + backoff();
    }
    return false;
  }

  private void open(long now) {
    state = State.OPEN;
    openedAt = now;
    openings = 0;
    trials = 0;
    nextTrialAt = now + backoff();
  }

  private void close() {
    state = State.CLOSED;
    unanswered.set(0);
    ratio.clear();
    openings = 0;
    trials = 0;
  }

  /// The next back-off, twice as long as the one before; up to a quarter is taken off at random.
  private long backoff() {
    BreakerSettings limits = settings.get();
    long longest = limits.longestBackoff().toNanos();
    int doublings = Math.min(openings++, MOST_DOUBLINGS);
    long doubled = Math.min(limits.backoff().toNanos() << doublings, longest);
    return doubled - (long) (doubled * jitter.nextDouble() / 4);
  }
}
