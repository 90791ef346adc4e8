package dev.cairn.registry;

import dev.cairn.health.Finding;
import dev.cairn.health.Status;
import dev.cairn.health.Streak;
import dev.cairn.registry.Check.Result;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.CheckSpec.Thresholds;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/// What probes find, brought into the directory as soon as it is often enough. Belongs to one
/// thread.
final class Findings {
  private static final long SAME_AGAIN_AFTER = TimeUnit.MINUTES.toMillis(1);

  private final Registry registry;
  private final CutOff cutOff;
  private final InstantSource clock;

  Findings(Registry registry, CutOff cutOff, InstantSource clock) {
    this.registry = registry;
    this.cutOff = cutOff;
    this.clock = clock;
  }

  void take(Probes.Run run, Finding found) {
    Check check = registry.directory().check(run.key);
    if (check == null) {
      return;
    }
    Status before = check.result().status();
    run.streak = run.streak.after(found.status());
    Status status = run.streak.status(found.status(), before, needed(check.spec().thresholds()));
    boolean isTold =
        status != before || status == found.status() && isWorthTelling(run, check.result(), found);
    if (status != Status.CRITICAL) {
      cutOff.comeBack(check);
    } else if (before != Status.CRITICAL && cutOff.holds(check, found.output())) {
      isTold = false;
    }
    if (isTold || run.foundAt == 0) {
      run.foundAt = clock.millis();
    }
    if (isTold) {
      Means means = check.spec().means();
      registry.settle(run.key, one -> one.spec().means().equals(means), status, found.output());
    }
  }

  /// What goes well is not written down each time that its output differs, with the time of day
  /// say.
  private boolean isWorthTelling(Probes.Run run, Result before, Finding found) {
    boolean isSame = found.output().equals(before.output());
    boolean isEarly = clock.millis() - run.foundAt < SAME_AGAIN_AFTER;
    return !isSame && (found.status() != Status.PASSING || !isEarly);
  }

  private static Streak.Needed needed(Thresholds thresholds) {
    return new Streak.Needed(
        thresholds.toPassing(), thresholds.toWarning(), thresholds.toCritical());
  }
}
