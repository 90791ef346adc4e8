package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.config.Forward.Policy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Weights are one for each upstream, or none.
class WeightsTest {
  private static final String TWO = "upstreams = ['192.0.2.1', '192.0.2.2']\n";
  private static final String ALLOWED =
      "; allowed: one for each upstream, such as weights = [1, 1]";

  @Test
  void the_policy_weighted_needs_weights() {
    assertThat(Reading.errors("[forward]\n" + TWO + "policy = 'weighted'"))
        .containsExactly("dns.toml:3:1: forward.policy: \"weighted\" needs weights" + ALLOWED);
    assertThat(Reading.errors("[forward]\npolicy = 'weighted'"))
        .containsExactly(
            "dns.toml:2:1: forward.policy: \"weighted\" needs weights; allowed: one for each"
                + " upstream, such as weights = [1]");
    assertThat(Reading.errors("[forward]\nupstreams = []\npolicy = 'weighted'")).isEmpty();
  }

  @Test
  void another_count_of_weights_is_an_error_at_the_policy_weighted() {
    assertThat(Reading.errors("[forward]\n" + TWO + "weights = [1]\npolicy = 'weighted'"))
        .containsExactly(
            "dns.toml:4:1: forward.policy: there is 1 weight for 2 upstreams" + ALLOWED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ordered", "hash"})
  void another_count_of_weights_is_an_error_at_them_with_other_policies(String policy) {
    var text = "[forward]\n" + TWO + "policy = '" + policy + "'\nweights = ";
    assertThat(Reading.errors(text + "[1, 2, 3]"))
        .containsExactly(
            "dns.toml:4:1: forward.weights: there are 3 weights for 2 upstreams" + ALLOWED);
    assertThat(Reading.errors(text + "[5, 5]")).isEmpty();
    assertThat(Reading.errors(text + "[]")).isEmpty();
  }

  @Test
  void a_weight_is_from_1_to_1000() {
    assertThat(Reading.errors("[forward]\n" + TWO + "weights = [0,\n 1001, 'much', 5]"))
        .containsExactly(
            "dns.toml:3:12: forward.weights[0]: 0 is out of bounds; allowed: 1 to 1000",
            "dns.toml:4:2: forward.weights[1]: 1001 is out of bounds; allowed: 1 to 1000",
            "dns.toml:4:8: forward.weights[2]: must be an integer from 1 to 1000, not a string");
    assertThat(Reading.errors("forward.weights = 1"))
        .containsExactly(
            "dns.toml:1:1: forward.weights: must be a list of integers from 1 to 1000, not an"
                + " integer");
  }

  @Test
  void weights_are_not_counted_beside_upstreams_that_are_wrong_themselves() {
    assertThat(
            Reading.errors(
                """
                [forward]
                upstreams = ["192.0.2.1", "192.0.2"]
                policy = "weighted"
                weights = [1, 2]
                [[forward.rule]]
                suffix = "a"
                weights = [3, 4]
                """))
        .singleElement()
        .asString()
        .startsWith("dns.toml:2:27: forward.upstreams[1]: \"192.0.2\" is not an IP address ");
  }

  @Test
  void a_rule_with_its_own_upstreams_has_its_own_weights() {
    var forward = "[forward]\n" + TWO + "policy = 'weighted'\nweights = [1, 2]\n";
    var rule = "[[forward.rule]]\nsuffix = 'a'\nupstreams = ['192.0.2.3', '192.0.2.4']\n";
    assertThat(Reading.errors(forward + rule))
        .containsExactly(
            "dns.toml:5:1: forward.rule[0].policy: \"weighted\" needs weights" + ALLOWED);
    assertThat(Reading.errors(forward + rule + "weights = [7]"))
        .containsExactly(
            "dns.toml:8:1: forward.rule[0].weights: there is 1 weight for 2 upstreams" + ALLOWED);

    var weighted = Reading.good(forward + rule + "weights = [7, 8]").forward().rules().getFirst();
    assertThat(weighted.selection().policy()).isEqualTo(Policy.WEIGHTED);
    assertThat(weighted.selection().weights()).containsExactly(7, 8);
    var ordered = Reading.good(forward + rule + "policy = 'ordered'").forward().rules().getFirst();
    assertThat(ordered.selection().weights()).isEmpty();
  }

  @Test
  void a_rule_may_weigh_the_upstreams_of_all_in_its_own_way() {
    var forward = "[forward]\n" + TWO + "[[forward.rule]]\nsuffix = 'a'\npolicy = 'weighted'\n";
    assertThat(
            Reading.good(forward + "weights = [3, 1]")
                .forward()
                .rules()
                .getFirst()
                .selection()
                .weights())
        .containsExactly(3, 1);
    assertThat(Reading.errors(forward))
        .containsExactly(
            "dns.toml:5:1: forward.rule[0].policy: \"weighted\" needs weights" + ALLOWED);
    assertThat(Reading.errors(forward + "weights = [3]"))
        .containsExactly(
            "dns.toml:5:1: forward.rule[0].policy: there is 1 weight for 2 upstreams" + ALLOWED);
  }

  @Test
  void a_rule_that_asks_nobody_needs_no_weights() {
    var forward = "[forward]\n" + TWO + "policy = 'weighted'\nweights = [1, 2]\n";
    assertThat(Reading.errors(forward + "[[forward.rule]]\nsuffix = 'a'\ndeny = 'refused'"))
        .isEmpty();
  }
}
