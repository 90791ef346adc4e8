package dev.cairn.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// When what has to be told again is overdue: one deadline a check, all in one order. Belongs to
/// one thread.
final class Deadlines {
  private final Map<Check.Key, Long> ofChecks = new HashMap<>();
  private final TreeSet<Due> order =
      new TreeSet<>(
          Comparator.comparingLong(Due::at)
              .thenComparing(due -> due.key().node())
              .thenComparing(due -> due.key().id()));

  private record Due(long at, Check.Key key) {}

  /// @param at in milliseconds since 1970
  void set(Check.Key key, long at) {
    clear(key);
    ofChecks.put(key, at);
    order.add(new Due(at, key));
  }

  void clear(Check.Key key) {
    Long old = ofChecks.remove(key);
    if (old != null) {
      order.remove(new Due(old, key));
    }
  }

  /// Takes out those that have passed, the oldest first.
  List<Check.Key> passed(long now) {
    var passed = new ArrayList<Check.Key>();
    while (!order.isEmpty() && order.first().at() <= now) {
      Due due = order.removeFirst();
      ofChecks.remove(due.key());
      passed.add(due.key());
    }
    return passed;
  }

  /// Milliseconds until the next, 0 if it has passed, at most `most`.
  long next(long now, long most) {
    return order.isEmpty() ? most : Math.clamp(order.first().at() - now, 0, most);
  }

  int size() {
    return order.size();
  }
}
