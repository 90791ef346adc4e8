package dev.cairn.registry;

import dev.cairn.registry.Receipt.Refused;
import dev.cairn.registry.Receipt.Why;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// How much a registry takes in: what would be more than that is refused and counted. What is there
/// may change, and what sources bring counts but is not refused.
public final class Limits {
  private final ServiceDirectory directory;
  private final Supplier<Most> most;
  private final LongAdder instances = new LongAdder();
  private final LongAdder values = new LongAdder();

  /// How many there may be of each.
  public record Most(int instances, int values) {
    public static final Most ANY = new Most(Integer.MAX_VALUE, Integer.MAX_VALUE);
  }

  Limits(ServiceDirectory directory, Supplier<Most> most) {
    this.directory = directory;
    this.most = most;
  }

  /// Why an instance is not taken in; null if it is. Called by the writer only.
  @Nullable Refused refusal(Instance.Key key) {
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

  /// Values that were refused.
  public long refusedValues() {
    return values.sum();
  }
}
