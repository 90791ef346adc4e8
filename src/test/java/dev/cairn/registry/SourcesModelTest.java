package dev.cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.health.Status;
import dev.cairn.registry.Receipt.Done;
import dev.cairn.registry.Union.Voice;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever sources say, in whatever order, and whatever is done here meanwhile: what is there is
/// what [PlainSources] makes of it, at once and after each restart.
class SourcesModelTest {
  private static final List<String> SOURCES = List.of("s1", "s2", "s3");
  private static final List<String> NODES = List.of("Ann", "ann-s2", "Bob");
  private static final List<String> IDS = List.of("i1", "i2", "i3");
  private static final List<String> SERVICES = List.of("x", "y");

  @TempDir Path folder;
  private final PlainSources plain = new PlainSources();
  private Random chance;
  private Registry registry;
  private Mirroring mirroring;

  @BeforeEach
  void begin() throws IOException {
    var directory = new ServiceDirectory(1);
    var journal = FileJournal.open(folder, directory, 2_000);
    registry = new Registry(directory, journal, InstantSource.system());
    mirroring = new Mirroring(registry, InstantSource.system(), _ -> {});
  }

  @AfterEach
  void end() {
    registry.close();
  }

  @Test
  void what_is_there_is_what_follows_from_what_is_said() throws IOException {
    for (long seed = 0; seed < 12; seed++) {
      chance = new Random(seed);
      for (int i = 0; i < 400; i++) {
        String what = "seed %d, step %d: %s".formatted(seed, i, next());
        mirroring.mirror(plain.voices);
        check(what);
      }
    }
  }

  private void check(String what) {
    ServiceDirectory directory = registry.directory();
    assertThat(PlainSources.All.of(directory)).as(what).isEqualTo(plain.say());
    for (String service : SERVICES) {
      assertThat(registry.instances(service))
          .as(what)
          .extracting(member -> member.instance().key())
          .containsExactlyInAnyOrderElementsOf(
              directory.instances.values().stream()
                  .filter(one -> one.service().equals(service))
                  .map(Instance::key)
                  .toList())
          .allSatisfy(key ->
              assertThat(isInMaintenance(service, key))
                  .as(what)
                  .isEqualTo(plain.isInMaintenance(key)));
    }
  }

  private boolean isInMaintenance(String service, Instance.Key key) {
    return registry.instances(service).stream()
        .filter(member -> member.instance().key().equals(key))
        .allMatch(Member::isInMaintenance);
  }

  /// What was done.
  private String next() throws IOException {
    return switch (chance.nextInt(10)) {
      case 0, 1, 2, 3 -> speak();
      case 4 -> shuffle();
      case 5 -> register();
      case 6 -> deregister();
      case 7 -> maintain();
      case 8 -> chance.nextInt(3) == 0 ? maintainNode() : maintain();
      default -> chance.nextInt(4) == 0 ? restart() : dismiss();
    };
  }

  private String speak() {
    String source = one(SOURCES);
    var voice = new Voice(source, chance.nextInt(4) == 0, mirror(source));
    var voices = new ArrayList<Voice>(plain.voices);
    voices.removeIf(known -> known.source().equals(source));
    voices.add(chance.nextInt(voices.size() + 1), voice);
    plain.voices = List.copyOf(voices);
    return "said " + voice;
  }

  private String shuffle() {
    var voices = new ArrayList<Voice>(plain.voices);
    Collections.shuffle(voices, chance);
    if (!voices.isEmpty() && chance.nextBoolean()) {
      voices.removeLast();
    }
    plain.voices = List.copyOf(voices);
    return "in the order " + plain.voices.stream().map(Voice::source).toList();
  }

  private Mirror mirror(String source) {
    List<Node> nodes =
        NODES.stream()
            .filter(_ -> chance.nextInt(3) > 0)
            .map(name ->
                new Node(name, PlainSources.id(name), address(), Map.of(), Map.of(), Stamp.NONE))
            .toList();
    List<Instance> instances = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    for (Node node : nodes) {
      IDS.stream()
          .filter(_ -> chance.nextBoolean())
          .forEach(id -> instances.add(instance(node.name(), id, source)));
      if (chance.nextInt(3) == 0) {
        checks.add(
            new Check(
                new Check.Key(ServiceDirectory.fold(node.name()), "up"),
                "",
                "",
                CheckSpec.TOLD,
                new Check.Result(Status.PASSING, "", 0, 0),
                Stamp.NONE));
      }
    }
    return new Mirror(nodes, instances, checks);
  }

  private Instance instance(String node, String id, String source) {
    return Samples.ofSource(source, Samples.instance(node, id, one(SERVICES), "", 80));
  }

  private String register() {
    String name = chance.nextInt(4) == 0 ? "Ann-s1" : one(NODES);
    Node there = registry.directory().node(name);
    Node node = there == null ? node(name) : there.with(Stamp.NONE);
    Instance own = instance(node.name(), one(IDS), "");
    boolean isNew = registry.directory().instance(own.key()) == null;
    boolean isDone = registry.register(Samples.registration(node, own)) instanceof Done;
    if (isDone) {
      plain.registered(node, own, isNew);
    }
    return "registered %s, %s".formatted(own.key(), isDone);
  }

  private Node node(String name) {
    var id = new UUID(chance.nextLong(), chance.nextLong());
    return new Node(name, id, address(), Map.of(), Map.of(), Stamp.NONE);
  }

  private String deregister() {
    Instance.Key key = anyInstance();
    if (key != null && registry.deregister(key) instanceof Done) {
      plain.deregistered(key);
    }
    return "deregistered " + key;
  }

  private String maintain() {
    Instance.Key key = anyInstance();
    if (key == null) {
      return "nothing";
    }
    if (plain.maintained.contains(key)) {
      assertThat(registry.endMaintenance(key)).isInstanceOf(Done.class);
      plain.maintained.remove(key);
      return "ended maintenance of " + key;
    }
    assertThat(registry.maintain(key, "")).isInstanceOf(Done.class);
    plain.maintained.add(key);
    return "began maintenance of " + key;
  }

  private String maintainNode() {
    List<Node> nodes = registry.directory().nodes();
    Node node = nodes.isEmpty() || chance.nextInt(8) == 0 ? node(one(NODES)) : one(nodes);
    String name = ServiceDirectory.fold(node.name());
    if (plain.maintainedNodes.remove(name)) { // it may be away
      assertThat(registry.endMaintenance(node)).isInstanceOf(Done.class);
      return "ended maintenance of " + node.name();
    }
    assertThat(registry.maintain(node, "")).isInstanceOf(Done.class);
    plain.maintained(node);
    return "began maintenance of " + node.name();
  }

  private String dismiss() {
    String name = ServiceDirectory.fold(one(NODES));
    if (plain.ownNodes.containsKey(name) && registry.dismissNode(name) instanceof Done) {
      plain.dismissed(name);
    }
    return "dismissed " + name;
  }

  /// First all sources are away.
  private String restart() throws IOException {
    registry.close();
    begin();
    assertThat(registry.directory().instances.keySet()).isEqualTo(plain.own.keySet());
    return "restarted";
  }

  private Instance.Key anyInstance() {
    List<Instance.Key> all = List.copyOf(registry.directory().instances.keySet());
    return all.isEmpty() ? null : one(all);
  }

  private String address() {
    return "10.0.0." + (1 + chance.nextInt(2));
  }

  private <T> T one(List<T> some) {
    return some.get(chance.nextInt(some.size()));
  }
}
