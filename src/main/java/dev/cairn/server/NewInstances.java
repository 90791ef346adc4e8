package dev.cairn.server;

import dev.cairn.admin.RegistryApi.NewCheck;
import dev.cairn.admin.RegistryApi.NewInstance;
import dev.cairn.health.Probe;
import dev.cairn.health.Status;
import dev.cairn.registry.Check;
import dev.cairn.registry.CheckSpec;
import dev.cairn.registry.CheckSpec.Asker;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Node;
import dev.cairn.registry.Registration;
import dev.cairn.registry.ServiceDirectory;
import dev.cairn.registry.Stamp;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Reads what the operator registers by command: on this machine's node.
final class NewInstances {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OUTPUT = 4096;
  private static final int LONGEST = 250;
  private static final Pattern SOCKET =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:/\\s]+):(\\d{1,5})");

  private NewInstances() {}

  /// What came of it.
  sealed interface Reading {}

  record Usable(Registration registration) implements Reading {}

  record Unusable(String sentence) implements Reading {}

  /// @param node this machine's
  static Reading read(NewInstance said, Node node) {
    String id = said.id().isEmpty() ? said.name() : said.id();
    if (said.name().length() > LONGEST || id.length() > LONGEST) {
      return new Unusable("name and id have at most " + LONGEST + " characters");
    }
    if ((said.name() + id + said.address()).chars().anyMatch(Character::isISOControl)) {
      return new Unusable("name, id and address are printable");
    }
    if (!said.address().isEmpty() && !Instance.isAddress(said.address())) {
      return new Unusable(
          "address: \"" + said.address() + "\" is neither an address nor the name of a host");
    }
    String key = ServiceDirectory.fold(node.name());
    var traits = new Instance.Traits(said.meta(), Instance.Weights.EQUAL, Map.of(), false);
    var instance =
        new Instance(
            new Instance.Key(key, id),
            said.name(),
            said.tags(),
            said.address(),
            said.port(),
            traits,
            Instance.Origin.OURS,
            Stamp.NONE);
    NewCheck check = said.check();
    if (check == null) {
      return usable(node, instance, List.of());
    }
    return switch (check.kind()) {
      case TTL ->
          usable(node, instance, List.of(check(instance, new Means.TimeToLive(check.interval()))));
      case HTTP -> http(node, instance, check);
      case TCP -> tcp(node, instance, check);
    };
  }

  private static Reading usable(Node node, Instance instance, List<Check> checks) {
    return new Usable(new Registration(node, instance, checks, Registration.OtherChecks.GO));
  }

  private static Reading http(Node node, Instance instance, NewCheck check) {
    try {
      var url = new URI(check.target());
      if (url.getHost() == null
          || !List.of("http", "https").contains(String.valueOf(url.getScheme()))) {
        return new Unusable("http: \"" + check.target() + "\" is no URL with http and a host");
      }
      var manners = new Probe.HttpManners("", true, true, OUTPUT);
      var probe = new Probe.Http(url, "GET", Map.of(), "", manners);
      return usable(node, instance, List.of(check(instance, probed(probe, check))));
    } catch (URISyntaxException _) {
      return new Unusable("http: \"" + check.target() + "\" is no URL");
    }
  }

  private static Reading tcp(Node node, Instance instance, NewCheck check) {
    var socket = SOCKET.matcher(check.target());
    if (!socket.matches()) {
      return new Unusable("tcp: \"" + check.target() + "\" is no host and port");
    }
    int port = Integer.parseInt(socket.group(2));
    if (port < 1 || port > 65_535) {
      return new Unusable("tcp: a port is from 1 to 65535");
    }
    String host = socket.group(1).replaceAll("[\\[\\]]", "");
    var probe = new Probe.Tcp(host, port, null);
    return usable(node, instance, List.of(check(instance, probed(probe, check))));
  }

  private static Means probed(Probe probe, NewCheck check) {
    return new Means.Probed(probe, check.interval(), PATIENCE, Asker.THIS_MACHINE);
  }

  private static Check check(Instance instance, Means means) {
    return new Check(
        new Check.Key(instance.key().node(), "service:" + instance.key().id()),
        "Service '%s' check".formatted(instance.service()),
        instance.key().id(),
        new CheckSpec(means, CheckSpec.Thresholds.AT_ONCE, Duration.ZERO, ""),
        new Check.Result(Status.CRITICAL, "", 0, 0),
        Stamp.NONE);
  }
}
