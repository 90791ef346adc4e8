package dev.cairn.server;

import dev.cairn.registry.Change;
import dev.cairn.registry.Check;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.Effect;
import dev.cairn.registry.Instance;
import dev.cairn.registry.ServiceDirectory;
import dev.cairn.telemetry.EventLog;
import dev.cairn.telemetry.EventType;
import dev.cairn.telemetry.Happening;
import dev.cairn.telemetry.Happening.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells as events what changes in a directory. A new output of a check, and a heartbeat, are none.
final class RegistryEvents {
  private static final String OWN_SOURCE = "http";
  private static final int LONGEST_REASON = 200;

  private final ServiceDirectory directory;
  private final EventLog log;

  RegistryEvents(ServiceDirectory directory, EventLog log) {
    this.directory = directory;
    this.log = log;
  }

  void tell(List<Effect> effects) {
    effects.forEach(this::tell);
  }

  private void tell(Effect effect) {
    switch (effect.change()) {
      case Change.InstancePut(Instance instance) ->
          tell(
              effect.before() == null ? EventType.SERVICE_ADDED : EventType.SERVICE_UPDATED,
              instance,
              instance.stamp().modified());
      case Change.InstanceGone _ -> {
        if (effect.before() instanceof Instance gone) {
          tell(EventType.SERVICE_REMOVED, gone, directory.index());
        }
      }
      case Change.CheckPut(Check check) -> {
        if (effect.before() instanceof Check before) {
          turned(check, before.result().status().word(), check.result().status().word());
        } else if (check.spec().means() instanceof Means.Maintenance) {
          turned(check, "", check.result().status().word());
        }
      }
      case Change.CheckGone _ -> {
        if (effect.before() instanceof Check gone
            && gone.spec().means() instanceof Means.Maintenance) {
          turned(gone, gone.result().status().word(), "");
        }
      }
      case Change.NodePut _, Change.NodeGone _, Change.ValuePut _, Change.ValueGone _ -> {}
    }
  }

  private void tell(EventType type, Instance instance, long index) {
    log.publish(Happening.of(type, subject(instance)).by(origin(instance, index)));
  }

  private void turned(Check check, String before, String after) {
    if (before.equals(after)) {
      return;
    }
    Instance instance = directory.instance(check.subject());
    String subject =
        instance == null
            ? check.key().node() + "/" + check.key().id()
            : subject(instance) + "/" + check.key().id();
    log.publish(
        Happening.of(EventType.CHECK_CHANGED, subject)
            .turning(before, after)
            .because(reason(check))
            .by(origin(instance, directory.index())));
  }

  static String subject(Instance instance) {
    return instance.service() + "/" + instance.key().id();
  }

  private static Origin origin(@Nullable Instance instance, long index) {
    String source = instance == null ? "" : instance.origin().source();
    return new Origin(source.isEmpty() ? OWN_SOURCE : source, index);
  }

  /// The first line of what was found.
  private static String reason(Check check) {
    boolean isMaintenance = check.spec().means() instanceof Means.Maintenance;
    String text = isMaintenance ? check.spec().notes() : check.result().output();
    int end = text.indexOf('\n');
    String line = end < 0 ? text : text.substring(0, end);
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
  }
}
