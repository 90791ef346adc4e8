package dev.cairn.registry;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// At which index things went, so that whoever watches a name that is gone sees its index grow.
/// Bounded: of those that were dropped only the latest index is known, which then counts for all
/// names that are not there.
final class Tombstones {
  private static final int MOST = 4_096;

  private final ConcurrentNavigableMap<String, Long> indexes = new ConcurrentSkipListMap<>();
  private final Deque<String> order = new ArrayDeque<>(); // of the writer
  private volatile long dropped = 1;

  /// Called by the writer only.
  void add(String name, long index) {
    Long known = indexes.putIfAbsent(name, index);
    if (known == null) {
      order.add(name);
    } else if (known < index) {
      indexes.put(name, index);
    }
    while (order.size() > MOST) {
      Long oldest = indexes.remove(order.remove());
      dropped = oldest == null ? dropped : Math.max(dropped, oldest);
    }
  }

  Map<String, Long> all() {
    return new HashMap<>(indexes);
  }

  /// The index of a name that is not there.
  long of(String name) {
    Long index = indexes.get(name);
    return index == null ? dropped : index;
  }

  /// The latest index of all that went and began so.
  long ofThoseUnder(String prefix) {
    long latest = dropped;
    for (var one : indexes.tailMap(prefix).entrySet()) {
      if (!one.getKey().startsWith(prefix)) {
        break;
      }
      latest = Math.max(latest, one.getValue());
    }
    return latest;
  }
}
