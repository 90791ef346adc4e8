package dev.cairn.feed;

import dev.cairn.registry.Check;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Mirror;
import dev.cairn.registry.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Mirrors put together from parts of others.
final class Parts {
  private Parts() {}

  static Set<Instance.Key> keys(Mirror mirror) {
    return mirror.instances().stream().map(Instance::key).collect(Collectors.toSet());
  }

  static Map<Instance.Key, Instance> byKey(Mirror mirror) {
    return mirror.instances().stream()
        .collect(Collectors.toMap(Instance::key, one -> one, (one, _) -> one));
  }

  /// The names of services, in lower case.
  static Set<String> services(Mirror mirror) {
    return mirror.instances().stream().map(one -> lower(one.service())).collect(Collectors.toSet());
  }

  /// All of one, and those instances of another that it does not have and that are wanted, with
  /// their checks and nodes.
  static Mirror and(Mirror first, Mirror second, Predicate<Instance> wanted) {
    Set<Instance.Key> known = keys(first);
    return joined(first, with(second, one -> !known.contains(one.key()) && wanted.test(one)));
  }

  /// A mirror with the instances that are wanted only; its nodes and their checks stay.
  static Mirror with(Mirror mirror, Predicate<Instance> wanted) {
    List<Instance> kept = mirror.instances().stream().filter(wanted).toList();
    if (kept.size() == mirror.instances().size()) {
      return mirror;
    }
    Set<Instance.Key> keys = kept.stream().map(Instance::key).collect(Collectors.toSet());
    List<Check> checks =
        mirror.checks().stream()
            .filter(check -> check.instance().isEmpty() || keys.contains(check.subject()))
            .toList();
    return new Mirror(mirror.nodes(), kept, checks);
  }

  private static Mirror joined(Mirror first, Mirror second) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    first.nodes().forEach(node -> nodes.put(lower(node.name()), node));
    Set<String> ofFirst = new HashSet<>(nodes.keySet());
    Set<String> used =
        second.instances().stream().map(one -> one.key().node()).collect(Collectors.toSet());
    second.nodes().stream()
        .filter(node -> used.contains(lower(node.name())))
        .forEach(node -> nodes.putIfAbsent(lower(node.name()), node));
    List<Instance> instances = new ArrayList<>(first.instances());
    instances.addAll(second.instances());
    Map<Check.Key, Check> checks = new LinkedHashMap<>();
    first.checks().forEach(check -> checks.put(check.key(), check));
    second.checks().stream()
        .filter(check -> used.contains(check.key().node()))
        .filter(check -> !check.instance().isEmpty() || !ofFirst.contains(check.key().node()))
        .forEach(check -> checks.putIfAbsent(check.key(), check));
    return new Mirror(List.copyOf(nodes.values()), instances, List.copyOf(checks.values()));
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
