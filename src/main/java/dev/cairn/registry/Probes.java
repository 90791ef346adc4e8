package dev.cairn.registry;

import dev.cairn.health.DialRule;
import dev.cairn.health.Finding;
import dev.cairn.health.Plan;
import dev.cairn.health.Probe;
import dev.cairn.health.Running;
import dev.cairn.health.Status;
import dev.cairn.health.Streak;
import dev.cairn.registry.CheckSpec.Asker;
import dev.cairn.registry.CheckSpec.Means;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The probes that are made for checks of the directory, one a check. Belongs to one thread, which
/// alone calls it.
final class Probes {
  private static final Duration FIRST = Duration.ofSeconds(1);

  private final ServiceDirectory directory;
  private final Starter starter;
  private final Supplier<CheckSettings> settings;
  private final BiConsumer<Run, Finding> told;
  private final Map<Check.Key, Run> runs = new HashMap<>();

  /// Makes a plan come true: [dev.cairn.health.CheckEngine#start].
  @FunctionalInterface
  interface Starter {
    Running start(Plan plan, Consumer<Finding> told);
  }

  /// A check while it is made.
  static final class Run {
    final Check.Key key;
    final Means.Probed probed;
    Streak streak = Streak.NONE;
    long foundAt; // first, or what was written down last: milliseconds since 1970; 0 if nothing
    @Nullable Running running;

    Run(Check.Key key, Means.Probed probed) {
      this.key = key;
      this.probed = probed;
    }
  }

  /// @param told what a run found, on whatever thread
  Probes(
      ServiceDirectory directory,
      Starter starter,
      Supplier<CheckSettings> settings,
      BiConsumer<Run, Finding> told) {
    this.directory = directory;
    this.starter = starter;
    this.settings = settings;
    this.told = told;
  }

  /// Has a check made from now on, if it is not already.
  void make(Check.Key key, Means.Probed probed) {
    Run known = runs.get(key);
    if (known != null && known.probed.equals(probed)) {
      return;
    }
    stop(key);
    var run = new Run(key, probed);
    runs.put(key, run);
    if (probed.probe() instanceof Probe.Script
        && settings.get().scripts() == CheckSettings.Scripts.REFUSED) {
      told.accept(run, new Finding(Status.CRITICAL, "Scripts are disabled on this agent"));
      return;
    }
    Duration first = probed.interval().compareTo(FIRST) < 0 ? probed.interval() : FIRST;
    var plan =
        new Plan(probed.probe(), probed.interval(), probed.timeout(), first, new RuleOfNow(key));
    run.running = starter.start(plan, finding -> told.accept(run, finding));
  }

  void stop(Check.Key key) {
    Run run = runs.remove(key);
    if (run != null && run.running != null) {
      run.running.stop();
    }
  }

  /// Whether what a run found still counts.
  boolean isCurrent(Run run) {
    return run.equals(runs.get(run.key));
  }

  /// Whether something was found out about a check since the start, or it is none that we make.
  boolean isKnown(Check check) {
    Run run = runs.get(check.key());
    return !(check.spec().means() instanceof Means.Probed) || run != null && run.foundAt > 0;
  }

  int size() {
    return runs.size();
  }

  void stopAll() {
    runs.values().stream()
        .map(run -> run.running)
        .forEach(running -> {
          if (running != null) {
            running.stop();
          }
        });
    runs.clear();
  }

  /// The rule as settings and directory are when something is dialled: an instance may have moved.
  private final class RuleOfNow implements DialRule {
    private final Check.Key key;

    RuleOfNow(Check.Key key) {
      this.key = key;
    }

    @Override
    public String refusal(String host, InetAddress address) {
      DialRule rule = rule();
      return rule == null ? "the check is gone" : rule.refusal(host, address);
    }

    @Override
    public String meant(String host) {
      DialRule rule = rule();
      return rule == null ? host : rule.meant(host);
    }

    private @Nullable DialRule rule() {
      Check check = directory.check(key);
      Node node = directory.node(key.node());
      if (check == null || node == null) {
        return null;
      }
      Instance instance =
          check.instance().isEmpty()
              ? null
              : directory.instance(new Instance.Key(key.node(), check.instance()));
      Asker asker =
          check.spec().means() instanceof Means.Probed probed ? probed.asker() : Asker.UNKNOWN;
      return settings.get().rules().of(node, instance, asker);
    }
  }
}
