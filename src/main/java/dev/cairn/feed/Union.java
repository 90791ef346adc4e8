package dev.cairn.feed;

import dev.cairn.feed.SourceSettings.Mode;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Mirror;
import dev.cairn.registry.Namesakes;
import dev.cairn.registry.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What several sources of one domain know together: all of it, but where one that comes first
/// overrides a service, what those behind it say of that service; and what has a key that one
/// before has too. A node that several have is as the first says, if it is at one address.
final class Union {
  private final Destination destination;
  private List<SourceSettings> ranked = List.of();
  private final Map<String, Mirror> known = new HashMap<>();
  private final Map<String, Mirror> given = new HashMap<>();

  Union(Destination destination) {
    this.destination = destination;
  }

  /// From now on these are the sources; what others knew goes.
  synchronized void rank(List<SourceSettings> sources) {
    List<SourceSettings> sorted = new ArrayList<>(sources);
    sorted.sort(Comparator.comparingInt((SourceSettings one) -> -one.rank().priority())); // stable
    ranked = sorted;
    Set<String> names = new HashSet<>();
    ranked.forEach(one -> names.add(one.name()));
    known.keySet().retainAll(names);
    for (String name : List.copyOf(given.keySet())) {
      if (!names.contains(name)) {
        given.remove(name);
        destination.take(name, Mirror.EMPTY);
      }
    }
    give();
  }

  synchronized void take(String source, Mirror mirror) {
    known.put(source, mirror);
    give();
  }

  private void give() {
    Map<String, Mirror> rests = rests();
    if (rests.size() > 1) {
      giveWay(rests);
    }
    rests.forEach((source, rest) -> {
      if (!rest.equals(given.put(source, rest))) {
        destination.take(source, rest);
      }
    });
  }

  /// What each gives now, in their order.
  private Map<String, Mirror> rests() {
    Map<String, Mirror> rests = new LinkedHashMap<>();
    Set<String> overridden = new HashSet<>();
    Set<Instance.Key> taken = new HashSet<>();
    Map<String, Node> nodes = new HashMap<>();
    for (SourceSettings source : ranked) {
      Mirror mirror = known.get(source.name());
      if (mirror == null) {
        continue;
      }
      Mirror before = given.getOrDefault(source.name(), Mirror.EMPTY);
      Mirror apart = Namesakes.apart(mirror, before, source.name(), nodes::get);
      rests.put(source.name(), rest(apart, overridden, taken, nodes));
      if (source.rank().mode() == Mode.OVERRIDE) {
        overridden.addAll(Parts.services(mirror));
      }
    }
    return rests;
  }

  /// Takes back what sources gave that is another's from now on, who could not have it else.
  private void giveWay(Map<String, Mirror> rests) {
    Map<Instance.Key, String> owners = new HashMap<>();
    Map<String, Set<String>> sources = new HashMap<>(); // by node
    rests.forEach((source, rest) -> {
      rest.instances().forEach(one -> owners.put(one.key(), source));
      rest.nodes()
          .forEach(node ->
              sources.computeIfAbsent(Parts.lower(node.name()), _ -> new HashSet<>()).add(source));
    });
    for (String source : rests.keySet()) {
      Mirror before = given.getOrDefault(source, Mirror.EMPTY);
      Mirror left =
          Parts.with(
              before,
              node -> {
                Set<String> others = sources.get(node);
                return others == null || others.contains(source);
              },
              one -> owners.getOrDefault(one.key(), source).equals(source));
      if (!left.equals(before)) {
        given.put(source, left);
        destination.take(source, left);
      }
    }
  }

  private static Mirror rest(
      Mirror mirror, Set<String> overridden, Set<Instance.Key> taken, Map<String, Node> nodes) {
    Mirror rest =
        Parts.with(
            mirror,
            one -> !overridden.contains(Parts.lower(one.service())) && taken.add(one.key()));
    List<Node> same =
        rest.nodes().stream()
            .map(node -> {
              Node first = nodes.putIfAbsent(Parts.lower(node.name()), node);
              return first == null ? node : first;
            })
            .toList();
    return new Mirror(same, rest.instances(), rest.checks());
  }
}
