package dev.cairn.registry;

import dev.cairn.health.Status;
import dev.cairn.registry.Change.CheckGone;
import dev.cairn.registry.Change.CheckPut;
import dev.cairn.registry.Change.InstanceGone;
import dev.cairn.registry.Change.InstancePut;
import dev.cairn.registry.Change.NodeGone;
import dev.cairn.registry.Change.NodePut;
import dev.cairn.registry.Change.ValueGone;
import dev.cairn.registry.Change.ValuePut;
import dev.cairn.registry.Check.Result;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.Receipt.Done;
import dev.cairn.registry.Receipt.Refused;
import dev.cairn.registry.Receipt.Unchanged;
import dev.cairn.registry.Receipt.Why;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The verbs of the registry: what can be done to the directory, by whatever road. From any thread.
/// When a verb returns, readers and DNS see what it did; [Done#onDisk] tells when that is kept.
///
/// ```
/// verb ─► decide (one at a time) ─► directory.step ─► journal.append ─► Receipt
/// ```
public final class Registry implements AutoCloseable {
  private final ServiceDirectory directory;
  private final Journal journal;
  private final InstantSource clock;
  private final Limits limits;
  private final Mirrored mirrored;
  private volatile @Nullable Node own;
  private final ReentrantLock writing = new ReentrantLock();

  /// @param journal gets every step but those of other sources
  public Registry(ServiceDirectory directory, Journal journal, InstantSource clock) {
    this(directory, journal, clock, () -> Limits.Most.ANY);
  }

  /// @param most that it takes in, as it is from now on, whenever it is looked at
  public Registry(
      ServiceDirectory directory,
      Journal journal,
      InstantSource clock,
      Supplier<Limits.Most> most) {
    this.directory = directory;
    this.journal = journal;
    this.clock = clock;
    this.limits = new Limits(directory, most);
    this.mirrored = new Mirrored(directory);
  }

  public ServiceDirectory directory() {
    return directory;
  }

  public Limits limits() {
    return limits;
  }

  /// Takes an instance in, or defines it anew. A check that is known keeps its result, and a TTL
  /// check its deadline; one that becomes a TTL check begins anew.
  public Receipt register(Registration registration) {
    return keep(
        () ->
            or(
                mirrored.refusal(registration.instance().key(), registration.checks()),
                () ->
                    limits.refusal(
                        registration.node(),
                        registration.instance(),
                        registration.checks(),
                        leaving(registration))),
        () -> {
          List<Change> changes = new ArrayList<>();
          Node node = registration.node();
          Instance instance = registration.instance();
          if (directory.node(node.name()) == null) {
            changes.add(new NodePut(node));
          }
          changes.add(new InstancePut(instance));
          leaving(registration).forEach(key -> changes.add(new CheckGone(key)));
          registration.checks().forEach(check -> changes.add(new CheckPut(asKnown(check))));
          return changes;
        });
  }

  private List<Check.Key> leaving(Registration registration) {
    if (registration.otherChecks() == Registration.OtherChecks.STAY) {
      return List.of();
    }
    List<Check.Key> kept = registration.checks().stream().map(Check::key).toList();
    return directory.checksOf(registration.instance().key()).stream()
        .filter(check -> !(check.spec().means() instanceof Means.Maintenance))
        .map(Check::key)
        .filter(key -> !kept.contains(key))
        .toList();
  }

  /// Takes an instance out, with its checks.
  public Receipt deregister(Instance.Key key) {
    return keep(
        () -> directory.instance(key) == null ? unknown(key) : mirrored.refusal(key),
        () -> List.of(new InstanceGone(key)));
  }

  /// Takes a check in, of an instance that is there, or of a node. One that is known keeps its
  /// result.
  ///
  /// @param node put there if it is not
  public Receipt putCheck(Node node, Check check) {
    return keep(
        () ->
            isOfNobody(check)
                ? new Refused(
                    Why.UNKNOWN, "ServiceID \"%s\" does not exist".formatted(check.instance()))
                : or(
                    mirrored.refusal(check.key()),
                    () -> limits.refusal(node, null, List.of(check), List.of())),
        () ->
            directory.node(node.name()) == null
                ? List.of(new NodePut(node), new CheckPut(asKnown(check)))
                : List.of(new CheckPut(asKnown(check))));
  }

  private boolean isUnknown(Check.Key key) {
    return directory.check(key) == null && !directory.detached.has(key);
  }

  private boolean isOfNobody(Check check) {
    return !check.instance().isEmpty() && directory.instance(check.subject()) == null;
  }

  public Receipt removeCheck(Check.Key key) {
    return keep(
        () -> isUnknown(key) ? unknown(key) : mirrored.refusal(key),
        () -> List.of(new CheckGone(key)));
  }

  /// Whoever runs an instance says how it does. The deadline of the check begins anew.
  public Receipt report(Check.Key key, Status status, String output) {
    Check known = directory.check(key);
    if (known == null) {
      return unknown(key);
    }
    if (!(known.spec().means() instanceof Means.TimeToLive)) {
      return new Refused(
          Why.CONFLICT, "CheckID \"%s\" does not have associated TTL".formatted(key.id()));
    }
    return settle(key, status, output);
  }

