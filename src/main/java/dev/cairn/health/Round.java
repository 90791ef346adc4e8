package dev.cairn.health;

import dev.cairn.health.Timing.Alarm;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One plan as it is carried out, never two runs at once. All of it happens on one loop.
final class Round implements Running {
  private static final Logger LOG = LoggerFactory.getLogger(Round.class);

  /// Its interval at least: nobody may have others asked without a pause.
  static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long BUSY = TimeUnit.MILLISECONDS.toNanos(50);

  private final Plan plan;
  private final Consumer<Finding> told;
  private final Reach reach;
  private final Pace pace;
  private final Owner owner;
  private Alarm next = Alarm.NONE;
  private Alarm timeout = Alarm.NONE;
  private @Nullable Trial underWay;
  private boolean isOneOfTooMany;
  private volatile boolean isStopped;

  /// Whose round it is. Told on its loop.
  interface Owner {
    /// A run that has not begun.
    Trial trial(Plan plan, Reach reach);

    void began(Round round);

    void ended(Round round);

    void stopped(Round round);
  }

  Round(Plan plan, Consumer<Finding> told, Reach reach, Pace pace, Owner owner) {
    this.plan = plan;
    this.told = told;
    this.reach = reach;
    this.pace = pace;
    this.owner = owner;
  }

  /// Begins its first run in so many nanoseconds.
  void start(long wait) {
    reach.onLoop(() -> {
      if (!isStopped) {
        pace.joined(plan.interval());
        next = reach.timing().in(wait, reach.loop(), this::due);
      }
    });
  }

  private void due() {
    next = Alarm.NONE;
    pace.begin(this::run);
  }

  private void run() {
    if (isStopped) {
      pace.ended();
      return;
    }
    isOneOfTooMany = pace.isCrowded();
    owner.began(this);
    Trial trial = owner.trial(plan, reach);
    underWay = trial;
    patience(trial, Patience.FIRST);
    try {
      trial.begin(finding -> conclude(trial, finding));
    } catch (RuntimeException e) {
      LOG.error("a check of {} failed", plan.probe(), e);
      conclude(trial, new Finding(Status.CRITICAL, "this server failed to make the check"));
    }
  }

  /// Ends a run when its time is over. A loop that comes to it late was too busy to hear a reply in
  /// time: then it is given its time once more, and not taken for a failure of what is checked.
  private void patience(Trial trial, Patience which) {
    long nanos = plan.timeout().toNanos();
    long due = reach.timing().nanos() + nanos;
    timeout =
        reach
            .timing()
            .in(
                nanos,
                reach.loop(),
                () -> {
                  boolean isOurs = reach.timing().nanos() - due > Math.max(nanos / 10, BUSY);
                  if (isOurs && which == Patience.FIRST) {
                    patience(trial, Patience.LAST);
                  } else {
                    conclude(trial, trial.late(plan.timeout()));
                  }
                });
  }

  private enum Patience {
    FIRST,
    LAST
  }

  /// What a trial says that is over is not heard.
  private void conclude(Trial trial, Finding finding) {
    if (!trial.equals(underWay)) {
      return;
    }
    endRun(trial);
    if (isStopped) {
      return;
    }
    try {
      told.accept(finding);
    } catch (RuntimeException e) {
      LOG.error("what a check of {} found was not taken", plan.probe(), e);
    }
    long interval = Math.max(plan.interval().toNanos(), SHORTEST);
    long wait = isOneOfTooMany ? pace.sooner(interval) : interval;
    next = reach.timing().in(wait, reach.loop(), this::due);
  }

  private void endRun(Trial trial) {
    underWay = null;
    timeout.cancel();
    trial.end();
    owner.ended(this);
    pace.ended();
  }

  @Override
  public void stop() {
    if (isStopped) {
      return;
    }
    isStopped = true;
    reach.onLoop(() -> {
      next.cancel();
      Trial trial = underWay;
      if (trial != null) {
        endRun(trial);
      }
      pace.left(plan.interval());
      owner.stopped(this);
    });
  }
}
