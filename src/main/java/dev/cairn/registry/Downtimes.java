package dev.cairn.registry;

import dev.cairn.registry.CheckSpec.Means;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Brings instances back that were taken out of service for a while. When that ends is kept with
/// the check that says so, and so survives a restart.
public final class Downtimes {
  private final Registry registry;
  private final InstantSource clock;
  private final Map<Check.Key, Long> ends = new ConcurrentHashMap<>();

  /// @param clock of the wall
  public Downtimes(Registry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    registry.directory().observe(effects -> effects.forEach(one -> see(one.change())));
    registry.directory().checks().forEach(this::see);
  }

  private void see(Change change) {
    switch (change) {
      case Change.CheckPut(Check check) -> see(check);
      case Change.CheckGone(Check.Key key) -> ends.remove(key);
      case Change.NodePut _,
          Change.NodeGone _,
          Change.InstancePut _,
          Change.InstanceGone _,
          Change.ValuePut _,
          Change.ValueGone _ -> {}
    }
  }

  private void see(Check check) {
    if (check.spec().means() instanceof Means.Maintenance && check.result().expires() > 0) {
      ends.put(check.key(), check.result().expires());
    } else {
      ends.remove(check.key());
    }
  }

  /// Ends what is over. To be called every now and then.
  public void look() {
    long now = clock.millis();
    List<Check.Key> over =
        ends.entrySet().stream()
            .filter(one -> one.getValue() <= now)
            .map(Map.Entry::getKey)
            .toList();
    for (Check.Key key : over) {
      Check check = registry.directory().check(key);
      if (check != null) {
        registry.endMaintenance(new Instance.Key(key.node(), check.instance()));
      }
    }
  }
}
