package dev.cairn.registry;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// At which step each resource last changed. They never go down, not even over restarts.
final class Indexes {
  private static final String PLACED = "placed";
  private static final String ON_NODE = "onNode";

  private final ServiceDirectory directory;
  private final Map<String, Long> ofServices = new ConcurrentHashMap<>();
  private final Map<String, Long> ofNodes = new ConcurrentHashMap<>();
  private final Map<String, Long> placed = new ConcurrentHashMap<>();
  private final Map<String, Long> onNodes = new ConcurrentHashMap<>();
  private final Tombstones goneServices = new Tombstones();
  private final Tombstones goneNodes = new Tombstones();
  private final Tombstones goneValues = new Tombstones();
  private volatile long last;
  private volatile long services = 1;
  private volatile long nodes = 1;
  private volatile long checks = 1;

  /// All of them, to be kept.
  ///
  /// @param gone by kind: of what is gone `service`, `node`, `value`; of what is there `placed`,
  ///   `onNode`, which snapshots of before do not have
  record Marks(
      long last,
      long services,
      long nodes,
      long checks,
      Map<String, Long> ofServices,
      Map<String, Long> ofNodes,
      Map<String, Map<String, Long>> gone) {}

  Indexes(ServiceDirectory directory, long last) {
    this.directory = directory;
    this.last = last;
  }

  long last() {
    return last;
  }

  long of(Resource resource) {
    return switch (resource) {
      case Resource.Services _ -> services;
      case Resource.Nodes _ -> nodes;
      case Resource.Checks _ -> checks;
      case Resource.OfService(String name) -> at(ofServices, name, goneServices);
      case Resource.OfNode(String name) -> at(ofNodes, name, goneNodes);
      case Resource.Placed(String name) -> at(placed, name, goneServices);
      case Resource.OnNode(String name) -> at(onNodes, name, goneNodes);
      case Resource.Value(String key) -> {
        KeyValue entry = directory.values.get(key);
        yield entry == null ? goneValues.of(key) : entry.stamp().modified();
      }
      case Resource.Values(String prefix) -> {
        long latest = goneValues.ofThoseUnder(prefix);
        for (KeyValue entry : directory.valuesUnder(prefix)) {
          latest = Math.max(latest, entry.stamp().modified());
        }
        yield latest;
      }
    };
  }

  private static long at(Map<String, Long> known, String name, Tombstones gone) {
    Long index = known.get(name);
    return index == null ? gone.of(name) : index;
  }

  /// To a later index, never back: a journal may tell again what its snapshot has already. Called
  /// by the writer only.
  void move(Collection<Resource> touched, long index) {
    last = Math.max(last, index);
    for (Resource resource : touched) {
      switch (resource) {
        case Resource.Services _ -> services = Math.max(services, index);
        case Resource.Nodes _ -> nodes = Math.max(nodes, index);
        case Resource.Checks _ -> checks = Math.max(checks, index);
        case Resource.OfService(String name) -> ofServices.merge(name, index, Math::max);
        case Resource.OfNode(String name) -> ofNodes.merge(name, index, Math::max);
        case Resource.Placed(String name) -> placed.merge(name, index, Math::max);
        case Resource.OnNode(String name) -> onNodes.merge(name, index, Math::max);
        case Resource.Value(String key) -> {
          if (!directory.values.containsKey(key)) {
            goneValues.add(key, index);
          }
        }
        case Resource.Values _ -> {} // follows from those under it
      }
    }
  }

  /// The index of a service or node that is not there any more goes to the tombstones. Called by
  /// the writer only.
  void buryIfGone(Resource resource) {
    switch (resource) {
      case Resource.OfService(String name) -> {
        if (!directory.services.containsKey(name)) {
          bury(name, ofServices, goneServices);
          placed.remove(name);
        }
      }
      case Resource.OfNode(String name) -> {
        if (!directory.nodes.containsKey(name)) {
          bury(name, ofNodes, goneNodes);
          onNodes.remove(name);
        }
      }
      case Resource.Services _,
          Resource.Nodes _,
          Resource.Checks _,
          Resource.Placed _,
          Resource.OnNode _,
          Resource.Value _,
          Resource.Values _ -> {}
    }
  }

  private static void bury(String name, Map<String, Long> known, Tombstones gone) {
    Long index = known.remove(name);
    if (index != null) {
      gone.add(name, index);
    }
  }

  /// After a journal was read.
  void buryAllGone() {
    List.copyOf(ofServices.keySet()).forEach(name -> buryIfGone(new Resource.OfService(name)));
    List.copyOf(ofNodes.keySet()).forEach(name -> buryIfGone(new Resource.OfNode(name)));
  }

  /// Steps are counted from so much later on: what was not kept of the last ones must not come
  /// again.
  void skip(long steps) {
    long now = last; // of one writer
    last = now + steps;
  }

  Marks marks() {
    return new Marks(
        last,
        services,
        nodes,
        checks,
        new HashMap<>(ofServices),
        new HashMap<>(ofNodes),
        Map.of(
            "service",
            goneServices.all(),
            "node",
            goneNodes.all(),
            "value",
            goneValues.all(),
            PLACED,
            new HashMap<>(placed),
            ON_NODE,
            new HashMap<>(onNodes)));
  }

  void restore(Marks marks) {
    last = Math.max(last, marks.last());
    services = Math.max(services, marks.services());
    nodes = Math.max(nodes, marks.nodes());
    checks = Math.max(checks, marks.checks());
    ofServices.putAll(marks.ofServices());
    ofNodes.putAll(marks.ofNodes());
    placed.putAll(marks.gone().getOrDefault(PLACED, marks.ofServices()));
    onNodes.putAll(marks.gone().getOrDefault(ON_NODE, marks.ofNodes()));
    marks.gone().getOrDefault("service", Map.of()).forEach(goneServices::add);
    marks.gone().getOrDefault("node", Map.of()).forEach(goneNodes::add);
    marks.gone().getOrDefault("value", Map.of()).forEach(goneValues::add);
  }
}
