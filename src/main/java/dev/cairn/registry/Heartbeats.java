package dev.cairn.registry;

import dev.cairn.health.Status;
import dev.cairn.registry.CheckSpec.Means;
import java.time.InstantSource;

/// Notices when what has to be told again is not. Belongs to one thread.
final class Heartbeats {
  private final Deadlines deadlines = new Deadlines();
  private final Registry registry;
  private final CutOff cutOff;
  private final InstantSource clock;

  Heartbeats(Registry registry, CutOff cutOff, InstantSource clock) {
    this.registry = registry;
    this.cutOff = cutOff;
    this.clock = clock;
  }

  /// Waits for a check's next heartbeat, if it is one that may be missed.
  void await(Check check) {
    long expires = check.result().expires();
    if (expires == 0) {
      deadlines.clear(check.key());
      return;
    }
    deadlines.set(check.key(), expires);
    if (expires > clock.millis()) {
      cutOff.comeBack(check);
    }
  }

  void forget(Check.Key key) {
    deadlines.clear(key);
  }

  /// Milliseconds until one may be missed, at most `most`.
  long next(long most) {
    return deadlines.next(clock.millis(), most);
  }

  /// Sees to those that were missed.
  void look() {
    long now = clock.millis();
    deadlines.passed(now).forEach(key -> expire(key, now));
  }

  private void expire(Check.Key key, long now) {
    Check check = registry.directory().check(key);
    if (check == null || !isOverdue(check, now)) {
      return;
    }
    String output = "TTL expired (last output before timeout follows): " + check.result().output();
    if (!cutOff.holds(check, output)) {
      registry.settle(key, one -> isOverdue(one, now), Status.CRITICAL, output);
    }
  }

  private static boolean isOverdue(Check check, long now) {
    return check.spec().means() instanceof Means.TimeToLive
        && check.result().expires() > 0
        && check.result().expires() <= now;
  }
}
