package dev.cairn.upstream;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.cairn.upstream.UpstreamSettings.BreakerSettings;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Rcode;

/// Decides whether an upstream is asked, by what became of the questions to it (circuit breaker).
///
/// ```
///            failures in a row and nothing heard, no check either, or too many errors
///   CLOSED ──────────────────────────────────────────────────────────► OPEN ◄─────────┐
///     ▲                                        back-off is over: a trial │            │ failed: longer back-off
///     └──────────────────────── answered ────────────────────────── HALF_OPEN ────────┘
/// ```
///
/// One that goes down again soon after it came back waits longer than before, so that half of what
/// is asked does not go to somebody who answers half of it. What was asked before it opened or came
/// back says nothing of it afterwards. What opened because of what was said, and not of silence, is
/// closed by no SERVFAIL. Any number of threads; the way of a question that is answered takes no
/// lock.
public final class Breaker {
  /// Unanswered questions in a row after which another upstream is preferred.
  private static final int DOUBTFUL = 2;

  /// How long nothing must have been heard, so that a few slow names do not count as silence.
  private static final long QUIET = Duration.ofMillis(400).toNanos();

  /// After how long a silence about so many it is checked. The servers of some names may be away,
  /// and the upstream be as well as ever: then it answers that.
  private static final long SUSPICIOUS = QUIET / 2;

  /// How long after a trial of a doubtful upstream the next follows.
  private static final long DOUBTFUL_TRIAL = Duration.ofMillis(50).toNanos();

  /// How long it has to be well until the next wait is a short one again.
  private static final long STEADY = Duration.ofSeconds(10).toNanos();

  /// How long one that sends back what it is asked is let rest, so that two that forward to each
  /// other do not find it out every few seconds: twice as long each time, if it is soon after.
  private static final long SHORTEST_REST = Duration.ofSeconds(1).toNanos();

  private static final long LONGEST_REST = Duration.ofMinutes(1).toNanos();

  private static final int MOST_TRIALS = 3; // at a time
  private static final long LONGEST_TRIAL = Duration.ofSeconds(5).toNanos();

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

  /// What follows from silence.
  enum Consequence {
    NONE,
    /// The caller has to check it, and to tell what comes of that.
    CHECK,
    DOWN
  }

  /// What came of checks.
  private enum Checks {
    NONE,
    UNDER_WAY,
    ANSWERED,
    /// And nothing was heard since.
    UNANSWERED
  }

  private final Supplier<BreakerSettings> settings;
  private final Ticker ticker;
  private final Backoff backoff;
  private final ErrorRatio ratio = new ErrorRatio();
  private final AtomicInteger unanswered = new AtomicInteger(); // in a row
  private volatile State state = State.CLOSED;
  private volatile long heardAt;
  private volatile long unansweredSince;
  private volatile long nextTrialAt;
  private Checks checks = Checks.NONE;
  private long checkedAt; // begun, or answered
  private boolean isTripped; // by what it said
  private boolean isLoop;
  private long openedAt;
  private long closedAt;
  private long rest; // the last one
  private long restUntil;
  private long trialAt;
  private int trials;

