package dev.cairn.registry;

import dev.cairn.registry.Change.CheckGone;
import dev.cairn.registry.Change.CheckPut;
import dev.cairn.registry.Change.InstanceGone;
import dev.cairn.registry.Change.InstancePut;
import dev.cairn.registry.Change.NodeGone;
import dev.cairn.registry.Change.NodePut;
import dev.cairn.registry.Change.ValueGone;
import dev.cairn.registry.Change.ValuePut;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is running right now. One writer changes it step by step; readers never wait, and get
/// values that never change: a query takes one [Service], and so sees one state of it.
///
/// ```
/// Change … ─► Step: put, take away, stamp ─► Service values made anew, indexes moved ─► observers, watches
/// ```
///
/// Every step has an index, one above the last. What can be watched has the index of the step that
/// last changed it ([#index]); so whoever reads the index first and the data then misses nothing.
public final class ServiceDirectory {
  private static final long SHORT_WAIT = 100_000; // nanoseconds

  final Map<String, Node> nodes = new ConcurrentHashMap<>();
  final ConcurrentNavigableMap<Instance.Key, Instance> instances = new ConcurrentSkipListMap<>();
  final ConcurrentNavigableMap<Check.Key, Check> checks = new ConcurrentSkipListMap<>();
  final ConcurrentNavigableMap<String, KeyValue> values = new ConcurrentSkipListMap<>();
  final Map<String, Service> services = new ConcurrentHashMap<>();
  final Places places = new Places();
  final Detached detached = new Detached();
  private final Set<Object> foreign = ConcurrentHashMap.newKeySet(); // keys of what others keep
  final Indexes indexes;
  private final Watches watches = new Watches();
  private final Members members = new Members(this);
  private volatile long begun; // steps
  private volatile long ended;
  private final List<Consumer<List<Effect>>> observers = new CopyOnWriteArrayList<>();

  /// @param index from which steps are counted on
  public ServiceDirectory(long index) {
    this.indexes = new Indexes(this, index);
  }

  /// A name as it is compared: the case of letters does not count.
  public static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  /// The instances of a service, whatever their state; null if there is none.
  public @Nullable Service service(String name) {
    Service known = services.get(name); // in lower case already, most of the time
    return known == null ? services.get(fold(name)) : known;
  }

  /// All services, by name.
  public List<Service> services() {
    return services.values().stream()
        .sorted(Comparator.comparing(service -> fold(service.name())))
        .toList();
  }

  public @Nullable Node node(String name) {
    return nodes.get(fold(name));
  }

  /// All nodes, by name.
  public List<Node> nodes() {
    return nodes.values().stream().sorted(Comparator.comparing(node -> fold(node.name()))).toList();
  }

  public @Nullable Instance instance(Instance.Key key) {
    return instances.get(key);
  }

  /// All instances on a node, by id.
  public Collection<Instance> instancesOn(String node) {
    String name = fold(node);
    return instances.subMap(new Instance.Key(name, ""), new Instance.Key(name + '\0', "")).values();
  }

  /// The instances with this id on whatever node. Looks at all of them.
  public List<Instance> instancesWithId(String id) {
    return instances.values().stream().filter(one -> one.key().id().equals(id)).toList();
  }

  public @Nullable Check check(Check.Key key) {
    return checks.get(key);
  }

  /// A check with its newest output. That alone makes no new [Service], so the one that a member
  /// has may be older.
  public Check newest(Check known) {
    Check now = checks.get(known.key());
    return now != null && Step.differsOnlyInWords(known, now) ? now : known;
  }

  /// All checks on a node, those of its instances too, by id.
  public Collection<Check> checksOn(String node) {
    String name = fold(node);
    return checks.subMap(new Check.Key(name, ""), new Check.Key(name + '\0', "")).values();
  }

  /// All checks, by node and id.
  public Collection<Check> checks() {
    return checks.values();
  }

  /// The checks with this id on whatever node. Looks at all of them.
  public List<Check> checksWithId(String id) {
    return checks.values().stream().filter(one -> one.key().id().equals(id)).toList();
  }

  public @Nullable KeyValue value(String key) {
    return values.get(key);
  }

