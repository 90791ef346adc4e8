package dev.cairn.registry;

import dev.cairn.health.Status;
import dev.cairn.message.RecordSet;
import dev.cairn.registry.NameSettings.Empty;
import dev.cairn.registry.NameSettings.Health;
import dev.cairn.registry.NameSettings.Lifetimes;
import dev.cairn.registry.NameSettings.Selection;
import dev.cairn.registry.NameSettings.Shares;
import dev.cairn.registry.NameSettings.Text;
import dev.cairn.registry.ServiceNames.Ground;
import dev.cairn.registry.ServiceNames.ZoneBeside;
import dev.cairn.resolve.LocalResolver;
import dev.cairn.resolve.Owner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// A registry from text, and how its names are answered, for tests.
///
/// ```
/// node NAME ADDRESS meta.KEY=VALUE ...
/// service NODE ID NAME ADDRESS PORT [critical|warning] [tags=a,b] [weights=1/2] [source=lab] meta...
///                               "-" is the address of the node
/// set service-ttl.api 5         also node-ttl negative-ttl stale-ttl only-passing empty-nodata
///                               weighted address-limit udp-limit service-texts no-node-texts
///                               sources
/// ```
public final class RegistryText {
  public final ServiceDirectory directory = new ServiceDirectory(1);
  public final Registry registry = new Registry(directory, Journal.NONE, InstantSource.system());
  public volatile Lapses lapses = Lapses.NONE;

  private final Name domain;
  private final Map<String, Duration> serviceTtls = new HashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();
  private final Set<String> words = new HashSet<>();
  private Set<String> sources = Set.of("");

  public RegistryText(String domain, List<String> lines) {
    this.domain = Name.fromConstantString(domain);
    lines.stream().map(String::strip).filter(line -> !line.isEmpty()).forEach(this::take);
  }

  /// Does what a line says.
  public void take(String line) {
    List<String> parts = Arrays.asList(line.split("\\s+"));
    switch (parts.getFirst()) {
      case "node" -> registry.enroll(node(parts), null, List.of());
      case "service" -> service(parts);
      case "set" -> set(parts.get(1), parts.subList(2, parts.size()));
      default -> throw new IllegalArgumentException(line);
    }
  }

  private static Node node(List<String> parts) {
    Node plain = Samples.node(parts.get(1), parts.get(2));
    return new Node(plain.name(), plain.id(), plain.address(), Map.of(), meta(parts), Stamp.NONE);
  }

  private void service(List<String> parts) {
    Node node = directory.node(parts.get(1));
    String id = parts.get(2);
    String address = parts.get(4).equals("-") ? "" : parts.get(4);
    String[] weights = word(parts, "weights", "1/1").split("/");
    var traits =
        new Instance.Traits(
            meta(parts),
            new Instance.Weights(Integer.parseInt(weights[0]), Integer.parseInt(weights[1])),
            Map.of(),
            false);
    String tags = word(parts, "tags", "");
    var instance =
        new Instance(
            new Instance.Key(ServiceDirectory.fold(parts.get(1)), id),
            parts.get(3),
            tags.isEmpty() ? List.of() : List.of(tags.split(",")),
            address,
            Integer.parseInt(parts.get(5)),
            traits,
            new Instance.Origin(word(parts, "source", ""), ""),
            Stamp.NONE);
    registry.enroll(node, instance, List.of(check(instance, status(parts))));
  }

  private static Check check(Instance instance, Status status) {
    return new Check(
        new Check.Key(instance.key().node(), "service:" + instance.key().id()),
        "check",
        instance.key().id(),
        CheckSpec.TOLD,
        new Check.Result(status, "", 0, 0),
        Stamp.NONE);
  }

  private static Status status(List<String> parts) {
    return parts.contains("critical")
        ? Status.CRITICAL
        : parts.contains("warning") ? Status.WARNING : Status.PASSING;
  }

  private void set(String key, List<String> values) {
    if (key.startsWith("service-ttl.")) {
      serviceTtls.put(
          key.substring("service-ttl.".length()),
          Duration.ofSeconds(Integer.parseInt(values.getFirst())));
    } else if (key.equals("sources")) {
      sources = values.stream().map(one -> one.equals("-") ? "" : one).collect(Collectors.toSet());
    } else if (values.isEmpty()) {
      words.add(key);
    } else {
      numbers.put(key, Integer.parseInt(values.getFirst()));
    }
  }

  private static Map<String, String> meta(List<String> parts) {
    Map<String, String> meta = new HashMap<>();
    for (String part : parts) {
      if (part.startsWith("meta.")) {
        String[] pair = part.substring("meta.".length()).split("=", 2);
        meta.put(pair[0].replace('_', ' '), pair[1]);
      }
    }
    return meta;
  }

  private static String word(List<String> parts, String key, String otherwise) {
    return parts.stream()
        .filter(part -> part.startsWith(key + "="))
        .map(part -> part.substring(key.length() + 1))
        .findFirst()
        .orElse(otherwise);
  }

  public Name domain() {
    return domain;
  }

  public NameSettings settings() {
    var selection =
        new Selection(
            words.contains("only-passing") ? Health.PASSING : Health.NOT_CRITICAL,
            words.contains("weighted") ? Shares.BY_WEIGHT : Shares.EQUAL,
            words.contains("empty-nodata") ? Empty.NODATA : Empty.NXDOMAIN,
            numbers.getOrDefault("address-limit", 0),
            numbers.getOrDefault("udp-limit", 0));
    Set<Text> texts = new HashSet<>(Set.of(Text.OF_NODES));
    if (words.contains("no-node-texts")) {
      texts.clear();
    }
    if (words.contains("service-texts")) {
      texts.add(Text.OF_SERVICES);
    }
    var named = new NameSettings.Domain(domain, "dc1", "node1");
    return new NameSettings(named, lifetimes(), selection, texts, sources);
  }

  private Lifetimes lifetimes() {
    Map<String, Duration> ofSources = new HashMap<>();
    numbers.forEach((key, value) -> {
      if (key.startsWith("source-ttl.")) {
        ofSources.put(
            key.substring("source-ttl.".length()).toLowerCase(Locale.ROOT),
            Duration.ofSeconds(value));
      }
    });
    return new Lifetimes(
        serviceTtls, seconds("node-ttl"), seconds("negative-ttl"), seconds("stale-ttl"), ofSources);
  }

  private Duration seconds(String key) {
    return Duration.ofSeconds(numbers.getOrDefault(key, 0));
  }

  /// Its names in a domain.
  ///
  /// @param zone of the same name, null if there is none
  public Owner names(
      Name name,
      @Nullable LocalResolver zone,
      @Nullable RecordSet soa,
      Supplier<RandomGenerator> chance) {
    var beside = zone == null ? null : new ZoneBeside(zone, soa);
    var ground = new Ground(directory, () -> lapses, chance);
    return Owner.services(name, new ServiceNames(settings().in(name), ground, beside));
  }

  public ReverseNames reverse() {
    return new ReverseNames(settings(), directory);
  }
}