  /// What was found out about a check, thresholds applied: by a probe, by a deadline that passed,
  /// by the instance that it is an alias of.
  public Receipt settle(Check.Key key, Status status, String output) {
    return settle(key, _ -> true, status, output);
  }

  /// The same if the check still is as whoever found it out believes.
  Receipt settle(Check.Key key, Predicate<Check> isSo, Status status, String output) {
    return amend(key, known -> isSo.test(known) ? settled(known, status, output) : known);
  }

  /// Gives a check back the result that it had, if it is still found out in the same way.
  Receipt restore(Check before) {
    return amend(
        before.key(),
        known ->
            known.spec().means().equals(before.spec().means())
                ? known.with(before.result())
                : known);
  }

  /// Puts a check as it is made of the one that is there. What another source keeps stays its own.
  private Receipt amend(Check.Key key, UnaryOperator<Check> amendment) {
    writing.lock();
    try {
      Check known = directory.check(key);
      if (known == null) {
        return unknown(key);
      }
      List<Change> changes = List.of(new CheckPut(amendment.apply(known)));
      if (directory.isOurs(changes.getFirst())) {
        return keep(() -> changes);
      }
      mirror(() -> changes);
      return new Done(CompletableFuture.completedFuture(null));
    } finally {
      writing.unlock();
    }
  }

  private Check settled(Check known, Status status, String output) {
    long now = clock.millis();
    boolean isCritical = status == Status.CRITICAL;
    boolean wasCritical = known.result().criticalSince() > 0;
    long criticalSince = !isCritical ? 0 : wasCritical ? known.result().criticalSince() : now;
    long expires =
        !isCritical && known.spec().means() instanceof Means.TimeToLive(Duration ttl)
            ? now + ttl.toMillis()
            : 0;
    return known.with(new Result(status, output, criticalSince, expires));
  }

  /// A check as it is to be put: with the result of the one that is there. One that waits for
  /// heartbeats begins anew where none were awaited: there is no deadline yet, and nobody who told
  /// a result that could be kept.
  Check asKnown(Check fresh) {
    Check known = directory.check(fresh.key());
    boolean isAwaited = fresh.spec().means() instanceof Means.TimeToLive;
    if (known == null || isAwaited && !(known.spec().means() instanceof Means.TimeToLive)) {
      return settled(fresh, fresh.result().status(), fresh.result().output());
    }
    Result result = known.result();
    return isAwaited
        ? fresh.with(result)
        : fresh.with(new Result(result.status(), result.output(), result.criticalSince(), 0));
  }

  /// Takes an instance out of service until [#endMaintenance].
  public Receipt maintain(Instance.Key key, String reason) {
    return maintain(key, reason, Duration.ZERO);
  }

  /// The same for a while.
  ///
  /// @param time after which [Downtimes] brings it back; zero for never
  public Receipt maintain(Instance.Key key, String reason, Duration time) {
    Check.Key about = Maintenance.of(key);
    long now = clock.millis();
    long end = time.isZero() ? 0 : now + time.toMillis();
    return keep(
        () -> directory.instance(key) == null ? unknown(key) : mirrored.refusal(about),
        () -> List.of(new CheckPut(Maintenance.check(about, key.id(), reason, now, end))));
  }

  public Receipt endMaintenance(Instance.Key key) {
    Check.Key about = Maintenance.of(key);
    return keep(
        () ->
            directory.instance(key) == null && isUnknown(about)
                ? unknown(key)
                : mirrored.refusal(about),
        () -> List.of(new CheckGone(about)));
  }

  /// Takes all that runs on a node out of service until [#endMaintenance(Node)].
  ///
  /// @param node put there if it is not
  public Receipt maintain(Node node, String reason) {
    Check.Key about = Maintenance.of(node);
    return keep(
        () -> or(mirrored.refusal(about), () -> limits.refusal(node)),
        () -> {
          List<Change> changes = new ArrayList<>();
          if (directory.node(node.name()) == null) {
            changes.add(new NodePut(node));
          }
          changes.add(new CheckPut(Maintenance.check(about, "", reason, clock.millis(), 0)));
          return changes;
        });
  }

  public Receipt endMaintenance(Node node) {
    Check.Key about = Maintenance.of(node);
    return keep(() -> mirrored.refusal(about), () -> List.of(new CheckGone(about)));
  }

  /// Puts this machine's node there, however many there are. It stays, however often it is
  /// dismissed.
  public Receipt enrollOwn(Node node) {
    own = node;
    return keep(() -> List.of(new NodePut(node)));
  }

  /// Whether a node is this machine.
  boolean isOwn(String name) {
    Node ours = own;
    return ours != null && ours.name().equalsIgnoreCase(name);
  }