  /// The values whose keys begin so, by key.
  public List<KeyValue> valuesUnder(String prefix) {
    return values.tailMap(prefix).values().stream()
        .takeWhile(entry -> entry.key().startsWith(prefix))
        .toList();
  }

  /// The names of the nodes at an address, a few at most.
  public List<String> nodesAt(InetAddress address) {
    return places.at(address, Places.Kind.NODE);
  }

  /// The names of the services with an instance at an address, a few at most.
  public List<String> servicesAt(InetAddress address) {
    return places.at(address, Places.Kind.SERVICE);
  }

  /// At which step something last changed; at least 1. To be read before the data.
  public long index(Resource resource) {
    return indexes.of(resource);
  }

  /// The index of the last step.
  public long index() {
    return indexes.last();
  }

  /// Waits for a change.
  ///
  /// @param above the index that is known already
  /// @param wake runs once: now, if the index is above that, or at the change, on the thread of the
  ///   one who writes; it must not wait
  public Parking park(Resource resource, long above, Runnable wake) {
    return watches.park(resource, above, () -> index(resource), wake);
  }

  /// How many wait.
  public int parked() {
    return watches.count();
  }

  /// Whom to tell what each step changed, in order, on the thread of the one who writes. Told
  /// before the verb that made the step returns.
  public void observe(Consumer<List<Effect>> observer) {
    observers.add(observer);
  }

  /// One step. Called by one thread at a time.
  ///
  /// @return what it changed; empty if nothing, and then there was no step
  List<Effect> step(List<Change> changes) {
    List<Effect> effects = take(changes);
    if (foreign.isEmpty() && detached.isEmpty()) {
      return effects;
    }
    effects.forEach(this::forget);
    List<Effect> all = new ArrayList<>();
    for (Change change : changes) {
      for (Check gone : detached.see(change)) {
        all.add(new Effect(new CheckGone(gone.key()), gone)); // or a replay would put it back
      }
    }
    all.addAll(withTheirNodes(effects));
    return all;
  }

  /// What of ours runs on the node of a source makes the node ours as well, so that it can be kept.
  private List<Effect> withTheirNodes(List<Effect> effects) {
    List<Effect> all = new ArrayList<>();
    for (Effect effect : effects) {
      if (effect.change() instanceof InstancePut(Instance instance)) {
        String name = instance.key().node();
        Node node = nodes.get(name);
        if (node != null && foreign.remove(name)) {
          all.add(new Effect(new NodePut(node), node));
        }
      }
      all.add(effect);
    }
    return all;
  }

  private List<Effect> take(List<Change> changes) {
    var step = new Step(this, members, indexes.last() + 1, Step.Audience.READERS);
    List<Effect> effects = make(step, changes);
    if (!effects.isEmpty()) {
      observers.forEach(observer -> observer.accept(effects));
      watches.wake(step.touched());
    }
    return effects;
  }

  private List<Effect> make(Step step, List<Change> changes) {
    long number = begun + 1; // of one writer
    begun = number;
    try {
      changes.forEach(step::take);
      if (!step.effects().isEmpty()) {
        step.publish();
      }
      return step.effects();
    } finally {
      ended = number;
    }
  }

  /// Returns when the indexes are those of all that could be seen in the directory before.
  void awaitIndexes() {
    long seen = begun;
    while (ended < seen) {
      LockSupport.parkNanos(SHORT_WAIT);
    }
  }

  /// One step of what other sources say. It is not ours until one of our own steps puts it. Checks
  /// of ours go and come with what they are about.
  ///
  /// @return the checks of ours that came back
  List<Effect> mirror(List<Change> changes) {
    List<Change> back = backBy(changes);
    changes.forEach(change -> {
      detachFrom(change);
      foreign.add(keyOf(change));
    });
    List<Effect> effects = take(Stream.concat(changes.stream(), back.stream()).toList());
    back.forEach(detached::see); // there it is again
    effects.stream().filter(effect -> !isThere(effect.change())).forEach(this::forget);
    return back.isEmpty()
        ? List.of()
        : effects.stream()
            .filter(effect -> effect.change() instanceof CheckPut && isOurs(effect.change()))
            .toList();
  }

