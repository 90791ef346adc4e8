package dev.cairn.registry;

import dev.cairn.registry.CheckSettings.Reaping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes instances one of whose checks has been critical for longer than it may. Looks at all of
/// them every now and then, for the first time after one interval. Belongs to one thread.
final class Reaper {
  private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

  private static final long SHORTEST = 10;

  private final Registry registry;
  private final Probes probes;
  private final CheckListener listener;
  private long looked; // in milliseconds since 1970

  Reaper(Registry registry, Probes probes, CheckListener listener) {
    this.registry = registry;
    this.probes = probes;
    this.listener = listener;
  }

  /// Milliseconds until the next look, at most `most`.
  long next(long now, long most, Reaping reaping) {
    return Math.clamp(looked + interval(reaping) - now, 0, most);
  }

  void look(long now, Reaping reaping) {
    if (looked == 0 || now < looked) { // or the clock was set back
      looked = now;
    }
    if (now - looked < interval(reaping)) {
      return;
    }
    looked = now;
    List<Check> overdue = new ArrayList<>();
    for (Check check : registry.directory().checks()) {
      if (isOverdue(check, now, reaping)) {
        overdue.add(check);
      }
    }
    overdue.forEach(check -> reap(check, reaping));
  }

  /// Says so if a check wants its instance to be removed sooner than that is done.
  void judge(Check check, Reaping reaping) {
    Duration wanted = check.spec().deregisterAfter();
    if (isToBeRemoved(check) && !wanted.equals(after(check, reaping))) {
      LOG.warn(
          "check {} of {} on {}: DeregisterCriticalServiceAfter is {}, below reap-min; {} is taken",
          check.key().id(),
          check.instance(),
          check.key().node(),
          TimeText.of(wanted),
          TimeText.of(after(check, reaping)));
    }
  }

  /// Whether that is ever done for it, and by us.
  private boolean isToBeRemoved(Check check) {
    return check.spec().deregisterAfter().isPositive()
        && !check.instance().isEmpty()
        && registry.directory().isOurs(new Change.CheckPut(check));
  }

  private static Duration after(Check check, Reaping reaping) {
    Duration wanted = check.spec().deregisterAfter();
    return wanted.compareTo(reaping.least()) < 0 ? reaping.least() : wanted;
  }

  private static long interval(Reaping reaping) {
    return Math.max(reaping.interval().toMillis(), SHORTEST);
  }

  /// What was critical before the start has to be found so again: it may be well since.
  private boolean isOverdue(Check check, long now, Reaping reaping) {
    long since = check.result().criticalSince();
    return since > 0
        && isToBeRemoved(check)
        && now - since > after(check, reaping).toMillis()
        && probes.isKnown(check);
  }

  private void reap(Check check, Reaping reaping) {
    var key = check.subject();
    Instance instance = registry.directory().instance(key);
    if (instance != null && registry.deregister(key) instanceof Receipt.Done) {
      LOG.info(
          "service {}: {} on {} removed, {} was critical for more than {}",
          instance.service(),
          key.id(),
          key.node(),
          check.key().id(),
          TimeText.of(after(check, reaping)));
      listener.reaped(instance, check);
    }
  }
}
