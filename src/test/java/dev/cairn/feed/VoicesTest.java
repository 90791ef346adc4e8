package dev.cairn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.feed.SourceSettings.Kind.Files;
import dev.cairn.feed.SourceSettings.Mode;
import dev.cairn.feed.SourceSettings.Rank;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Mirror;
import dev.cairn.registry.Node;
import dev.cairn.registry.Union;
import dev.cairn.registry.Union.Voice;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the sources of one place say, by their rank, and what holds of it.
class VoicesTest {
  private List<Voice> given = List.of();
  private int times;
  private final Voices voices =
      new Voices(all -> {
        given = all;
        times++;
      });

  @Test
  void what_several_know_of_a_service_holds() {
    voices.rank(List.of(source("a", Mode.UNION, 0), source("b", Mode.UNION, 0)));
    voices.take("a", Mirrors.of("a", "api:1@10.0.0.1"));
    voices.take("b", Mirrors.of("b", "api:1@10.0.0.2"));
    assertThat(held()).containsExactly("a/api:1", "b/api:1");
  }

  @Test
  void one_that_overrides_hides_what_those_behind_it_say_of_the_same_service() {
    voices.rank(List.of(source("low", Mode.UNION, 1), source("high", Mode.OVERRIDE, 9)));
    voices.take("low", Mirrors.of("low", "api:1@10.0.0.1", "web:1@10.0.0.1"));
    voices.take("high", Mirrors.of("high", "API:2@10.0.0.2"));
    assertThat(held()).containsExactly("high/API:2", "low/web:1");
    voices.take("high", Mirror.EMPTY);
    assertThat(held()).containsExactly("low/api:1", "low/web:1");
  }

  @Test
  void one_that_overrides_hides_nothing_of_those_before_it() {
    voices.rank(List.of(source("high", Mode.UNION, 9), source("low", Mode.OVERRIDE, 1)));
    voices.take("high", Mirrors.of("high", "api:1@10.0.0.1"));
    voices.take("low", Mirrors.of("low", "api:2@10.0.0.2"));
    assertThat(held()).containsExactly("high/api:1", "low/api:2");
  }

  @Test
  void the_same_key_holds_once_and_the_first_says_what_it_is() {
    voices.rank(List.of(source("a", Mode.UNION, 0), source("b", Mode.UNION, 0)));
    voices.take("b", Mirrors.of("shared", "api:1@10.0.0.2", "api:2@10.0.0.3"));
    voices.take("a", Mirrors.of("shared", "api:1@10.0.0.1"));
    assertThat(held()).containsExactly("shared/api:1", "shared/api:2");
    assertThat(union().nodes()).hasSize(1);
    assertThat(union().instances().getFirst().address()).isEqualTo("10.0.0.1");
  }

  @Test
  void machines_of_one_name_at_two_addresses_stay_two() {
    voices.rank(List.of(source("a", Mode.UNION, 0), source("b", Mode.UNION, 0)));
    voices.take("b", at("10.0.0.2", Mirrors.of("node1", "api:1@10.0.0.9")));
    voices.take("a", at("10.0.0.1", Mirrors.of("node1", "api:1@10.0.0.9")));
    assertThat(held()).containsExactly("node1/api:1", "node1-b/api:1");
    assertThat(union().nodes()).extracting(Node::name).containsExactly("node1", "node1-b");
    assertThat(union().nodes().getFirst().address()).isEqualTo("10.0.0.1");
  }

  @Test
  void what_a_source_knew_that_is_configured_no_more_is_gone_also_if_it_comes_again() {
    voices.rank(List.of(source("a", Mode.OVERRIDE, 9), source("b", Mode.UNION, 0)));
    voices.take("a", Mirrors.of("a", "api:1@10.0.0.1"));
    voices.take("b", Mirrors.of("b", "api:1@10.0.0.2"));
    assertThat(held()).containsExactly("a/api:1");
    voices.rank(List.of(source("b", Mode.UNION, 0)));
    assertThat(held()).containsExactly("b/api:1");
    voices.take("a", Mirrors.of("a", "api:1@10.0.0.1")); // its last word, too late
    voices.rank(List.of(source("a", Mode.OVERRIDE, 9), source("b", Mode.UNION, 0)));
    assertThat(held()).containsExactly("b/api:1");
  }

  @Test
  void the_same_again_is_not_told() {
    voices.rank(List.of(source("a", Mode.UNION, 0)));
    voices.take("a", Mirrors.of("a", "api:1@10.0.0.1"));
    int before = times;
    voices.take("a", Mirrors.of("a", "api:1@10.0.0.1"));
    voices.rank(List.of(source("a", Mode.UNION, 0)));
    assertThat(times).isEqualTo(before);
  }

  private Mirror union() {
    return Union.of(given, _ -> null).mirror();
  }

  private List<String> held() {
    return union().instances().stream()
        .map(Instance::key)
        .map(key -> key.node() + "/" + key.id())
        .toList();
  }

  private static Mirror at(String address, Mirror mirror) {
    Node node = mirror.nodes().getFirst();
    return new Mirror(
        List.of(new Node(node.name(), node.id(), address, Map.of(), Map.of(), node.stamp())),
        mirror.instances(),
        mirror.checks());
  }

  private static SourceSettings source(String name, Mode mode, int priority) {
    var kind = new Files(Path.of(name), "127.0.0.1", false);
    return new SourceSettings(name, kind, new Rank(mode, priority), null, null);
  }
}
