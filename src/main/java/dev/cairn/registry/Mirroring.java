package dev.cairn.registry;

import dev.cairn.health.Status;
import dev.cairn.registry.Change.CheckGone;
import dev.cairn.registry.Change.CheckPut;
import dev.cairn.registry.Change.InstanceGone;
import dev.cairn.registry.Change.InstancePut;
import dev.cairn.registry.Change.NodeGone;
import dev.cairn.registry.Change.NodePut;
import dev.cairn.registry.Check.Result;
import dev.cairn.registry.CheckSpec.Means;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Makes steps of the directory out of what other sources know: only what differs is a change.
///
/// Every key has one who said it first, and keeps it: a source changes and removes only what it put
/// itself. A node goes with the last that a source has on it, and is another one than ours of its
/// name if it is elsewhere.
public final class Mirroring {
  private final Registry registry;
  private final ServiceDirectory directory;
  private final InstantSource clock;
  private final Map<String, Mirror> known = new HashMap<>(); // guarded by the registry's steps

  /// @param clock of the wall
  public Mirroring(Registry registry, InstantSource clock) {
    this.registry = registry;
    this.directory = registry.directory();
    this.clock = clock;
  }

  /// This is all that a source knows now. When it returns, readers and DNS see it.
  public void mirror(String source, Mirror told) {
    registry.mirror(() -> {
      Mirror before = known.getOrDefault(source, Mirror.EMPTY);
      follow(told);
      Mirror mirror = Namesakes.apart(told, before, source, this::ours);
      follow(mirror); // those that have another name here
      if (mirror.equals(Mirror.EMPTY)) {
        known.remove(source);
      } else {
        known.put(source, mirror);
      }
      return new Differences(source, before, mirror).all();
    });
  }

  /// Machines that are ours because of a check of ours, and are another now, at another address
  /// say: what is kept of them is so too, so that they are the same after a restart as well.
  private void follow(Mirror told) {
    List<Change> others = new ArrayList<>();
    for (Node node : told.nodes()) {
      Node there = ours(node.name());
      if (there != null && isSame(there, node) && !there.with(Stamp.NONE).equals(node)) {
        others.add(new NodePut(node));
      }
    }
    if (!others.isEmpty()) {
      registry.keep(() -> others);
    }
  }

  /// Whether a node of ours is one of a source. This machine is not, nor is one on which others
  /// have put something of their own.
  private boolean isSame(Node there, Node node) {
    return there.id().equals(node.id())
        && !registry.isOwn(there.name())
        && directory.instancesOn(there.name()).stream()
            .noneMatch(one -> one.origin().source().isEmpty());
  }

  private @Nullable Node ours(String name) {
    Node there = directory.node(name);
    return there != null && directory.isOurs(new NodePut(there)) ? there : null;
  }

  /// One step of one source.
  private final class Differences {
    private final String source;
    private final Mirror before;
    private final Mirror now;
    private final List<Change> changes = new ArrayList<>();

    Differences(String source, Mirror before, Mirror now) {
      this.source = source;
      this.before = before;
      this.now = now;
    }

    List<Change> all() {
      now.nodes().forEach(this::put);
      Set<Instance.Key> instances = keys(now.instances());
      before.instances().stream()
          .map(Instance::key)
          .filter(key -> !instances.contains(key) && isOfSource(directory.instance(key)))
          .forEach(key -> changes.add(new InstanceGone(key)));
      now.instances().forEach(this::put);
      removeChecks();
      now.checks().forEach(this::put);
      removeNodes();
      return changes;
    }

    private boolean isOfSource(@Nullable Instance instance) {
      return instance != null && instance.origin().source().equals(source);
    }

    private void put(Node node) {
      Node there = directory.node(node.name());
      var change = new NodePut(node);
      boolean isFree = there == null || !directory.isOurs(change);
      if (isFree && (there == null || !there.with(Stamp.NONE).equals(node))) {
        changes.add(change);
      }
    }

