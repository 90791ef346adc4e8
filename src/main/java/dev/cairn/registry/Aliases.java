package dev.cairn.registry;

import dev.cairn.health.Status;
import dev.cairn.registry.Check.Result;
import dev.cairn.registry.CheckSpec.Means;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks that are as bad as all that is known of another instance or node. What they say follows
/// from checks that are none of these, so that a ring of them is no riddle. Belongs to one thread.
final class Aliases {
  private final ServiceDirectory directory;
  private final Map<Check.Key, String> nodes = new HashMap<>(); // that each depends on
  private final Map<String, Set<Check.Key>> byNode = new HashMap<>();

  Aliases(ServiceDirectory directory) {
    this.directory = directory;
  }

  void add(Check.Key key, Means.Alias alias) {
    remove(key);
    String node = nodeOf(key, alias);
    nodes.put(key, node);
    byNode.computeIfAbsent(node, _ -> new LinkedHashSet<>()).add(key);
  }

  void remove(Check.Key key) {
    String node = nodes.remove(key);
    Set<Check.Key> others = node == null ? null : byNode.get(node);
    if (others != null && others.remove(key) && others.isEmpty()) {
      byNode.remove(node);
    }
  }

  /// Those that depend on what is on a node.
  List<Check.Key> dependingOn(String node) {
    return List.copyOf(byNode.getOrDefault(node, Set.of()));
  }

  private static String nodeOf(Check.Key key, Means.Alias alias) {
    return alias.node().isEmpty() ? key.node() : ServiceDirectory.fold(alias.node());
  }

  /// What one says now, as a result without times.
  Result resultOf(Check.Key key, Means.Alias alias) {
    var target = new Instance.Key(nodeOf(key, alias), alias.instance());
    if (!alias.instance().isEmpty() && directory.instance(target) == null) {
      return result(
          Status.CRITICAL,
          "Service %s could not be found on node %s".formatted(target.id(), target.node()));
    }
    List<Check> roots = new ArrayList<>();
    gather(target, roots, new HashSet<>());
    if (roots.isEmpty()) {
      return result(Status.PASSING, "No checks found.");
    }
    Check worst = roots.getFirst();
    for (Check one : roots) {
      boolean isWorse = one.result().status().compareTo(worst.result().status()) > 0;
      worst = isWorse ? one : worst;
    }
    Status status = worst.result().status();
    return status == Status.PASSING
        ? result(status, "All checks passing.")
        : result(
            status,
            "Aliased check \"%s\" failing: %s".formatted(worst.name(), worst.result().output()));
  }

  private void gather(Instance.Key target, List<Check> roots, Set<Instance.Key> seen) {
    if (!seen.add(target)) {
      return;
    }
    for (Check check : directory.checksOn(target.node())) {
      boolean isMeant = check.instance().isEmpty() || check.instance().equals(target.id());
      if (isMeant && check.spec().means() instanceof Means.Alias(String node, String instance)) {
        String next = node.isEmpty() ? target.node() : ServiceDirectory.fold(node);
        gather(new Instance.Key(next, instance), roots, seen);
      } else if (isMeant) {
        roots.add(check);
      }
    }
  }

  private static Result result(Status status, String output) {
    return new Result(status, output, 0, 0);
  }
}
