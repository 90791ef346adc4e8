package dev.cairn.registry;

import static dev.cairn.registry.Samples.instance;
import static dev.cairn.registry.Samples.node;
import static dev.cairn.registry.Samples.registration;
import static dev.cairn.registry.Samples.ttl;

import dev.cairn.health.DialRules;
import dev.cairn.health.Finding;
import dev.cairn.health.Plan;
import dev.cairn.health.Preservation;
import dev.cairn.health.Probe;
import dev.cairn.health.Running;
import dev.cairn.health.Status;
import dev.cairn.registry.CheckSettings.Reaping;
import dev.cairn.registry.CheckSettings.Restore;
import dev.cairn.registry.CheckSettings.Scripts;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.CheckSpec.Thresholds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// A registry whose checks a test makes itself, on time that passes when it says so.
final class RunnerFixture implements AutoCloseable {
  static final Node NODE = node("Node1", "10.0.1.5");
  static final Node OWN = node("here", "10.0.0.1");
  static final Instance ONE = instance("Node1", "api-1", "api", "", 8080);
  static final Check TTL = ttl("Node1", "service:api-1", "api-1", Duration.ofSeconds(10));
  static final Check PROBED = probed("Node1", "probe", "api-1", Thresholds.AT_ONCE);
  static final CheckSettings USUAL =
      new CheckSettings(
          new CheckRules(new DialRules(List.of()), "here"),
          Scripts.REFUSED,
          new Reaping(Duration.ofSeconds(60), Duration.ofSeconds(30)),
          Restore.LAST,
          Preservation.Settings.OFF);

  final AtomicLong now = new AtomicLong(1_000_000);
  final ServiceDirectory directory = new ServiceDirectory(1);
  final Registry registry =
      new Registry(directory, Journal.NONE, () -> Instant.ofEpochMilli(now.get()));
  final Map<Plan, Consumer<Finding>> made = new ConcurrentHashMap<>();
  final List<Plan> stopped = new CopyOnWriteArrayList<>();
  final List<String> told = new CopyOnWriteArrayList<>();
  volatile CheckSettings settings = USUAL;
  final CheckRunner runner =
      new CheckRunner(
          registry,
          this::make,
          () -> settings,
          () -> Instant.ofEpochMilli(now.get()),
          new CheckListener() {
            @Override
            public void reaped(Instance instance, Check check) {
              told.add("reaped " + instance.key().id() + " for " + check.key().id());
            }

            @Override
            public void cutOff(int kept) {
              told.add("cut off");
            }

            @Override
            public void backAgain() {
              told.add("back again");
            }
          });

  static Check probed(String node, String id, String instance, Thresholds thresholds) {
    return probed(node, id, instance, new Probe.Tcp("10.0.1.5", 80, null), thresholds);
  }

  static Check probed(String node, String id, String instance, Probe probe, Thresholds thresholds) {
    var means = new Means.Probed(probe, Duration.ofSeconds(10), Duration.ofSeconds(3));
    return check(node, id, instance, new CheckSpec(means, thresholds, Duration.ZERO, ""));
  }

  static Check check(String node, String id, String instance, CheckSpec spec) {
    return new Check(
        new Check.Key(ServiceDirectory.fold(node), id),
        id,
        instance,
        spec,
        new Check.Result(Status.CRITICAL, "", 0, 0),
        Stamp.NONE);
  }

  static Check reapedAfter(Check check, Duration after) {
    CheckSpec spec = check.spec();
    return new Check(
        check.key(),
        check.name(),
        check.instance(),
        new CheckSpec(spec.means(), spec.thresholds(), after, ""),
        check.result(),
        Stamp.NONE);
  }

  private Running make(Plan plan, Consumer<Finding> consumer) {
    made.put(plan, consumer);
    return () -> {
      made.remove(plan);
      stopped.add(plan);
    };
  }

  RunnerFixture begin() throws InterruptedException {
    runner.begin();
    runner.catchUp();
    return this;
  }

  void register(Check... checks) throws InterruptedException {
    registry.register(registration(NODE, ONE, checks));
    runner.catchUp();
  }

  void pass(Duration time) throws InterruptedException {
    now.addAndGet(time.toMillis());
    runner.catchUp();
  }

  /// Has the only check that is made find something.
  void find(Status status, String output) throws InterruptedException {
    made.values().iterator().next().accept(new Finding(status, output));
    runner.catchUp();
  }

  List<Plan> plans() {
    return new ArrayList<>(made.keySet());
  }

  Check.Result result(Check check) {
    return directory.check(check.key()).result();
  }

  Status status(Check check) {
    return result(check).status();
  }

  @Override
  public void close() {
    runner.close();
  }
}
