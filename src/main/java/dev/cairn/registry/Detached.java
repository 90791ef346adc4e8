package dev.cairn.registry;

import dev.cairn.registry.Change.CheckPut;
import dev.cairn.registry.Change.InstancePut;
import dev.cairn.registry.Change.NodePut;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// Checks of ours, maintenance above all, of instances and nodes that sources do not tell of now:
/// they are put back when one does. So they outlast sources that are away, and restarts. Changed by
/// the writer only.
final class Detached {
  /// For so long.
  private static final long KEPT = Duration.ofHours(24).toMillis();

  private final ConcurrentNavigableMap<Check.Key, Waiting> waiting = new ConcurrentSkipListMap<>();
  private final Map<Instance.Key, Set<Check.Key>> bySubject = new HashMap<>();

  /// @param since in milliseconds since 1970; 0 if nobody has looked yet
  private record Waiting(Check check, long since) {}

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  int size() {
    return waiting.size();
  }

  /// All of them, from any thread.
  Collection<Check> all() {
    return waiting.values().stream().map(Waiting::check).toList();
  }

  boolean has(Check.Key key) {
    return waiting.containsKey(key);
  }

  /// Whether there is one like it, about the same.
  boolean has(Check check) {
    Waiting one = waiting.get(check.key());
    return one != null && one.check().subject().equals(check.subject());
  }

  void add(Check check) {
    remove(check.key());
    waiting.put(check.key(), new Waiting(check, 0));
    bySubject.computeIfAbsent(check.subject(), _ -> new TreeSet<>()).add(check.key());
  }

  private void remove(Check.Key key) {
    Waiting one = waiting.remove(key);
    if (one != null) {
      bySubject.computeIfPresent(
          one.check().subject(),
          (_, keys) -> {
            keys.remove(key);
            return keys.isEmpty() ? null : keys;
          });
    }
  }

  /// Something of ours came or went: what waits under its key would be of another.
  ///
  /// @return what waits no more
  List<Check> see(Change change) {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<Check> gone =
        switch (change) {
          case Change.CheckPut(Check check) -> under(check.key());
          case Change.CheckGone(Check.Key key) -> under(key);
          case Change.InstancePut(Instance instance) -> of(instance.key());
          case Change.InstanceGone(Instance.Key key) -> of(key);
          case Change.NodePut(Node node) -> of(keyOf(node));
          case Change.NodeGone(String name) -> on(name);
          case Change.ValuePut _, Change.ValueGone _ -> List.of();
        };
    gone.forEach(check -> remove(check.key()));
    return gone;
  }

  private List<Check> under(Check.Key key) {
    Waiting one = waiting.get(key);
    return one == null ? List.of() : List.of(one.check());
  }

  private List<Check> of(Instance.Key subject) {
    return bySubject.getOrDefault(subject, Set.of()).stream()
        .flatMap(key -> under(key).stream())
        .toList();
  }

  /// Those on a node and on what runs there.
  List<Check> on(String node) {
    String name = ServiceDirectory.fold(node);
    return waiting.subMap(new Check.Key(name, ""), new Check.Key(name + '\0', "")).values().stream()
        .map(Waiting::check)
        .toList();
  }

  /// A node as what a check is about.
  private static Instance.Key keyOf(Node node) {
    return new Instance.Key(ServiceDirectory.fold(node.name()), "");
  }

  /// The checks that are put back by what sources say now.
  List<Change> backBy(List<Change> changes) {
    List<Change> back = new ArrayList<>();
    if (waiting.isEmpty()) {
      return back;
    }
    for (Change change : changes) {
      switch (change) {
        case InstancePut(Instance instance) ->
            of(instance.key()).forEach(one -> back.add(new CheckPut(one)));
        case NodePut(Node node) -> of(keyOf(node)).forEach(one -> back.add(new CheckPut(one)));
        default -> {}
      }
    }
    return back;
  }

  /// Those that have waited for too long, and do no more.
  ///
  /// @param now in milliseconds since 1970
  List<Check> expired(long now) {
    List<Check> expired = new ArrayList<>();
    waiting.replaceAll((_, one) -> one.since() == 0 ? new Waiting(one.check(), now) : one);
    for (Waiting one : waiting.values()) {
      if (now - one.since() > KEPT) {
        expired.add(one.check());
      }
    }
    expired.forEach(check -> remove(check.key()));
    return expired;
  }
}
