package dev.cairn.registry;

import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.Union.Renamed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Keeps machines apart that sources call by one name: nodes of one name at two addresses. Who
/// comes later has the name of its source behind its own, so that no instance is looked for at the
/// other machine, nor judged by its checks.
final class Namesakes {
  private final Function<Node, @Nullable Node> others;
  private final Map<String, Node> nodes = new LinkedHashMap<>(); // by name in lower case
  private final List<Renamed> renamed = new ArrayList<>();

  /// @param others who has the name of a node although no source says so; null if nobody
  Namesakes(Function<Node, @Nullable Node> others) {
    this.others = others;
  }

  /// All machines of all sources so far. One that several know is as the first says.
  List<Node> nodes() {
    return List.copyOf(nodes.values());
  }

  List<Renamed> renamed() {
    return renamed;
  }

  /// Takes in the machines of one source; what it says, by the names that they have from now on.
  Mirror apart(String source, Mirror mirror) {
    Set<String> taken = new HashSet<>();
    mirror.nodes().forEach(node -> taken.add(ServiceDirectory.fold(node.name())));
    Map<String, String> names = new HashMap<>(); // new ones by old ones, in lower case
    for (Node node : mirror.nodes()) {
      Node first = namesake(node);
      Node named = node;
      if (first != null) {
        named = free(node, first, source, taken);
        names.put(ServiceDirectory.fold(node.name()), ServiceDirectory.fold(named.name()));
        renamed.add(new Renamed(source, node, first, named.name()));
      }
      nodes.putIfAbsent(ServiceDirectory.fold(named.name()), named);
    }
    return names.isEmpty() ? mirror : renamed(mirror, names);
  }

  /// Another machine that has its name; null if there is none.
  private @Nullable Node namesake(Node node) {
    Node other = others.apply(node);
    Node first = other == null ? nodes.get(ServiceDirectory.fold(node.name())) : other;
    return first == null || Location.areSame(first.address(), node.address()) ? null : first;
  }

  /// The node with the name of its source behind its own, or one like it where that is another's.
  private Node free(Node node, Node first, String source, Set<String> taken) {
    String wanted = node.name() + "-" + source;
    Node named = named(node, first, wanted);
    for (int i = 2;
        namesake(named) != null || !taken.add(ServiceDirectory.fold(named.name()));
        i++) {
      named = named(node, first, wanted + "-" + i);
    }
    return named;
  }

  /// Clients tell machines apart by their ids, which some make of the names.
  private static Node named(Node node, Node first, String name) {
    UUID id =
        node.id().equals(first.id())
            ? UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
            : node.id();
    return new Node(name, id, node.address(), node.taggedAddresses(), node.meta(), node.stamp());
  }

  /// Its instances and checks on the nodes as they are called now.
  private static Mirror renamed(Mirror mirror, Map<String, String> names) {
    return new Mirror(
        mirror.nodes(),
        mirror.instances().stream()
            .map(one -> one.with(new Instance.Key(now(names, one.key().node()), one.key().id())))
            .toList(),
        mirror.checks().stream().map(one -> renamed(one, names)).toList());
  }

  private static Check renamed(Check check, Map<String, String> names) {
    CheckSpec spec = check.spec();
    Means means =
        spec.means() instanceof Means.Alias(String node, String instance)
            ? new Means.Alias(now(names, ServiceDirectory.fold(node)), instance)
            : spec.means();
    return new Check(
        new Check.Key(now(names, check.key().node()), check.key().id()),
        check.name(),
        check.instance(),
        new CheckSpec(means, spec.thresholds(), spec.deregisterAfter(), spec.notes()),
        check.result(),
        check.stamp());
  }

  private static String now(Map<String, String> names, String node) {
    return names.getOrDefault(node, node);
  }
}
