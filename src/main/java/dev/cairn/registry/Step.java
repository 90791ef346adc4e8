package dev.cairn.registry;

import dev.cairn.registry.Change.CheckGone;
import dev.cairn.registry.Change.CheckPut;
import dev.cairn.registry.Change.InstanceGone;
import dev.cairn.registry.Change.InstancePut;
import dev.cairn.registry.Change.NodeGone;
import dev.cairn.registry.Change.NodePut;
import dev.cairn.registry.Change.ValueGone;
import dev.cairn.registry.Change.ValuePut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One step of the directory while it is made.
///
/// What a change touches is what can be watched of it. A check's output, notes and deadline touch
/// nothing: heartbeats would wake everybody.
final class Step {
  private static final String ALL = ""; // in the place of an instance: all of the node

  private final ServiceDirectory directory;
  private final Members members;
  private final long index;
  private final List<Effect> effects = new ArrayList<>();
  private final Set<Resource> touched = new LinkedHashSet<>();
  private final Map<String, Set<Instance.Key>> stale = new HashMap<>(); // by service
  private final Audience audience;

  /// Who sees the directory while the step is made.
  enum Audience {
    READERS,
    /// Things have their stamps, and what follows from all that is there is made when it is there.
    NOBODY
  }

  /// @param index of the step; 0 touches nothing
  Step(ServiceDirectory directory, Members members, long index, Audience audience) {
    this.directory = directory;
    this.members = members;
    this.index = index;
    this.audience = audience;
  }

  List<Effect> effects() {
    return effects;
  }

  Set<Resource> touched() {
    return touched;
  }

  void take(Change change) {
    switch (change) {
      case NodePut(Node node) -> put(node);
      case InstancePut(Instance instance) -> put(instance);
      case CheckPut(Check check) -> put(check);
      case ValuePut(KeyValue entry) -> put(entry);
      case NodeGone(String name) -> removeNode(ServiceDirectory.fold(name));
      case InstanceGone(Instance.Key key) -> remove(key);
      case CheckGone(Check.Key key) -> remove(key);
      case ValueGone(String key) -> removeValue(key);
    }
  }

  /// Moves the indexes.
  void mark() {
    if (index > 0) {
      directory.indexes.move(touched, index);
    }
  }

  /// Lets readers see it: services first, so that nobody finds a new index with old data.
  void publish() {
    stale.forEach((service, keys) -> members.publish(service, keys, index));
    mark();
    touched.forEach(directory.indexes::buryIfGone);
  }

  private void put(Node node) {
    String name = ServiceDirectory.fold(node.name());
    Node old = directory.nodes.get(name);
    if (old != null && old.with(node.stamp()).equals(node)) {
      return;
    }
    Node stamped = node.with(stamp(old == null ? null : old.stamp(), node.stamp()));
    directory.nodes.put(name, stamped);
    if (audience == Audience.READERS) {
      if (old != null) {
        directory.places.remove(old);
      }
      directory.places.add(node);
    }
    effects.add(new Effect(new NodePut(stamped), old));
    touched.add(new Resource.Nodes());
    touched.add(new Resource.OnNode(name));
    touchAllOn(name);
    directory.instancesOn(name).forEach(this::touchPlace);
  }

  private void put(Instance instance) {
    if (!directory.nodes.containsKey(instance.key().node())) {
      return; // an end of the journal that was cut off
    }
    Instance stamped = instance.with(stamp(null, instance.stamp()));
    Instance old = directory.instances.putIfAbsent(instance.key(), stamped);
    if (old != null) {
      if (old.with(instance.stamp()).equals(instance)) {
        return;
      }
      stamped = instance.with(stamp(old.stamp(), instance.stamp()));
      removePlace(old);
      touchPlace(old);
      directory.instances.put(instance.key(), stamped);
    }
    if (audience == Audience.READERS) {
      directory.places.add(instance);
    }
    effects.add(new Effect(new InstancePut(stamped), old));
    touched.add(new Resource.Services());
    touchPlace(stamped);
  }

