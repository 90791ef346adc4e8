package dev.cairn.registry;

import dev.cairn.health.Preservation;
import dev.cairn.health.Status;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps instances as they were while it looks as if this machine were cut off. What was found of
/// them meanwhile is held, and counts when that is over. Belongs to one thread.
final class CutOff {
  private static final Logger LOG = LoggerFactory.getLogger(CutOff.class);

  private final Preservation<Instance.Key> preservation = new Preservation<>();
  private final Registry registry;
  private final Supplier<CheckSettings> settings;
  private final InstantSource clock;
  private final CheckListener listener;
  private final Map<Instance.Key, Integer> checked = new HashMap<>(); // and by how many checks
  private final Set<Check.Key> counted = new HashSet<>();
  private final Map<Check.Key, Loss> losses = new LinkedHashMap<>(); // since about a window ago
  private final Map<Check.Key, String> held = new LinkedHashMap<>(); // and what was found last

  private volatile boolean isOn;

  /// A check that turned critical.
  private record Loss(long at, Check before) {}

  CutOff(
      Registry registry,
      Supplier<CheckSettings> settings,
      InstantSource clock,
      CheckListener listener) {
    this.registry = registry;
    this.settings = settings;
    this.clock = clock;
    this.listener = listener;
  }

  /// A check counts from now on. Those of whole nodes do not.
  void join(Check check) {
    if (!check.instance().isEmpty() && counted.add(check.key())) {
      checked.merge(check.subject(), 1, Integer::sum);
    }
  }

  void leave(Check check) {
    if (counted.remove(check.key())) {
      checked.computeIfPresent(check.subject(), (_, checks) -> checks == 1 ? null : checks - 1);
      comeBack(check);
    }
  }

  /// A check is not critical, by what was found now.
  void comeBack(Check check) {
    boolean wasGoing = losses.remove(check.key()) != null;
    boolean wasHeld = held.remove(check.key()) != null;
    if ((wasGoing || wasHeld) && !isLost(check.subject())) {
      preservation.back(check.subject());
    }
  }

  private boolean isLost(Instance.Key instance) {
    return registry.directory().checksOn(instance.node()).stream()
        .filter(check -> check.subject().equals(instance))
        .anyMatch(check -> losses.containsKey(check.key()) || held.containsKey(check.key()));
  }

  /// A check that was not critical is found to be.
  ///
  /// @return whether that is held, so that it stays as it is
  boolean holds(Check check, String output) {
    Preservation.Settings how = settings.get().preservation();
    long now = clock.millis();
    if (how.ratio() <= 0 || !counted.contains(check.key())) {
      return false;
    }
    boolean wasCutOff = preservation.isCutOff();
    preservation.lost(check.subject(), now, checked.size(), how);
    if (!preservation.isCutOff()) {
      losses.values().removeIf(loss -> loss.at() < now - how.window().toMillis());
      losses.put(check.key(), new Loss(now, check));
      return false;
    }
    held.put(check.key(), output);
    if (!wasCutOff) {
      isOn = true;
      restore();
    }
    return true;
  }

  private void restore() {
    losses.forEach((key, loss) -> {
      Check lost = registry.directory().check(key);
      if (lost != null && lost.result().status() == Status.CRITICAL) {
        held.put(key, lost.result().output());
        registry.restore(loss.before());
      }
    });
    losses.clear();
    LOG.error(
        "{} of {} instances turned critical at once: this machine seems to be cut off, and gives"
            + " them out as before",
        held.size(),
        checked.size());
    listener.cutOff(held.size());
  }

  /// Lets what was held count, if that is over. To be called every now and then.
  void look() {
    Preservation.Settings how = settings.get().preservation();
    if (!preservation.ends(clock.millis(), checked.size(), how)) {
      return;
    }
    isOn = false;
    LOG.warn("this machine seems not to be cut off any more; {} checks are critical", held.size());
    var all = List.copyOf(held.entrySet());
    held.clear();
    all.forEach(one -> registry.settle(one.getKey(), Status.CRITICAL, one.getValue()));
    listener.backAgain();
  }

  /// From any thread.
  boolean isOn() {
    return isOn;
  }
}
