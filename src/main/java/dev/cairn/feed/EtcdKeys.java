package dev.cairn.feed;

import dev.cairn.feed.EtcdValues.Reading;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Mirror;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The keys of an etcd as they are known now, and what they mean.
final class EtcdKeys {
  private static final int MOST_FLAWS = 1_000;

  private final EtcdValues values;
  private final EtcdApi api;
  private final Map<EtcdEntry.Key, @Nullable Instance> instances = new TreeMap<>();
  private final Map<EtcdEntry.Key, String> flaws = new TreeMap<>();
  private final Map<Long, Duration> leases = new HashMap<>();
  private final Set<Instance.Key> put = new HashSet<>();
  private final Set<Instance.Key> gone = new HashSet<>();
  private boolean hasChanged;

  EtcdKeys(EtcdValues values, EtcdApi api) {
    this.values = values;
    this.api = api;
  }

  void begin(List<EtcdEntry> entries) throws IOException, InterruptedException {
    for (EtcdEntry entry : entries) {
      put(entry);
    }
    over();
  }

  void put(EtcdEntry entry) throws IOException, InterruptedException {
    hasChanged = true;
    if (instances.size() > Bounds.INSTANCES) {
      throw new IOException("there are more than %,d keys".formatted(Bounds.INSTANCES));
    }
    switch (read(entry)) {
      case Reading.Good good -> {
        flaws.remove(entry.key());
        Instance instance = good.instance();
        instances.put(entry.key(), instance);
        put.add(instance.key());
        gone.remove(instance.key());
      }
      case Reading.Bad bad -> {
        forget(instances.put(entry.key(), null));
        if (flaws.size() < MOST_FLAWS) {
          flaws.put(entry.key(), bad.why());
        }
      }
      case Reading.Nothing _ -> {
        flaws.remove(entry.key());
        forget(instances.put(entry.key(), null));
      }
    }
  }

  private Reading read(EtcdEntry entry) throws IOException, InterruptedException {
    String key = entry.key().text();
    return key == null
        ? new Reading.Bad("its key is not UTF-8")
        : values.read(key, entry.value(), longestTtl(entry.lease()));
  }

  void delete(EtcdEntry.Key key) {
    hasChanged = true;
    flaws.remove(key);
    forget(instances.remove(key));
  }

  private void forget(@Nullable Instance instance) {
    if (instance != null) {
      put.remove(instance.key());
      gone.add(instance.key());
    }
  }

  private @Nullable Duration longestTtl(long lease) throws IOException, InterruptedException {
    if (lease == 0) {
      return null;
    }
    Duration known = leases.get(lease);
    if (known == null) {
      if (leases.size() > Bounds.INSTANCES) {
        leases.clear(); // those of long ago
      }
      known = api.granted(lease);
      leases.put(lease, known);
    }
    return known;
  }

  boolean hasChanged() {
    return hasChanged;
  }

  /// How many keys there are, whatever is in them.
  int count() {
    return instances.size();
  }

  Map<String, String> flaws() {
    Map<String, String> shown = new TreeMap<>();
    flaws.forEach((key, why) -> shown.put(Bounds.cut(key.shown(), Bounds.KEY), why));
    return shown;
  }

  Mirror mirror() {
    Map<Instance.Key, Instance> known = new LinkedHashMap<>(); // keys may differ in case only
    for (Instance instance : instances.values()) {
      if (instance != null) {
        known.putIfAbsent(instance.key(), instance);
      }
    }
    return new Mirror(
        known.isEmpty() ? List.of() : List.of(values.node()),
        List.copyOf(known.values()),
        List.of());
  }

  /// What has changed since the last.
  Update.Step step(Generation generation) {
    var step = new Update.Step(mirror(), generation, Set.copyOf(put), Set.copyOf(gone));
    over();
    return step;
  }

  private void over() {
    put.clear();
    gone.clear();
    hasChanged = false;
  }
}