  private void put(Check check) {
    Check.Key key = check.key();
    boolean isOfNobody =
        check.instance().isEmpty()
            ? !directory.nodes.containsKey(key.node())
            : !directory.instances.containsKey(check.subject());
    if (isOfNobody) {
      if (audience == Audience.NOBODY) {
        directory.detached.add(check); // a source may tell of what it is about later
      }
      return;
    }
    Check stamped = check.with(stamp(null, check.stamp()));
    Check old = directory.checks.putIfAbsent(key, stamped);
    if (old != null && old.with(check.stamp()).equals(check)) {
      return;
    }
    boolean isQuiet = isQuiet(old, check);
    if (old != null) {
      boolean keepsStamp = isQuiet && audience == Audience.READERS;
      stamped = check.with(keepsStamp ? old.stamp() : stamp(old.stamp(), check.stamp()));
      directory.checks.put(key, stamped);
    }
    if (old != null && !old.instance().equals(check.instance())) {
      members.remove(old);
      touch(old);
    }
    members.put(stamped);
    effects.add(new Effect(new CheckPut(stamped), old));
    if (!isQuiet) {
      touch(stamped);
    }
  }

  private boolean isQuiet(@Nullable Check old, Check fresh) {
    return switch (audience) {
      case READERS -> old != null && differsOnlyInWords(old, fresh);
      case NOBODY -> fresh.stamp().modified() < index;
    };
  }

  static boolean differsOnlyInWords(Check old, Check fresh) {
    return old.name().equals(fresh.name())
        && old.instance().equals(fresh.instance())
        && old.spec().means().equals(fresh.spec().means())
        && old.result().status() == fresh.result().status();
  }

  private void put(KeyValue entry) {
    KeyValue old = directory.values.get(entry.key());
    if (old != null && old.holdsSameAs(entry)) {
      return;
    }
    KeyValue stamped = entry.with(stamp(old == null ? null : old.stamp(), entry.stamp()));
    directory.values.put(entry.key(), stamped);
    effects.add(new Effect(new ValuePut(stamped), old));
    touched.add(new Resource.Value(entry.key()));
  }

  private void removeNode(String name) {
    Node old = directory.nodes.get(name);
    if (old == null) {
      return;
    }
    List.copyOf(directory.instancesOn(name)).forEach(one -> remove(one.key()));
    List.copyOf(directory.checksOn(name)).forEach(one -> remove(one.key()));
    directory.nodes.remove(name);
    if (audience == Audience.READERS) {
      directory.places.remove(old);
    }
    effects.add(new Effect(new NodeGone(old.name()), old));
    touched.add(new Resource.Nodes());
    touched.add(new Resource.OfNode(name));
    touched.add(new Resource.OnNode(name));
  }

  private void remove(Instance.Key key) {
    Instance old = directory.instances.get(key);
    if (old == null) {
      return;
    }
    members.checksOf(key).forEach(one -> remove(one.key()));
    directory.instances.remove(key);
    removePlace(old);
    effects.add(new Effect(new InstanceGone(key), old));
    touched.add(new Resource.Services());
    touchPlace(old);
  }

  private void remove(Check.Key key) {
    Check old = directory.checks.remove(key);
    if (old != null) {
      members.remove(old);
      effects.add(new Effect(new CheckGone(key), old));
      touch(old);
    }
  }

  private void removeValue(String key) {
    KeyValue old = directory.values.remove(key);
    if (old != null) {
      effects.add(new Effect(new ValueGone(key), old));
      touched.add(new Resource.Value(key));
    }
  }

  private void removePlace(Instance old) {
    if (audience == Audience.READERS) {
      directory.places.remove(old);
    }
  }

  /// Where it is, and what: not how it does.
  private void touchPlace(Instance instance) {
    touch(instance);
    if (index > 0) {
      touched.add(new Resource.Placed(ServiceDirectory.fold(instance.service())));
      touched.add(new Resource.OnNode(instance.key().node()));
    }
  }

  private void touch(Instance instance) {
    if (index == 0) {
      return;
    }
    String service = ServiceDirectory.fold(instance.service());
    touched.add(new Resource.OfService(service));
    touched.add(new Resource.OfNode(instance.key().node()));
    if (audience == Audience.READERS) {
      stale.computeIfAbsent(service, _ -> new HashSet<>()).add(instance.key());
    }
  }

  private void touch(Check check) {
    if (index == 0) {
      return;
    }
    touched.add(new Resource.Checks());
    if (check.instance().equals(ALL)) {
      touchAllOn(check.key().node());
      return;
    }
    Instance about = directory.instances.get(check.subject());
    if (about != null) {
      touch(about);
    }
  }

  private void touchAllOn(String node) {
    if (index == 0) {
      return;
    }
    touched.add(new Resource.OfNode(node));
    directory.instancesOn(node).forEach(this::touch);
  }

  private Stamp stamp(@Nullable Stamp old, Stamp own) {
    if (audience == Audience.NOBODY) {
      return own;
    }
    return new Stamp(old == null ? index : old.created(), index);
  }
}