  /// @param jitter so that not all come back at once
  Breaker(Supplier<BreakerSettings> settings, Ticker ticker, RandomGenerator jitter) {
    this.settings = settings;
    this.ticker = ticker;
    this.backoff = new Backoff(settings, jitter);
    this.heardAt = ticker.read();
    this.closedAt = heardAt - STEADY;
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

  /// Since when nothing has been heard although it was asked, in nanoseconds of the ticker; says
  /// nothing while it is good.
  long unansweredSince() {
    return unansweredSince;
  }

  /// Whether the caller has to send it a trial now, whoever else is asked.
  boolean takesTrial() {
    if (standing() == Standing.GOOD || ticker.read() - nextTrialAt < 0) {
      return false;
    }
    synchronized (this) {
      long now = ticker.read();
      if (now - nextTrialAt < 0 || trials >= MOST_TRIALS && now - trialAt < LONGEST_TRIAL) {
        return false;
      }
      if (state == State.CLOSED) {
        nextTrialAt = now + DOUBTFUL_TRIAL;
        return true;
      }
      state = State.HALF_OPEN;
      trials = Math.min(trials + 1, MOST_TRIALS);
      trialAt = now;
      nextTrialAt = now + backoff.next();
      return true;
    }
  }

  /// It replied; whether that makes it good again.
  ///
  /// @param askedAt when that question was asked
  boolean heard(long askedAt, int rcode) {
    long now = ticker.read();
    heardAt = now;
    ratio.count(ErrorRatio.GOOD, now, settings.get().window());
    if (unanswered.get() != 0) {
      unanswered.set(0);
    }
    return state != State.CLOSED && closed(askedAt, rcode);
  }

  /// A question was refused, which is no accident: the connection, or what carries it. Whether that
  /// makes it go down.
  synchronized boolean refused(long askedAt) {
    long now = ticker.read();
    return counts(askedAt, now) && openIf(isInARow() || exceedsRatio(), now);
  }

  /// Nothing came to a question; what follows.
  synchronized Consequence silent(long askedAt) {
    long now = ticker.read();
    if (!counts(askedAt, now)) {
      return Consequence.NONE;
    }
    if (openIf(exceedsRatio() || checks == Checks.UNANSWERED && isQuiet(now), now)) {
      return Consequence.DOWN;
    }
    boolean isKnown =
        switch (checks) {
          case NONE -> false;
          case UNDER_WAY, UNANSWERED -> true;
          case ANSWERED -> now - checkedAt < QUIET;
        };
    if (isKnown || !isInARow() || now - unansweredSince < SUSPICIOUS) {
      return Consequence.NONE;
    }
    checks = Checks.UNDER_WAY;
    checkedAt = now;
    return Consequence.CHECK;
  }

  /// Whether what became of a question says something of it now, and is counted.
  private boolean counts(long askedAt, long now) {
    if (state != State.CLOSED) {
      stillDown(askedAt);
      return false;
    }
    if (askedAt - closedAt < 0) {
      return false; // it was lost in the outage
    }
    ratio.count(ErrorRatio.BAD, now, settings.get().window());
    if (unanswered.incrementAndGet() == 1) {
      unansweredSince = askedAt - heardAt < 0 ? heardAt : askedAt;
      nextTrialAt = now;
      checks = checks == Checks.UNANSWERED ? Checks.NONE : checks;
    }
    return true;
  }

  private boolean isInARow() {
    return unanswered.get() >= settings.get().failures();
  }

  private boolean isQuiet(long now) {
    return isInARow() && now - unansweredSince >= QUIET;
  }

  private boolean exceedsRatio() {
    return ratio.exceeds(settings.get().errorPercent());
  }

  private boolean openIf(boolean isDown, long now) {
    if (isDown) {
      open(now);
    }
    return isDown;
  }

  /// Whether a check is to tell what its silence means.
  synchronized boolean isBeingChecked() {
    return checks == Checks.UNDER_WAY;
  }

  /// It answered a check: what it does not answer may be the fault of others.
  synchronized void checkAnswered() {
    checks = Checks.ANSWERED;
    checkedAt = ticker.read();
  }

  /// It did not answer a check either; whether that makes it go down.
  synchronized boolean checkUnanswered() {
    long now = ticker.read();
    boolean wasHeard = checks == Checks.UNDER_WAY && heardAt - checkedAt > 0;
    checks = wasHeard ? Checks.NONE : Checks.UNANSWERED;
    return openIf(state == State.CLOSED && !wasHeard && isQuiet(now), now);
  }

  /// No check could be made.
  synchronized void checkNotMade() {
    checks = Checks.NONE;
  }

  /// It is down, whatever clients see: a check says so, or it is found out otherwise. Whether that
  /// is new.
  synchronized boolean trip(Fault fault) {
    boolean isNew = state == State.CLOSED;
    if (isNew) {
      open(ticker.read());
    }
    long now = ticker.read();
    if (fault == Fault.LOOP && (!isLoop || now - restUntil >= 0)) {
      isLoop = true;
      rests(now);
    }
    isTripped |= isLoop || isNew && fault.wasHeard();
    return isNew;
  }

  /// Checks say that it is up; whether that is new.
  ///
  /// @param askedAt when the last of them was made
  synchronized boolean mend(long askedAt) {
    long now = ticker.read();
    boolean isResting = isLoop && now - restUntil < 0; // it may well answer, by way of others
    if (state == State.CLOSED || askedAt - openedAt < 0 || isResting) {
      return false;
    }
    close();
    closedAt = now;
    return true;
  }

  /// Everything is as at the beginning: the network is another. Whether it was down.
  synchronized boolean reset() {
    boolean wasDown = state != State.CLOSED;
    close();
    closedAt = ticker.read() - STEADY;
    rest = 0;
    return wasDown;
  }

  private synchronized boolean closed(long askedAt, int rcode) {
    return !(isTripped && rcode == Rcode.SERVFAIL) && mend(askedAt);
  }

  private void stillDown(long askedAt) {
    if (askedAt - openedAt >= 0 && trials > 0 && --trials == 0) {
      state = State.OPEN;
    }
  }

  private void open(long now) {
    state = State.OPEN;
    openedAt = now;
    trials = 0;
    if (now - closedAt >= STEADY) {
      backoff.restart();
    }
    nextTrialAt = now + backoff.next();
  }

  private void rests(long now) {
    boolean isSoon = rest != 0 && now - restUntil < LONGEST_REST;
    rest = isSoon ? Math.min(2 * rest, LONGEST_REST) : SHORTEST_REST;
    restUntil = now + rest;
    nextTrialAt = nextTrialAt - restUntil > 0 ? nextTrialAt : restUntil;
  }

  private void close() {
    state = State.CLOSED;
    isTripped = false;
    isLoop = false;
    unanswered.set(0);
    ratio.clear();
    trials = 0;
  }
}
