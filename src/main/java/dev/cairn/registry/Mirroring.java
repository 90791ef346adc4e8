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
import dev.cairn.registry.Union.Renamed;
import dev.cairn.registry.Union.Voice;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes steps of the directory out of what other sources say: only what differs is a change.
///
/// ```
/// voices ─► Union, beside what is ours ─► compared with the union before and with the directory ─► one step
/// ```
///
/// What is ours keeps its key, and what is said under it is not there. There may be very much that
/// sources say, and all others who write wait meanwhile: looked at is only what they say otherwise
/// than before, and what had something of ours in its way.
public final class Mirroring {
  private static final Logger LOG = LoggerFactory.getLogger(Mirroring.class);

  private final Registry registry;
  private final ServiceDirectory directory;
  private final InstantSource clock;
  private final Executor later;
  private final AtomicBoolean isDue = new AtomicBoolean();
  private List<Voice> said = List.of();
  private volatile Union known = Union.NOTHING;
  private volatile Set<Object> inTheWay = Set.of(); // keys that ours keep from what is known

  /// @param clock of the wall
  /// @param later runs what follows from a step when that is done, as another step
  public Mirroring(Registry registry, InstantSource clock, Executor later) {
    this.registry = registry;
    this.directory = registry.directory();
    this.clock = clock;
    this.later = later;
    directory.observe(this::see);
  }

  /// This is all that all sources say now. When it returns, readers and DNS see it.
  ///
  /// @param voices in the order of the sources
  public synchronized void mirror(List<Voice> voices) {
    said = voices;
    var comparison = new Comparison(voices);
    registry.mirror(comparison::changes);
    known = comparison.now; // only as all of it went well
    inTheWay = comparison.ours;
  }

  /// Where ours gave up what was in the way of something, that is there now, or has its own name.
  private void see(List<Effect> effects) {
    if (effects.stream().anyMatch(this::makesWay) && !isDue.getAndSet(true)) {
      later.execute(this::mirrorAgain);
    }
  }

  private boolean makesWay(Effect effect) {
    return switch (effect.change()) {
      case InstanceGone(Instance.Key key) -> inTheWay.contains(key);
      case CheckGone(Check.Key key) -> inTheWay.contains(key);
      case NodeGone _ -> !known.renamed().isEmpty();
      case NodePut _, InstancePut _, CheckPut _, ValuePut _, ValueGone _ -> false;
    };
  }

  private synchronized void mirrorAgain() {
    isDue.set(false);
    mirror(said);
  }

  private void tell(Renamed one) {
    LOG.warn(
        "source {}: its node {} is at {}, and another of that name at {}: it is called {} here",
        one.source(),
        one.told().name(),
        one.told().address(),
        one.first().address(),
        one.name());
  }

  /// The node of ours that has the name of a source's, and is not the same.
  private @Nullable Node ours(Node told) {
    Node there = directory.node(told.name());
    return there == null || isTheirs(there, told) ? null : there;
  }

  /// Whether a node is a source's to say. One that was ours is again, if it is the same and nothing
  /// of ours runs on it any more; this machine's never is.
  private boolean isTheirs(Node there, Node told) {
    return !directory.isOurs(new NodePut(there))
        || there.id().equals(told.id())
            && !registry.isOwn(there.name())
            && directory.instancesOn(there.name()).stream().noneMatch(this::isOurs);
  }

  private boolean isOurs(Instance instance) {
    return directory.isOurs(new InstancePut(instance));
  }

  private final class Comparison {
    private final List<Voice> voices;
    private final List<Change> changes = new ArrayList<>();
    private final Set<Object> ours = new HashSet<>(); // keys
    private Union now = Union.NOTHING;

    Comparison(List<Voice> voices) {
      this.voices = voices;
    }

    List<Change> changes() {
      now = Union.of(voices, Mirroring.this::ours);
      Set<Renamed> told = Set.copyOf(known.renamed());
      now.renamed().stream().filter(one -> !told.contains(one)).forEach(Mirroring.this::tell);
      compare(known.mirror(), now.mirror());
      return changes;
    }

    private void compare(Mirror before, Mirror now) {
      var instances = Difference.of(before.instances(), now.instances(), Instance::key, inTheWay);
      var checks = Difference.of(before.checks(), now.checks(), Check::key, inTheWay);
      var nodes =
          Difference.of(
              before.nodes(),
              now.nodes(),
              (Node node) -> ServiceDirectory.fold(node.name()),
              Set.of());
      now.nodes().forEach(this::put); // any of them may have become ours
      instances.gone().stream().map(InstanceGone::new).forEach(this::remove);
      instances.news().forEach(this::put);
      checks.gone().stream().map(CheckGone::new).forEach(this::remove);
      checks.news().forEach(this::put);
      nodes.gone().stream().map(NodeGone::new).forEach(this::remove);
    }

    private void put(Node node) {
      Node there = directory.node(node.name());
      var change = new NodePut(node);
      boolean isNews =
          there == null || directory.isOurs(change) || !there.with(Stamp.NONE).equals(node);
      if (isNews && (there == null || isTheirs(there, node))) {
        changes.add(change);
      }
    }

    private void put(Instance instance) {
      Instance there = directory.instance(instance.key());
      if (there != null && isOurs(there)) {
        ours.add(instance.key());
      } else if (there == null || !there.with(Stamp.NONE).equals(instance)) {
        changes.add(new InstancePut(instance));
      }
    }

    private void put(Check check) {
      Check there = directory.check(check.key());
      if (isOfOurs(check, there)) {
        ours.add(check.key());
        return;
      }
      var change = new CheckPut(settled(check, there));
      if (there == null || !there.with(Stamp.NONE).equals(change.check())) {
        changes.add(change);
      }
    }

    /// Whether it, or the instance that it is about, is ours under the same key, or will be as soon
    /// as its instance is there. Who finds out what a check says does not make it his.
    private boolean isOfOurs(Check check, @Nullable Check there) {
      Instance about = check.instance().isEmpty() ? null : directory.instance(check.subject());
      return there != null && directory.isOurs(new CheckPut(there))
          || directory.detached.has(check)
          || about != null && isOurs(about);
    }

    private void remove(Change change) {
      if (!directory.isOurs(change)) {
        changes.add(change);
      }
    }
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
