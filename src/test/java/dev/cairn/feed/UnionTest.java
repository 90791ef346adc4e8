package dev.cairn.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.feed.SourceSettings.Kind.Files;
import dev.cairn.feed.SourceSettings.Mode;
import dev.cairn.feed.SourceSettings.Rank;
import dev.cairn.health.Status;
import dev.cairn.registry.Check;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Journal;
import dev.cairn.registry.Mirror;
import dev.cairn.registry.Mirroring;
import dev.cairn.registry.Node;
import dev.cairn.registry.Registry;
import dev.cairn.registry.ServiceDirectory;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnionTest {
  private final Map<String, Mirror> given = new HashMap<>();
  private final Union union = new Union(given::put);

  @Test
  void what_several_know_of_a_service_holds() {
    union.rank(List.of(source("a", Mode.UNION, 0), source("b", Mode.UNION, 0)));
    union.take("a", Mirrors.of("a", "api:1@10.0.0.1"));
    union.take("b", Mirrors.of("b", "api:1@10.0.0.2"));
    assertThat(ids("a")).containsExactly("api:1");
    assertThat(ids("b")).containsExactly("api:1");
  }

  @Test
  void one_that_overrides_hides_what_those_behind_it_say_of_the_same_service() {
    union.rank(List.of(source("low", Mode.UNION, 1), source("high", Mode.OVERRIDE, 9)));
    union.take("low", Mirrors.of("low", "api:1@10.0.0.1", "web:1@10.0.0.1"));
    union.take("high", Mirrors.of("high", "API:2@10.0.0.2"));
    assertThat(ids("low")).containsExactly("web:1");
    assertThat(ids("high")).containsExactly("API:2");
    union.take("high", Mirror.EMPTY);
    assertThat(ids("low")).containsExactly("api:1", "web:1");
  }

  @Test
  void one_that_overrides_hides_nothing_of_those_before_it() {
    union.rank(List.of(source("high", Mode.UNION, 9), source("low", Mode.OVERRIDE, 1)));
    union.take("high", Mirrors.of("high", "api:1@10.0.0.1"));
    union.take("low", Mirrors.of("low", "api:2@10.0.0.2"));
    assertThat(ids("high")).containsExactly("api:1");
    assertThat(ids("low")).containsExactly("api:2");
  }

  @Test
  void the_same_key_holds_once_and_the_first_says_what_a_node_is() {
    union.rank(List.of(source("a", Mode.UNION, 0), source("b", Mode.UNION, 0)));
    union.take("b", Mirrors.of("shared", "api:1@10.0.0.2", "api:2@10.0.0.3"));
    union.take("a", Mirrors.of("shared", "api:1@10.0.0.1"));
    assertThat(ids("a")).containsExactly("api:1");
    assertThat(ids("b")).containsExactly("api:2");
    assertThat(given.get("b").nodes()).isEqualTo(given.get("a").nodes());
  }

  @Test
  void machines_of_one_name_at_two_addresses_stay_two() {
    union.rank(List.of(source("a", Mode.UNION, 0), source("b", Mode.UNION, 0)));
    union.take("b", at("10.0.0.2", Mirrors.of("node1", "api:1@10.0.0.9")));
    union.take("a", at("10.0.0.1", Mirrors.of("node1", "api:1@10.0.0.9")));
    assertThat(given.get("a").nodes().getFirst().name()).isEqualTo("node1");
    assertThat(given.get("b").nodes().getFirst().name()).isEqualTo("node1-b");
    assertThat(ids("a")).containsExactly("api:1");
    assertThat(ids("b")).containsExactly("api:1");
    assertThat(given.get("b").instances().getFirst().key().node()).isEqualTo("node1-b");
  }

  @Test
  void who_comes_first_gets_what_another_had_meanwhile() {
    var directory = new ServiceDirectory(1);
    var registry = new Registry(directory, Journal.NONE, InstantSource.system());
    var both = new Union(new Mirroring(registry, InstantSource.system())::mirror);
    both.rank(List.of(source("a", Mode.UNION, 0), source("b", Mode.UNION, 0)));
    both.take("b", at("10.0.0.2", of("b", "node1")));
    both.take("a", at("10.0.0.1", of("a", "node1")));
    assertThat(directory.checks())
        .extracting(one -> one.key().node(), one -> one.key().id())
        .containsExactlyInAnyOrder(tuple("node1", "up"), tuple("node1-b", "up"));
    assertThat(registry.instances("api"))
        .extracting(one -> one.instance().origin().source(), one -> one.node().address())
        .containsExactlyInAnyOrder(tuple("a", "10.0.0.1"), tuple("b", "10.0.0.2"));
  }

  private static Mirror of(String source, String node) {
    Instance one = Mirrors.instance(node, "api:1@10.0.0.9");
    Instance its =
        new Instance(
            one.key(),
            one.service(),
            one.tags(),
            "",
            80,
            one.traits(),
            new Instance.Origin(source, ""),
            one.stamp());
    Check up =
        SnapshotJson.told(
            new Check.Key(node, "up"), new SnapshotJson.Subject("", "", ""), Status.PASSING, "");
    return new Mirror(Mirrors.of(node).nodes(), List.of(its), List.of(up));
  }

  private static Mirror at(String address, Mirror mirror) {
    Node node = mirror.nodes().getFirst();
    return new Mirror(
        List.of(new Node(node.name(), node.id(), address, Map.of(), Map.of(), node.stamp())),
        mirror.instances(),
        mirror.checks());
  }

  @Test
  void what_a_source_knew_that_is_configured_no_more_is_gone() {
    union.rank(List.of(source("a", Mode.OVERRIDE, 9), source("b", Mode.UNION, 0)));
    union.take("a", Mirrors.of("a", "api:1@10.0.0.1"));
    union.take("b", Mirrors.of("b", "api:1@10.0.0.2"));
    assertThat(ids("b")).isEmpty();
    union.rank(List.of(source("b", Mode.UNION, 0)));
    assertThat(given.get("a")).isEqualTo(Mirror.EMPTY);
    assertThat(ids("b")).containsExactly("api:1");
  }

  private List<String> ids(String source) {
    return Mirrors.ids(given.get(source));
  }

  private static SourceSettings source(String name, Mode mode, int priority) {
    var kind = new Files(Path.of(name), "127.0.0.1", false);
    return new SourceSettings(name, kind, new Rank(mode, priority), null, null);
  }
}
