package dev.cairn.feed;

import dev.cairn.feed.ConsulEntries.Reading;
import dev.cairn.registry.Check;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Mirror;
import dev.cairn.registry.Node;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/// What a Consul knows, by service: each was read at another moment.
final class ConsulCatalog {
  private static final int MOST_FLAWS = 1_000;

  private final ConsulEntries entries;
  private final Map<String, List<Reading>> services = new TreeMap<>();
  private Map<String, CheckState> checks = Map.of();

  /// @param service empty if it is about all of the node
  private record CheckState(String node, String service, long modified) {}

  ConsulCatalog(ConsulEntries entries) {
    this.entries = entries;
  }

  /// Which services there are; others are forgotten.
  void retain(Set<String> names) {
    services.keySet().retainAll(names);
  }

  void put(String service, JsonNode members) {
    services.put(service, members.values().stream().map(entries::read).toList());
  }

  Set<String> names() {
    return Set.copyOf(services.keySet());
  }

  /// The services that a check of has come, gone or moved since the last.
  Set<String> moved(JsonNode states) throws IOException {
    Map<String, CheckState> now = new HashMap<>();
    for (JsonNode check : states.values()) {
      String node = Parts.lower(check.path("Node").asString(""));
      now.put(
          node + "/" + check.path("CheckID").asString(""),
          new CheckState(
              node, check.path("ServiceName").asString(""), check.path("ModifyIndex").asLong(0)));
      if (now.size() > Bounds.INSTANCES) {
        throw new IOException("there are more than %,d checks".formatted(Bounds.INSTANCES));
      }
    }
    List<CheckState> moved = new ArrayList<>();
    Map<String, CheckState> before = checks;
    now.forEach((key, state) -> {
      if (!state.equals(before.get(key))) {
        moved.add(state);
      }
    });
    before.forEach((key, state) -> {
      if (!now.containsKey(key)) {
        moved.add(state);
      }
    });
    checks = now;
    return servicesOf(moved);
  }

  private Set<String> servicesOf(List<CheckState> moved) {
    Set<String> names = new HashSet<>();
    Set<String> nodes = new HashSet<>();
    for (CheckState state : moved) {
      if (state.service().isEmpty()) {
        nodes.add(state.node());
      } else {
        names.add(state.service());
      }
    }
    if (!nodes.isEmpty()) {
      services.forEach((name, members) -> {
        if (members.stream().anyMatch(member -> isOn(nodes, member))) {
          names.add(name);
        }
      });
    }
    return names;
  }

  private static boolean isOn(Set<String> nodes, Reading member) {
    return member instanceof Reading.Good good && nodes.contains(good.instance().key().node());
  }

  /// What it means, and what cannot be used.
  record Meaning(Mirror mirror, Map<String, String> flaws) {}

  Meaning meaning() throws IOException {
    Map<String, Node> nodes = new LinkedHashMap<>();
    Map<Instance.Key, Instance> instances = new LinkedHashMap<>();
    Map<Check.Key, Check> known = new LinkedHashMap<>();
    Map<String, String> flaws = new HashMap<>();
    for (List<Reading> members : services.values()) {
      for (Reading member : members) {
        switch (member) {
          case Reading.Good good -> {
            nodes.putIfAbsent(good.instance().key().node(), good.node());
            instances.putIfAbsent(good.instance().key(), good.instance());
            good.checks().forEach(check -> known.putIfAbsent(check.key(), check));
          }
          case Reading.Bad bad -> {
            if (flaws.size() < MOST_FLAWS) {
              flaws.put(bad.where(), bad.why());
            }
          }
        }
      }
      if (instances.size() > Bounds.INSTANCES) {
        throw new IOException("there are more than %,d instances".formatted(Bounds.INSTANCES));
      }
    }
    return new Meaning(
        new Mirror(
            List.copyOf(nodes.values()),
            List.copyOf(instances.values()),
            List.copyOf(known.values())),
        flaws);
  }
}
