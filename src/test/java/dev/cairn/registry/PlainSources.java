package dev.cairn.registry;

import dev.cairn.registry.Union.Voice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/// What is in a registry beside sources, as slowly and plainly as can be: all of it is made anew
/// from what is ours and what sources say now.
final class PlainSources {
  final Map<String, Node> ownNodes = new HashMap<>(); // by name in lower case
  final Map<Instance.Key, Instance> own = new HashMap<>();
  final Set<Instance.Key> maintained = new TreeSet<>();
  final Set<String> maintainedNodes = new HashSet<>(); // in lower case
  private Set<String> known = Set.of(); // nodes that were there last, in lower case
  List<Voice> voices = List.of();

  /// What is there.
  ///
  /// @param nodes their addresses by their names
  /// @param instances who says them
  record All(
      Map<String, String> nodes, Map<Instance.Key, String> instances, Set<Check.Key> checks) {
    static All of(ServiceDirectory directory) {
      Map<String, String> nodes = new TreeMap<>();
      directory.nodes().forEach(node -> nodes.put(node.name(), node.address()));
      Map<Instance.Key, String> instances = new TreeMap<>();
      directory.instances.forEach((key, one) -> instances.put(key, one.origin().source()));
      Set<Check.Key> checks =
          directory.checks().stream()
              .map(Check::key)
              .filter(key -> !Maintenance.isId(key.id()))
              .collect(Collectors.toCollection(TreeSet::new));
      return new All(nodes, instances, checks);
    }
  }

  /// Sources say all that they know.
  All say() {
    Map<String, Node> nodes = new HashMap<>(); // of sources
    Map<Instance.Key, String> instances = new TreeMap<>();
    Set<Check.Key> checks = new TreeSet<>();
    Set<Instance.Key> heard = new HashSet<>();
    Set<String> overridden = new HashSet<>();
    for (Voice voice : voices) {
      Map<String, String> names = names(voice, nodes);
      for (Instance one : voice.mirror().instances()) {
        var key = new Instance.Key(names.get(one.key().node()), one.key().id());
        boolean isNew = !overridden.contains(one.service()) && heard.add(key);
        if (isNew && !own.containsKey(key)) {
          instances.put(key, voice.source());
        }
      }
      voice.mirror().checks().stream()
          .map(check -> new Check.Key(names.get(check.key().node()), check.key().id()))
          .forEach(checks::add);
      if (voice.overrides()) {
        voice.mirror().instances().forEach(one -> overridden.add(one.service()));
      }
    }
    ownNodes.entrySet().removeIf(one -> isTheirs(one.getValue(), nodes.get(one.getKey())));
    own.keySet().forEach(key -> instances.put(key, ""));
    Map<String, String> all = new TreeMap<>();
    ownNodes.values().forEach(node -> all.put(node.name(), node.address()));
    nodes.forEach((name, node) -> {
      if (!ownNodes.containsKey(name)) {
        all.put(node.name(), node.address());
      }
    });
    known = all.keySet().stream().map(PlainSources::lower).collect(Collectors.toSet());
    return new All(all, instances, checks);
  }

  boolean isInMaintenance(Instance.Key key) {
    return maintained.contains(key) || maintainedNodes.contains(key.node());
  }

  /// How its nodes are called here, by how it calls them.
  private Map<String, String> names(Voice voice, Map<String, Node> nodes) {
    Set<String> said = new HashSet<>();
    voice.mirror().nodes().forEach(node -> said.add(lower(node.name())));
    Map<String, String> names = new HashMap<>();
    for (Node node : voice.mirror().nodes()) {
      Node named = node;
      Node first = other(node, nodes);
      List<String> tried = new ArrayList<>();
      while (first != null && (tried.isEmpty() || isTaken(named, nodes, said))) {
        tried.add("");
        String name =
            node.name() + "-" + voice.source() + (tried.size() == 1 ? "" : "-" + tried.size());
        UUID id = node.id().equals(first.id()) ? id(name) : node.id();
        named = new Node(name, id, node.address(), Map.of(), Map.of(), Stamp.NONE);
      }
      said.add(lower(named.name()));
      names.put(lower(node.name()), lower(named.name()));
      nodes.putIfAbsent(lower(named.name()), named);
    }
    return names;
  }

  private boolean isTaken(Node node, Map<String, Node> nodes, Set<String> said) {
    return said.contains(lower(node.name())) || other(node, nodes) != null;
  }

  /// Who has its name and is elsewhere.
  private Node other(Node node, Map<String, Node> nodes) {
    Node ours = ownNodes.get(lower(node.name()));
    Node first = ours == null || isTheirs(ours, node) ? nodes.get(lower(node.name())) : ours;
    return first == null || first.address().equals(node.address()) ? null : first;
  }

  /// A node of ours that nothing of ours runs on any more, and that a source knows by its id, is
  /// the source's again.
  private boolean isTheirs(Node ours, Node told) {
    String name = lower(ours.name());
    return told != null
        && ours.id().equals(told.id())
        && own.keySet().stream().noneMatch(key -> key.node().equals(name));
  }

  void registered(Node node, Instance instance, boolean isNew) {
    isOurs(node);
    own.put(instance.key(), instance);
    if (isNew) {
      maintained.remove(instance.key());
    }
  }

  /// A node that was not there is another than the one that sources told of before.
  private void isOurs(Node node) {
    if (!known.contains(lower(node.name()))) {
      maintainedNodes.remove(lower(node.name()));
    }
    ownNodes.putIfAbsent(lower(node.name()), node);
  }

  void maintained(Node node) {
    if (!known.contains(lower(node.name()))) {
      isOurs(node);
    }
    maintainedNodes.add(lower(node.name()));
  }

  void deregistered(Instance.Key key) {
    own.remove(key);
    maintained.remove(key);
  }

  void dismissed(String node) {
    ownNodes.remove(node);
    maintainedNodes.remove(node);
    own.keySet().removeIf(key -> key.node().equals(node));
    maintained.removeIf(key -> key.node().equals(node));
  }

  static UUID id(String name) {
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
