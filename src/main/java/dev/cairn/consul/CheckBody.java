package dev.cairn.consul;

import dev.cairn.health.Status;
import dev.cairn.registry.CheckSpec;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.CheckSpec.Thresholds;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a client says that a check is.
///
/// @param id empty if it is to be made up
/// @param name empty if it is to be made up
/// @param status it begins with; null for the usual
record CheckBody(String id, String name, @Nullable Status status, CheckSpec spec) {
  private static final String FOREIGN = "check type not supported";

  /// @param node that the check will be on
  static CheckBody of(Body body, String node) throws Refusal {
    String id = body.text("CheckID");
    return new CheckBody(
        id.isEmpty() ? body.text("ID") : id, body.text("Name"), status(body), spec(body, node));
  }

  /// With an id and a name where the client gave none.
  CheckBody orElse(String otherId, String otherName) {
    return new CheckBody(
        id.isEmpty() ? otherId : id, name.isEmpty() ? otherName : name, status, spec);
  }

  /// Null if none is given.
  static @Nullable Status status(Body body) throws Refusal {
    String word = body.text("Status");
    if (word.isEmpty()) {
      return null;
    }
    Status status = Status.of(word);
    if (status == null) {
      throw Refusal.bad("Status for checks must 'passing', 'warning', 'critical'");
    }
    return status;
  }

  private static CheckSpec spec(Body body, String node) throws Refusal {
    refuseForeign(body);
    refuseScripts(body);
    Thresholds thresholds = thresholds(body);
    return new CheckSpec(
        means(body, node),
        thresholds,
        notNegative(body, "DeregisterCriticalServiceAfter"),
        body.text("Notes"));
  }

  private static void refuseForeign(Body body) throws Refusal {
    for (String kind : List.of("DockerContainerID", "H2PING", "GRPC", "OSService")) {
      if (!body.isEmptyText(kind)) {
        throw invalid(FOREIGN);
      }
    }
  }

  private static void refuseScripts(Body body) throws Refusal {
    if (!body.texts("Args").isEmpty()
        || !body.texts("ScriptArgs").isEmpty()
        || !body.text("Script").isEmpty()) {
      throw Refusal.failed(
          "Scripts are disabled on this agent from remote calls;"
              + " they run only if they stand in the configuration of the server");
    }
  }

  private static Means means(Body body, String node) throws Refusal {
    List<String> kinds = ProbeBody.KINDS.stream().filter(kind -> !body.isEmptyText(kind)).toList();
    Duration interval = notNegative(body, "Interval");
    Duration ttl = notNegative(body, "TTL");
    boolean isAlias = !body.isEmptyText("AliasService") || !body.isEmptyText("AliasNode");
    if (interval.isPositive() && ttl.isPositive()) {
      throw invalid("Interval and TTL cannot both be specified");
    }
    if (kinds.size() + (isAlias ? 1 : 0) + (ttl.isPositive() ? 1 : 0) > 1) {
      throw invalid("only one kind of check can be specified");
    }
    if (!kinds.isEmpty()) {
      return ProbeBody.probed(body, kinds.getFirst(), interval);
    }
    if (isAlias) {
      return alias(body, node, interval);
    }
    if (!ttl.isPositive()) {
      throw invalid("TTL must be > 0 for TTL checks");
    }
    return new Means.TimeToLive(ttl);
  }

  private static Means alias(Body body, String node, Duration interval) throws Refusal {
    if (interval.isPositive()) {
      throw invalid("Interval cannot be set for Alias checks");
    }
    String other = body.text("AliasNode");
    return new Means.Alias(other.isEmpty() ? node : other, body.text("AliasService"));
  }

  private static Thresholds thresholds(Body body) throws Refusal {
    int passing = body.number("SuccessBeforePassing");
    int critical = body.number("FailuresBeforeCritical");
    int warning =
        body.has("FailuresBeforeWarning") ? body.number("FailuresBeforeWarning") : critical;
    if (passing < 0 || warning < 0 || critical < 0) {
      throw invalid("SuccessBeforePassing and FailuresBefore.. cannot be negative");
    }
    if (warning > critical) {
      throw invalid("FailuresBeforeWarning can't be higher than FailuresBeforeCritical");
    }
    return new Thresholds(passing, warning, critical);
  }

  private static Duration notNegative(Body body, String key) throws Refusal {
    Duration duration = body.duration(key);
    if (duration.isNegative()) {
      throw invalid(key + " cannot be negative");
    }
    return duration;
  }

  static Refusal invalid(String why) {
    return Refusal.bad("Invalid check: " + why);
  }
}