  /// The checks that waited and come back with what sources say, but under the keys of others.
  private List<Change> backBy(List<Change> changes) {
    List<Change> back = detached.backBy(changes);
    if (!back.isEmpty()) {
      Set<Object> put = new HashSet<>();
      changes.stream().filter(CheckPut.class::isInstance).forEach(one -> put.add(keyOf(one)));
      back.removeIf(one -> isThere(one) || put.contains(keyOf(one)));
    }
    return back;
  }

  /// What is not ours any more if sources say this: nodes. Checks on them stay ours.
  List<Effect> givenUpBy(List<Change> changes) {
    List<Effect> effects = new ArrayList<>();
    for (Change change : changes) {
      if (change instanceof NodePut(Node node) && isOurs(change)) {
        Node there = node(node.name());
        if (there != null) {
          effects.add(new Effect(new NodeGone(there.name()), there));
          Stream.concat(checksOn(there.name()).stream(), detached.on(there.name()).stream())
              .filter(check -> isOurs(new CheckPut(check)))
              .forEach(check -> effects.add(new Effect(new CheckPut(check), check)));
        }
      }
    }
    return effects;
  }

  private void detachFrom(Change change) {
    Stream<Check> going =
        switch (change) {
          case InstanceGone(Instance.Key key) -> checksOf(key).stream();
          case NodeGone(String name) -> checksOn(name).stream();
          case NodePut _, InstancePut _, CheckPut _, CheckGone _, ValuePut _, ValueGone _ ->
              Stream.empty();
        };
    going.filter(check -> isOurs(new CheckPut(check))).forEach(detached::add);
  }

  private void forget(Effect effect) {
    foreign.remove(keyOf(effect.change()));
  }

  /// Whether a check is what a source says.
  public boolean isMirrored(Check.Key key) {
    return !isOurs(new CheckGone(key));
  }

  /// Whether a thing is of this registry itself, and to be kept.
  boolean isOurs(Change change) {
    return !foreign.contains(keyOf(change));
  }

  /// What a change is about may have come and gone again since, or in the same step.
  boolean isThere(Change change) {
    return switch (change) {
      case NodePut(Node node) -> node(node.name()) != null;
      case NodeGone(String name) -> node(name) != null;
      case InstancePut(Instance instance) -> instance(instance.key()) != null;
      case InstanceGone(Instance.Key key) -> instance(key) != null;
      case CheckPut(Check check) -> check(check.key()) != null;
      case CheckGone(Check.Key key) -> check(key) != null;
      case ValuePut(KeyValue entry) -> value(entry.key()) != null;
      case ValueGone(String key) -> value(key) != null;
    };
  }

  private static Object keyOf(Change change) {
    return switch (change) {
      case NodePut(Node node) -> fold(node.name());
      case NodeGone(String name) -> fold(name);
      case InstancePut(Instance instance) -> instance.key();
      case InstanceGone(Instance.Key key) -> key;
      case CheckPut(Check check) -> check.key();
      case CheckGone(Check.Key key) -> key;
      case ValuePut(KeyValue entry) -> new Resource.Value(entry.key());
      case ValueGone(String key) -> new Resource.Value(key);
    };
  }

  /// What a journal tells of one step. Seen by nobody until [#replayed].
  ///
  /// @param index of the step; 0 for what a snapshot has, whose indexes are told besides
  void replay(long index, List<Change> changes) {
    var step = new Step(this, members, index, Step.Audience.NOBODY);
    for (Change change : changes) {
      if (change instanceof CheckPut || change instanceof CheckGone) {
        detached.see(change);
      }
      step.take(change);
      if (!detached.isEmpty()) {
        detached
            .backBy(List.of(change))
            .forEach(back -> {
              step.take(back);
              detached.see(back);
            });
      }
    }
    step.mark();
  }

  /// The journal has told all.
  void replayed() {
    var addresses =
        CompletableFuture.runAsync(() -> {
          nodes.values().forEach(places::add);
          instances.values().forEach(places::add);
        });
    members.publishAll();
    indexes.buryAllGone();
    addresses.join();
  }

  /// The checks of an instance. Called by the writer only.
  List<Check> checksOf(Instance.Key instance) {
    return members.checksOf(instance);
  }
}
