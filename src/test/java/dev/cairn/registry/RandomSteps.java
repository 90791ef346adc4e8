package dev.cairn.registry;

import dev.cairn.health.Probe;
import dev.cairn.health.Status;
import dev.cairn.registry.CheckSpec.Asker;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.CheckSpec.Thresholds;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.xbill.DNS.Name;

/// Does whatever can be done to a registry, about a few things again and again.
final class RandomSteps {
  private static final int FEW = 4;

  private final RandomGenerator chance;
  private long now = 1_000_000;

  RandomSteps(RandomGenerator chance) {
    this.chance = chance;
  }

  Instant now() {
    return Instant.ofEpochMilli(now);
  }

  /// Of services, nodes and values, in lower case.
  static List<String> names() {
    return Stream.of("node", "svc-", "key/")
        .flatMap(kind -> IntStream.range(0, FEW).mapToObj(i -> kind + i))
        .toList();
  }

  static List<String> addresses() {
    return IntStream.range(0, FEW).mapToObj(RandomSteps::address).toList();
  }

  private static String address(int number) {
    return number == 0 ? "2001:db8::1" : "10.0.0." + number;
  }

  Receipt next(Registry registry) {
    now += chance.nextInt(1_000);
    return switch (chance.nextInt(16)) {
      case 0, 1, 2, 3 -> registry.register(registration());
      case 4 -> registry.deregister(instance());
      case 5, 6 -> registry.report(check(instance()), status(), "told at " + now);
      case 7 -> registry.settle(check(instance()), status(), few("found "));
      case 8 ->
          chance.nextBoolean()
              ? registry.maintain(instance(), "moving", Duration.ofSeconds(few()))
              : registry.endMaintenance(instance());
      case 9 ->
          chance.nextBoolean() ? registry.maintain(node(), "") : registry.endMaintenance(node());
      case 10 -> registry.putValue(value(), chance.nextInt(4) - 1L);
      case 11 ->
          chance.nextBoolean()
              ? registry.removeValue(few("key/"), -1)
              : registry.putValue(value(), -1);
      case 12 ->
          chance.nextInt(8) == 0 ? registry.removeValues("key/") : registry.putValue(value(), -1);
      case 13 -> putCheck(registry, anyCheck());
      case 14 -> registry.removeCheck(check(instance()));
      default ->
          chance.nextInt(3) == 0
              ? registry.dismissNode(few("node"))
              : registry.enroll(node(), null, List.of());
    };
  }

  private Receipt putCheck(Registry registry, Check check) {
    return registry.putCheck(Samples.node(check.key().node(), address(few())), check);
  }

  private int few() {
    return chance.nextInt(FEW);
  }

  private String few(String kind) {
    return kind + few();
  }

  private Status status() {
    return Status.values()[chance.nextInt(3)];
  }

  private Instance.Key instance() {
    return new Instance.Key(few("node"), few("id "));
  }

  private static Check.Key check(Instance.Key instance) {
    return new Check.Key(instance.node(), "service:" + instance.id());
  }

  private Node node() {
    Node plain = Samples.node(few("Node"), address(few()));
    Map<String, String> meta = chance.nextBoolean() ? Map.of() : Map.of("zone", few(""));
    return new Node(plain.name(), plain.id(), plain.address(), meta, meta, Stamp.NONE);
  }

  private Registration registration() {
    Node node = node();
    var key = new Instance.Key(ServiceDirectory.fold(node.name()), few("id "));
    var manner = new Instance.Manner(few(), Duration.ofMillis(few()), null);
    var traits =
        new Instance.Traits(
            Map.of("k", few("v")),
            new Instance.Weights(few(), few()),
            Map.of("lan", new Instance.TaggedAddress(address(few()), few())),
            chance.nextBoolean(),
            chance.nextBoolean() ? manner : Instance.Manner.USUAL);
    var instance =
        new Instance(
            key,
            few(chance.nextBoolean() ? "svc-" : "Svc-"),
            List.of(few("tag"), "größer", "日本"),
            address(few()),
            few(),
            traits,
            new Instance.Origin("", few("")),
            Stamp.NONE);
    var ttl = new Means.TimeToLive(Duration.ofSeconds(10));
    List<Check> checks = new ArrayList<>();
    if (chance.nextBoolean()) {
      checks.add(check(check(key), key.id(), ttl));
    }
    return new Registration(
        node,
        instance,
        checks,
        chance.nextBoolean() ? Registration.OtherChecks.GO : Registration.OtherChecks.STAY);
  }

  private Check anyCheck() {
    Instance.Key about = instance();
    boolean isOfNode = chance.nextInt(4) == 0;
    return check(
        new Check.Key(about.node(), few("check ")),
        isOfNode ? "" : about.id(),
        means().get(chance.nextInt(means().size())));
  }

  private Check check(Check.Key key, String instance, Means means) {
    var spec =
        new CheckSpec(means, new Thresholds(few(), 0, few()), Duration.ofMinutes(few()), "notes");
    return new Check(
        key, few("name "), instance, spec, new Check.Result(status(), "", 0, 0), Stamp.NONE);
  }

  private KeyValue value() {
    return new KeyValue(
        few("key/"), few("value").getBytes(StandardCharsets.UTF_8), -few(), Stamp.NONE);
  }

  /// One of each kind.
  static List<Means> means() {
    var manners = new Probe.HttpManners("name", true, false, 4_096);
    Map<String, List<String>> headers = Map.of("A", List.of("b", ""), "Host", List.of("h"));
    var server = new Probe.Server("h", 53, Duration.ofMillis(1_500));
    Name name = Name.fromConstantString("a\\.b.example.");
    return List.of(
        probed(new Probe.Http(URI.create("http://h/?a=%20"), "GET", headers, "body", manners)),
        probed(new Probe.Tcp("h", 1, null)).askedFor(Asker.THIS_MACHINE),
        probed(new Probe.Tcp("h", 1, Probe.Tls.USUAL)),
        probed(new Probe.Tcp("h", 1, new Probe.Tls("name", false))),
        probed(new Probe.Udp("::1", 65_535)),
        probed(new Probe.Dns(server, name, 28, 3, List.of("10.0.0.1", "::1"))),
        probed(new Probe.Script(List.of("true", "and more"))),
        new Means.TimeToLive(Duration.ofMillis(15_001)),
        new Means.Alias("node1", "id 1"),
        new Means.Maintenance(),
        new Means.Told());
  }

  private static Means.Probed probed(Probe probe) {
    return new Means.Probed(probe, Duration.ofSeconds(10), Duration.ofSeconds(1));
  }
}
