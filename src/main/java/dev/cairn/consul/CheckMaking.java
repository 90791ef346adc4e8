package dev.cairn.consul;

import dev.cairn.health.DialRule;
import dev.cairn.health.Probe;
import dev.cairn.health.Status;
import dev.cairn.registry.Check;
import dev.cairn.registry.CheckSpec;
import dev.cairn.registry.CheckSpec.Asker;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Node;
import dev.cairn.registry.ServiceDirectory;
import dev.cairn.registry.Stamp;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes checks of what clients say, if they may dial what they want to dial.
final class CheckMaking {
  private static final int MOST_CHECKS = 64;

  private final CheckTargets targets;

  CheckMaking(CheckTargets targets) {
    this.targets = targets;
  }

  /// Those in the body of a service: `Check` and `Checks`. May wait, for names to be resolved.
  List<Check> ofService(Body body, Caller caller, Node node, Instance instance) throws Refusal {
    var bodies = new ArrayList<Body>();
    Body one = body.body("Check");
    if (one != null && !one.isEmpty()) {
      bodies.add(one);
    }
    bodies.addAll(body.list("Checks", MOST_CHECKS));
    var checks = new ArrayList<Check>();
    for (int i = 0; i < bodies.size(); i++) {
      var given = CheckBody.of(bodies.get(i), node.name());
      String id = "service:" + instance.key().id() + (bodies.size() == 1 ? "" : ":" + (i + 1));
      checks.add(check(given.orElse(id, usualName(instance)), caller, node, instance));
    }
    return checks;
  }

  private static String usualName(Instance instance) {
    return "Service '%s' check".formatted(instance.service());
  }

  /// One check. May wait, for names to be resolved.
  ///
  /// @param given with an id and a name
  /// @param instance null if it is about all of the node
  Check check(CheckBody given, Caller caller, Node node, @Nullable Instance instance)
      throws Refusal {
    ServiceBody.refuseLong(given.id());
    ServiceBody.refuseLong(given.name());
    CheckSpec spec = spec(given.spec(), caller);
    refuseTarget(spec.means(), node, instance);
    Status status = given.status();
    return new Check(
        new Check.Key(ServiceDirectory.fold(node.name()), given.id()),
        given.name(),
        instance == null ? "" : instance.key().id(),
        spec,
        new Check.Result(status == null ? Status.CRITICAL : status, "", 0, 0),
        Stamp.NONE);
  }

  private static CheckSpec spec(CheckSpec given, Caller caller) {
    return caller.isLocal() && given.means() instanceof Means.Probed probed
        ? new CheckSpec(
            probed.askedFor(Asker.THIS_MACHINE),
            given.thresholds(),
            given.deregisterAfter(),
            given.notes())
        : given;
  }

  private void refuseTarget(Means means, Node node, @Nullable Instance instance) throws Refusal {
    if (!(means instanceof Means.Probed probed)) {
      return;
    }
    String host = host(probed.probe());
    if (host.isEmpty()) {
      return;
    }
    DialRule rule = targets.ruleFor(node, instance, probed.asker());
    try {
      for (InetAddress address : rule.addresses(host)) {
        String refusal = rule.refusal(address);
        if (!refusal.isEmpty()) {
          throw CheckBody.invalid(refusal);
        }
      }
    } catch (UnknownHostException _) {
      // it may be there later, and is judged whenever it is dialled
    }
  }

  private static String host(Probe probe) {
    return switch (probe) {
      case Probe.Http http -> http.url().getHost();
      case Probe.Tcp tcp -> tcp.host();
      case Probe.Udp udp -> udp.host();
      case Probe.Dns dns -> dns.server().host();
      case Probe.Script _ -> "";
    };
  }
}
