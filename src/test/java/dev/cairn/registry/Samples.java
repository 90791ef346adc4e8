package dev.cairn.registry;

import dev.cairn.health.Status;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.CheckSpec.Thresholds;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Nodes, instances and checks for tests.
public final class Samples {
  private Samples() {}

  public static Node node(String name, String address) {
    UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    return new Node(name, id, address, Map.of(), Map.of(), Stamp.NONE);
  }

  public static Instance instance(
      String node, String id, String service, String address, int port) {
    return new Instance(
        new Instance.Key(ServiceDirectory.fold(node), id),
        service,
        List.of(),
        address,
        port,
        Instance.Traits.NONE,
        Instance.Origin.OURS,
        Stamp.NONE);
  }

  /// An instance as a source says it.
  public static Instance ofSource(String source, Instance one) {
    return new Instance(
        one.key(),
        one.service(),
        one.tags(),
        one.address(),
        one.port(),
        one.traits(),
        new Instance.Origin(source, ""),
        Stamp.NONE);
  }

  public static Check ttl(String node, String id, String instance, Duration ttl) {
    var spec = new CheckSpec(new Means.TimeToLive(ttl), Thresholds.AT_ONCE, Duration.ZERO, "");
    return new Check(
        new Check.Key(ServiceDirectory.fold(node), id),
        id,
        instance,
        spec,
        new Check.Result(Status.CRITICAL, "", 0, 0),
        Stamp.NONE);
  }

  public static Registration registration(Node node, Instance instance, Check... checks) {
    return new Registration(node, instance, List.of(checks), Registration.OtherChecks.STAY);
  }

  public static KeyValue value(String key, String text) {
    return new KeyValue(key, text.getBytes(StandardCharsets.UTF_8), 0, Stamp.NONE);
  }
}
