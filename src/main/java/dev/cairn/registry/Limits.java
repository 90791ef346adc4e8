package dev.cairn.registry;

import dev.cairn.registry.Receipt.Refused;
import dev.cairn.registry.Receipt.Why;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How much a registry takes in: what would be more than that is refused and counted. What is there
/// may change, and what sources bring counts but is not refused.
public final class Limits {
  private final ServiceDirectory directory;
  private final Supplier<Most> most;
  private final LongAdder instances = new LongAdder();
  private final LongAdder values = new LongAdder();
  private final LongAdder nodes = new LongAdder();
  private final LongAdder checks = new LongAdder();

  /// How many there may be of each.
  ///
  /// @param checksEach of one instance, and of one node itself
  public record Most(int instances, int values, int nodes, int checks, int checksEach) {
    public static final Most ANY =
        new Most(
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE);
  }

  Limits(ServiceDirectory directory, Supplier<Most> most) {
    this.directory = directory;
    this.most = most;
  }

  /// Why what an agent says is not taken in; null if it is. Called by the writer only.
  ///
  /// @param leaving checks that make room for these
  @Nullable Refused refusal(
      Node node, @Nullable Instance instance, List<Check> checks, List<Check.Key> leaving) {
    Refused ofNode = refusal(node);
    if (ofNode != null) {
      return ofNode;
    }
    Refused ofInstance = instance == null ? null : refusal(instance.key());
    return ofInstance != null ? ofInstance : refusal(checks, leaving);
  }

  /// Why a node is not taken in; null if it is. Called by the writer only.
  @Nullable Refused refusal(Node node) {
    int bound = most.get().nodes();
    if (directory.nodes.size() < bound || directory.node(node.name()) != null) {
      return null;
    }
    nodes.increment();
    return full(bound, "nodes");
  }

  /// Why checks are not taken in; null if they are. Called by the writer only.
  ///
  /// @param leaving checks that make room for these
  @Nullable Refused refusal(List<Check> fresh, List<Check.Key> leaving) {
    if (fresh.isEmpty()) {
      return null;
    }
    Most now = most.get();
    var keys = fresh.stream().map(Check::key).collect(Collectors.toSet());
    int all = directory.checks.size() + directory.detached.size();
    if (grow(all, directory.checks::containsKey, keys, leaving) > now.checks()) {
      checks.increment();
      return full(now.checks(), "checks");
    }
    var owners =
        fresh.stream()
            .collect(
                Collectors.groupingBy(
                    Check::subject, Collectors.mapping(Check::key, Collectors.toSet())));
    for (Map.Entry<Instance.Key, Set<Check.Key>> owner : owners.entrySet()) {
      Set<Check.Key> known =
          directory.checksOf(owner.getKey()).stream().map(Check::key).collect(Collectors.toSet());
      if (grow(known.size(), known::contains, owner.getValue(), leaving) > now.checksEach()) {
        checks.increment();
        return full(now.checksEach(), "checks-per-service");
      }
    }
    return null;
  }

  /// How many there would be; 0 if no more than there are.
  private static long grow(
      int size, Predicate<Check.Key> isThere, Set<Check.Key> fresh, List<Check.Key> leaving) {
    long more =
        fresh.stream().filter(isThere.negate()).count() - leaving.stream().filter(isThere).count();
    return more > 0 ? size + more : 0;
  }

  /// Why an instance is not taken in; null if it is. Called by the writer only.
  private @Nullable Refused refusal(Instance.Key key) {
    int bound = most.get().instances();
    if (directory.instances.size() < bound || directory.instances.containsKey(key)) {
      return null;
    }
    instances.increment();
    return full(bound, "instances");
  }

  /// Why a value is not taken in; null if it is. Called by the writer only.
  @Nullable Refused refusal(String key) {
    int bound = most.get().values();
    if (directory.values.size() < bound || directory.values.containsKey(key)) {
      return null;
    }
    values.increment();
    return full(bound, "keys");
  }

  private static Refused full(int bound, String things) {
    return new Refused(
        Why.FULL, "The registry is full: max-%s = %d is reached".formatted(things, bound));
  }

  /// Instances that were refused.
  public long refusedInstances() {
    return instances.sum();
  }

  /// Nodes that were refused.
  public long refusedNodes() {
    return nodes.sum();
  }

  /// Times that checks were refused.
  public long refusedChecks() {
    return checks.sum();
  }

  /// Values that were refused.
  public long refusedValues() {
    return values.sum();
  }
}