    private void put(Instance instance) {
      Instance there = directory.instance(instance.key());
      boolean isFree = there == null || isOfSource(there);
      if (isFree && (there == null || !there.with(Stamp.NONE).equals(instance))) {
        changes.add(new InstancePut(instance));
      }
    }

    private void put(Check check) {
      Check there = directory.check(check.key());
      if (isOfOther(check)) {
        return;
      }
      var change = new CheckPut(settled(check, there));
      if (there == null || !there.with(Stamp.NONE).equals(change.check())) {
        changes.add(change);
      }
    }

    /// Whether somebody else has it, or the instance that it is about, under the same key. Who
    /// finds out what a check says does not make it his.
    private boolean isOfOther(Check check) {
      boolean isOurs =
          directory.check(check.key()) != null && directory.isOurs(new CheckPut(check));
      Instance about = check.instance().isEmpty() ? null : directory.instance(subject(check));
      return isOurs || about != null && !isOfSource(about);
    }

    private void removeChecks() {
      Set<Check.Key> keys = now.checks().stream().map(Check::key).collect(Collectors.toSet());
      List<Check> gone =
          before.checks().stream()
              .filter(check -> !keys.contains(check.key()) && directory.check(check.key()) != null)
              .filter(check -> !isOfOther(check))
              .toList();
      boolean anyOfNode = gone.stream().anyMatch(check -> check.instance().isEmpty());
      Set<Check.Key> shared = anyOfNode ? ofNodes() : Set.of();
      gone.stream()
          .filter(check -> !shared.contains(check.key()))
          .forEach(check -> changes.add(new CheckGone(check.key())));
    }

    /// Checks of nodes, which several sources may say.
    private Set<Check.Key> ofNodes() {
      return known.values().stream()
          .flatMap(one -> one.checks().stream())
          .filter(check -> check.instance().isEmpty())
          .map(Check::key)
          .collect(Collectors.toSet());
    }

    private void removeNodes() {
      Set<String> names = names(now);
      Set<Instance.Key> gone = new HashSet<>();
      for (Change change : changes) {
        if (change instanceof InstanceGone(Instance.Key key)) {
          gone.add(key);
        }
      }
      for (String name : names(before)) {
        boolean isIdle =
            directory.instancesOn(name).stream().allMatch(one -> gone.contains(one.key()));
        boolean isWanted =
            names.contains(name)
                || known.values().stream().anyMatch(other -> names(other).contains(name));
        var change = new NodeGone(name);
        if (isIdle && !isWanted && !directory.isOurs(change)) {
          changes.add(change);
        }
      }
    }
  }

  private static Set<Instance.Key> keys(Collection<Instance> instances) {
    return instances.stream().map(Instance::key).collect(Collectors.toSet());
  }

  private static Set<String> names(Mirror mirror) {
    return mirror.nodes().stream()
        .map(node -> ServiceDirectory.fold(node.name()))
        .collect(Collectors.toSet());
  }

  private static Instance.Key subject(Check check) {
    return new Instance.Key(check.key().node(), check.instance());
  }

  /// A check as it is to be put.
  ///
  /// @param there under the same key; null if there is none
  private Check settled(Check told, @Nullable Check there) {
    return switch (told.spec().means()) {
      case Means.Told _, Means.Maintenance _ ->
          told.with(since(told.result(), there == null ? told.result() : there.result()));
      case Means.Probed _, Means.TimeToLive _, Means.Alias _ -> registry.asKnown(told);
    };
  }

  /// A result with the time since when it is critical.
  private Result since(Result told, Result there) {
    long since = there.criticalSince() > 0 ? there.criticalSince() : clock.millis();
    boolean isCritical = told.status() == Status.CRITICAL;
    return new Result(told.status(), told.output(), isCritical ? since : 0, told.expires());
  }
}
