package dev.cairn.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Told;
import dev.cairn.forward.Selection.HashKey;
import dev.cairn.forward.Selection.Hedge;
import dev.cairn.forward.Selection.Policy;
import dev.cairn.message.Query;
import dev.cairn.resolve.Asker;
import dev.cairn.upstream.Endpoint;
import dev.cairn.upstream.Upstream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PoliciesTest {
  private static final Query WWW = Told.address("www.example.com.");
  private static final Predicate<Upstream> ALL = _ -> true;

  private final ForwardFixture fixture = new ForwardFixture();
  private final List<Upstream> upstreams =
      IntStream.range(1, 5)
          .mapToObj(i -> Endpoint.at(new InetSocketAddress("192.0.2." + i, 53)))
          .map(fixture.pool::upstream)
          .toList();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void ordered_is_as_written() {
    var policies = policies(Policy.ORDERED);
    for (int i = 0; i < 3; i++) {
      assertThat(order(policies)).isEqualTo(upstreams);
    }
  }

  @Test
  void in_round_robin_each_comes_first_in_turn_and_the_others_follow() {
    var policies = policies(Policy.ROUND_ROBIN);
    for (int i = 0; i < 12; i++) {
      List<Upstream> order = order(policies);
      assertThat(order.getFirst()).isEqualTo(upstreams.get(i % 4));
      assertThat(order).containsExactlyInAnyOrderElementsOf(upstreams);
    }
  }

  @Test
  void the_turns_of_one_that_is_left_out_are_shared_by_all_others() {
    var policies = policies(Policy.ROUND_ROBIN);
    Map<Upstream, Integer> first = firsts(policies, 300, one -> one != upstreams.get(1));
    assertThat(first).containsOnlyKeys(upstreams.get(0), upstreams.get(2), upstreams.get(3));
    assertThat(first.values()).containsOnly(100);
  }

  @Test
  void weights_are_proportions() {
    var policies = policies(Policy.WEIGHTED, 1, 2, 3, 4);
    Map<Upstream, Integer> first = firsts(policies, 10_000, ALL);
    for (int i = 0; i < 4; i++) {
      assertThat(first.get(upstreams.get(i))).isBetween(1_000 * (i + 1) - 20, 1_000 * (i + 1) + 20);
    }
  }

  @Test
  void weights_hold_in_the_short_run_too() {
    var policies = policies(Policy.WEIGHTED, 1, 1, 1, 1);
    for (int i = 0; i < 20; i++) {
      assertThat(firsts(policies, 20, ALL).values()).allMatch(count -> count >= 3 && count <= 7);
    }
  }

  @Test
  void the_weight_of_one_that_is_left_out_is_shared_by_weight() {
    var policies = policies(Policy.WEIGHTED, 1, 2, 3, 4);
    Map<Upstream, Integer> first = firsts(policies, 6_000, one -> one != upstreams.get(3));
    for (int i = 0; i < 3; i++) {
      assertThat(first.get(upstreams.get(i))).isBetween(1_000 * (i + 1) - 20, 1_000 * (i + 1) + 20);
    }
    assertThat(firsts(policies, 100, _ -> false)).hasSize(4); // none is good: all the same
  }

  @Test
  void hash_is_stable_by_network_of_the_client() {
    var policies = hash(HashKey.CLIENT);
    for (int net = 0; net < 50; net++) {
      List<Upstream> order = order(policies, client("10.0." + net + ".1"), WWW);
      assertThat(order(policies, client("10.0." + net + ".200"), WWW)).isEqualTo(order);
      assertThat(order(policies, client("10.0." + net + ".1"), Told.address("other.example.")))
          .isEqualTo(order);
    }
    List<Upstream> order = order(policies, client("2001:db8:0:aa00::1"), WWW);
    assertThat(order(policies, client("2001:db8:0:aaff:1:2:3:4"), WWW)).isEqualTo(order);
    assertThat(
            IntStream.range(0, 100)
                .mapToObj(i -> client("2001:db8:0:%x00::1".formatted(i)))
                .map(asker -> order(policies, asker, WWW).getFirst())
                .distinct())
        .hasSize(4);
  }

  @Test
  void hash_by_name_does_not_see_the_client_nor_the_case() {
    var policies = hash(HashKey.NAME);
    for (int i = 0; i < 50; i++) {
      List<Upstream> order = order(policies, client("10.0.0.1"), Told.address(i + ".example."));
      assertThat(order(policies, client("10.9.9.9"), Told.address(i + ".EXAMPLE.")))
          .isEqualTo(order);
    }
  }

  @Test
  void hash_spreads_by_weight_or_evenly() {
    assertThat(byName(hash(HashKey.NAME), 4_000).values()).allMatch(n -> n > 850 && n < 1_150);
    Map<Upstream, Integer> weighted = byName(hash(HashKey.NAME, 1, 2, 3, 4), 10_000);
    for (int i = 0; i < 4; i++) {
      assertThat(weighted.get(upstreams.get(i)))
          .isBetween(1_000 * (i + 1) - 200, 1_000 * (i + 1) + 200);
    }
  }

  @Test
  void who_is_left_out_moves_only_its_own_names() {
    var all = hash(HashKey.NAME);
    var selection = new Selection(Policy.HASH, List.of(), HashKey.NAME, 1, Hedge.OFF);
    var fewer = new Policies(upstreams.subList(0, 3), selection);
    for (int i = 0; i < 1_000; i++) {
      List<Upstream> order = order(all, client("10.0.0.1"), Told.address(i + ".example."));
      List<Upstream> without = order(fewer, client("10.0.0.1"), Told.address(i + ".example."));
      assertThat(order.stream().filter(one -> one != upstreams.get(3))).isEqualTo(without);
    }
  }

  @Test
  void parallel_asks_several_in_order() {
    var selection = new Selection(Policy.PARALLEL, List.of(), HashKey.CLIENT, 3, Hedge.OFF);
    Choice choice = new Policies(upstreams, selection).choose(WWW, client("10.0.0.1"), ALL);
    assertThat(choice.order()).isEqualTo(upstreams);
    assertThat(choice.atOnce()).isEqualTo(3);
  }

  @Test
  void to_foresee_changes_nothing() {
    var policies = policies(Policy.ROUND_ROBIN);
    for (int i = 0; i < 3; i++) {
      assertThat(policies.foresee(WWW, client("10.0.0.1"), ALL).order()).isEqualTo(upstreams);
    }
  }

  @Test
  void the_fastest_explores_another_every_sixteenth_time() {
    var policies = policies(Policy.FASTEST);
    var explored = new HashMap<Upstream, Integer>();
    for (int i = 0; i < 96; i++) {
      Upstream besides = policies.choose(WWW, client("10.0.0.1"), ALL).besides();
      if (besides != null) {
        explored.merge(besides, 1, Integer::sum);
      }
    }
    assertThat(explored.values()).containsExactly(2, 2, 2);
    assertThat(explored).doesNotContainKey(upstreams.get(0));
  }

  private Map<Upstream, Integer> byName(Policies policies, int names) {
    var first = new HashMap<Upstream, Integer>();
    for (int i = 0; i < names; i++) {
      var query = Told.address("name" + i + ".example.com.");
      first.merge(order(policies, client("10.0.0.1"), query).getFirst(), 1, Integer::sum);
    }
    return first;
  }

  private static Map<Upstream, Integer> firsts(
      Policies policies, int times, Predicate<Upstream> isGood) {
    var first = new HashMap<Upstream, Integer>();
    for (int i = 0; i < times; i++) {
      Choice choice = policies.choose(WWW, client("10.0.0.1"), isGood);
      first.merge(choice.order().getFirst(), 1, Integer::sum);
    }
    return first;
  }

  private static List<Upstream> order(Policies policies) {
    return order(policies, client("10.0.0.1"), WWW);
  }

  private static List<Upstream> order(Policies policies, Asker asker, Query query) {
    return policies.choose(query, asker, ALL).order();
  }

  private Policies policies(Policy policy, Integer... weights) {
    return new Policies(
        upstreams, new Selection(policy, List.of(weights), HashKey.CLIENT, 1, Hedge.OFF));
  }

  private Policies hash(HashKey key, Integer... weights) {
    return new Policies(upstreams, new Selection(Policy.HASH, List.of(weights), key, 1, Hedge.OFF));
  }

  private static Asker client(String address) {
    return new Asker(InetAddress.ofLiteral(address), 0);
  }
}