  /// Writes into the catalog what an agent elsewhere says. The results of its checks are as told.
  public Receipt enroll(Node node, @Nullable Instance instance, List<Check> checks) {
    return keep(
        () ->
            or(
                mirrored.refusal(node, instance, checks),
                () -> limits.refusal(node, instance, checks, List.of())),
        () -> {
          List<Change> changes = new ArrayList<>();
          changes.add(new NodePut(mirrored.known(node)));
          if (instance != null) {
            changes.add(new InstancePut(instance));
          }
          checks.forEach(check ->
              changes.add(
                  new CheckPut(
                      settled(
                          withSince(check), check.result().status(), check.result().output()))));
          return changes;
        });
  }

  private Check withSince(Check told) {
    Check known = directory.check(told.key());
    return known == null ? told : told.with(known.result());
  }

  /// Takes a node out of the catalog, with all that is on it. This machine's comes back at once, as
  /// it is there.
  public Receipt dismissNode(String name) {
    return keep(
        () -> mirrored.refusalToDismiss(name),
        () -> {
          Node ours = own;
          return ours != null && isOwn(name)
              ? List.of(new NodeGone(name), new NodePut(ours))
              : List.of(new NodeGone(name));
        });
  }

  /// Writes a value.
  ///
  /// @param ifModifiedAt only if the entry was last modified at this index; 0 only if there is
  ///   none; −1 in any case
  public Receipt putValue(KeyValue entry, long ifModifiedAt) {
    return keep(
        () -> isAt(entry.key(), ifModifiedAt) ? limits.refusal(entry.key()) : null,
        () -> isAt(entry.key(), ifModifiedAt) ? List.of(new ValuePut(entry)) : null);
  }

  /// Removes a value.
  ///
  /// @param ifModifiedAt as above; 0 removes nothing
  public Receipt removeValue(String key, long ifModifiedAt) {
    return keep(() -> isAt(key, ifModifiedAt) ? List.of(new ValueGone(key)) : null);
  }

  /// Removes all values whose keys begin so.
  public Receipt removeValues(String prefix) {
    return keep(() ->
        directory.valuesUnder(prefix).stream()
            .<Change>map(entry -> new ValueGone(entry.key()))
            .toList());
  }

  private boolean isAt(String key, long index) {
    KeyValue known = directory.value(key);
    return index < 0 || (known == null ? 0 : known.stamp().modified()) == index;
  }

  /// The instances of a service, whatever their state.
  public List<Member> instances(String service) {
    Service known = directory.service(service);
    return known == null ? List.of() : known.members();
  }

  /// Tells of a service now, and again whenever it has changed, until the place is left. Changes
  /// that follow quickly may be told as one.
  ///
  /// @param listener called by one thread at a time; must not wait
  public Parking watch(String service, Consumer<List<Member>> listener) {
    var watch = new Watch(this, ServiceDirectory.fold(service), listener);
    watch.look();
    return watch;
  }

  /// The first reason that there is. Bounds are looked at last, as reaching one is counted.
  private static @Nullable Refused or(@Nullable Refused reason, Supplier<@Nullable Refused> bound) {
    return reason != null ? reason : bound.get();
  }

  /// A step that is kept unless it is refused.
  private Receipt keep(
      Supplier<@Nullable Refused> refusal, Supplier<@Nullable List<Change>> decision) {
    writing.lock();
    try {
      Refused refused = refusal.get();
      return refused == null ? keep(decision) : refused;
    } finally {
      writing.unlock();
    }
  }

  /// A step that is kept.
  Receipt keep(Supplier<@Nullable List<Change>> decision) {
    writing.lock();
    try {
      List<Change> changes = decision.get();
      if (changes == null) {
        return new Unchanged();
      }
      List<Effect> effects = directory.step(changes);
      return effects.isEmpty()
          ? new Done(CompletableFuture.completedFuture(null))
          : new Done(journal.append(directory.index(), effects));
    } finally {
      writing.unlock();
    }
  }

  /// Forgets checks of what no source has told of for a day. To be called every now and then.
  public void forgetDetached() {
    writing.lock();
    try {
      List<Effect> gone =
          directory.detached.expired(clock.millis()).stream()
              .map(check -> new Effect(new CheckGone(check.key()), check))
              .toList();
      if (!gone.isEmpty()) {
        journal.append(directory.index(), gone);
      }
    } finally {
      writing.unlock();
    }
  }

  /// A step of what other sources say, who keep it themselves.
  void mirror(Supplier<List<Change>> decision) {
    writing.lock();
    try {
      List<Change> changes = decision.get();
      List<Effect> ours = directory.givenUpBy(changes);
      ours.addAll(directory.mirror(changes));
      if (!ours.isEmpty()) {
        journal.append(directory.index(), ours);
      }
    } finally {
      writing.unlock();
    }
  }

  private static Refused unknown(Instance.Key key) {
    return new Refused(
        Why.UNKNOWN,
        "Unknown service ID \"%s\". Ensure that the service ID is passed, not the service name."
            .formatted(key.id()));
  }

  private static Refused unknown(Check.Key key) {
    return new Refused(
        Why.UNKNOWN,
        "Unknown check ID \"%s\". Ensure that the check ID is passed, not the check name."
            .formatted(key.id()));
  }

  @Override
  public void close() {
    journal.close();
  }
}
