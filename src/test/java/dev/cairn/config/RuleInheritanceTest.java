package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.config.Forward.Action;
import dev.cairn.config.Forward.HashKey;
import dev.cairn.config.Forward.Policy;
import dev.cairn.config.Forward.Rule;
import dev.cairn.config.Forward.Selection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;

/// What a rule leaves out it has from `[forward]` and `[cache]`, wherever these stand.
class RuleInheritanceTest {
  private static final String PARENTS =
      """
      [forward]
      upstreams = ["192.0.2.1", "system"]
      policy = "hash"
      weights = [1, 2]
      hash-key = "name"
      parallel = 3
      hedge = "50ms"
      rebinding-protection = true
      [cache]
      min-ttl = "5s"
      max-ttl = "2h"
      negative-max-ttl = "10m"
      stale-max = "3d"
      """;

  private static final Cache.Lifetimes LIFETIMES =
      new Cache.Lifetimes(
          Duration.ofSeconds(5), Duration.ofHours(2), Duration.ofMinutes(10), Duration.ofDays(3));

  @Test
  void a_rule_that_leaves_everything_out_has_everything() throws Exception {
    for (String text :
        new String[] {
          PARENTS + "[[forward.rule]]\nsuffix = 'a'\n", "[[forward.rule]]\nsuffix = 'a'\n" + PARENTS
        }) {
      var forward = Reading.good(text).forward();
      assertThat(forward.rules())
          .containsExactly(
              new Rule(
                  new Name("a."),
                  Action.FORWARD,
                  forward.upstreams(),
                  new Selection(
                      Policy.HASH,
                      List.of(1, 2),
                      HashKey.NAME,
                      3,
                      new Hedge.After(Duration.ofMillis(50))),
                  true,
                  LIFETIMES));
      assertThat(forward.upstreams())
          .extracting(UpstreamAddress::toString)
          .containsExactly("192.0.2.1:53", "system");
    }
  }

  @Test
  void without_parents_a_rule_has_the_defaults() throws Exception {
    assertThat(Reading.good("[[forward.rule]]\nsuffix = 'a'").forward().rules())
        .containsExactly(
            new Rule(
                new Name("a."),
                Action.FORWARD,
                List.of(UpstreamAddress.SYSTEM),
                Selection.DEFAULTS,
                false,
                Cache.Lifetimes.DEFAULTS));
  }

  @Test
  void a_rule_has_what_it_says_itself() throws Exception {
    var rule =
        rule(
            """
            upstreams = ["192.0.2.9"]
            policy = "parallel"
            hash-key = "client"
            parallel = 4
            hedge = "off"
            rebinding-protection = false
            min-ttl = "0s"
            max-ttl = "1m"
            negative-max-ttl = "1s"
            stale-max = "1s"
            """);
    assertThat(rule.upstreams()).hasToString("[192.0.2.9:53]");
    assertThat(rule.selection())
        .isEqualTo(new Selection(Policy.PARALLEL, List.of(), HashKey.CLIENT, 4, Hedge.OFF));
    assertThat(rule.rebindingProtection()).isFalse();
    assertThat(rule.lifetimes())
        .isEqualTo(
            new Cache.Lifetimes(
                Duration.ZERO,
                Duration.ofMinutes(1),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1)));
  }

  @Test
  void one_key_leaves_the_others_inherited() {
    var rule = rule("negative-max-ttl = '1s'\nhedge = 'p75'");
    assertThat(rule.lifetimes())
        .isEqualTo(
            new Cache.Lifetimes(
                LIFETIMES.minTtl(),
                LIFETIMES.maxTtl(),
                Duration.ofSeconds(1),
                LIFETIMES.staleMax()));
    assertThat(rule.selection())
        .isEqualTo(
            new Selection(Policy.HASH, List.of(1, 2), HashKey.NAME, 3, new Hedge.Percentile(75)));
  }

  @ParameterizedTest
  @CsvSource({
    "deny = 'refused', DENY_REFUSED",
    "deny = 'nxdomain', DENY_NXDOMAIN",
    "no-forward = true, NO_FORWARD"
  })
  void a_rule_may_ask_nobody(String line, Action action) {
    var rule = rule(line);
    assertThat(rule.action()).isEqualTo(action);
    assertThat(rule.upstreams()).isEmpty();
  }

  @Test
  void what_is_forwarded_is_not_kept_back() {
    assertThat(rule("no-forward = false\nupstreams = ['192.0.2.9']").action())
        .isEqualTo(Action.FORWARD);
    assertThat(rule("no-forward = false\ndeny = 'refused'").action())
        .isEqualTo(Action.DENY_REFUSED);
  }

  @Test
  void a_rule_does_one_thing() {
    var allowed = "; allowed: one of upstreams, deny and no-forward = true";
    assertThat(errors("upstreams = []\ndeny = 'refused'"))
        .containsExactly("dns.toml:4:1: forward.rule[0].deny: stands beside upstreams" + allowed);
    assertThat(errors("no-forward = true\nupstreams = ['192.0.2.9']"))
        .containsExactly(
            "dns.toml:3:1: forward.rule[0].no-forward: stands beside upstreams" + allowed);
    assertThat(errors("no-forward = true\ndeny = 'refused'"))
        .containsExactly("dns.toml:3:1: forward.rule[0].no-forward: stands beside deny" + allowed);
  }

  @Test
  void a_denial_says_its_words() {
    assertThat(errors("deny = 'drop'"))
        .containsExactly(
            "dns.toml:3:1: forward.rule[0].deny: \"drop\" is unknown; allowed: \"refused\","
                + " \"nxdomain\"");
  }

  @Test
  void lifetimes_of_a_rule_have_the_bounds_of_the_cache() {
    assertThat(errors("min-ttl = '2h'\nmax-ttl = '8d'"))
        .containsExactly(
            "dns.toml:3:1: forward.rule[0].min-ttl: \"2h\" is out of bounds; allowed: 0s to 1h",
            "dns.toml:4:1: forward.rule[0].max-ttl: \"8d\" is out of bounds; allowed: 1s to 7d");
  }

  @Test
  void the_shortest_life_is_not_longer_than_the_longest() {
    assertThat(Reading.errors("[cache]\nmin-ttl = '10m'\nmax-ttl = '5m'"))
        .containsExactly(
            "dns.toml:3:1: cache.max-ttl: max-ttl (5m) is shorter than min-ttl (10m); allowed: as"
                + " long or longer");
    assertThat(Reading.errors("[cache]\nmin-ttl = '10m'\nmax-ttl = '10m'")).isEmpty();
  }

  @Test
  void the_lives_of_a_rule_are_compared_with_those_that_it_inherits() {
    assertThat(
            Reading.errors(
                "[[forward.rule]]\nsuffix = 'a'\nmax-ttl = '5m'\n[cache]\n" + "min-ttl = '10m'"))
        .containsExactly(
            "dns.toml:3:1: forward.rule[0].max-ttl: max-ttl (5m) is shorter than min-ttl (10m);"
                + " allowed: as long or longer");
    assertThat(
            Reading.errors(
                "[cache]\nmax-ttl = '5m'\n[[forward.rule]]\nsuffix = 'a'\n" + "min-ttl = '10m'"))
        .containsExactly(
            "dns.toml:5:1: forward.rule[0].min-ttl: max-ttl (5m) is shorter than min-ttl (10m);"
                + " allowed: as long or longer");
  }

  @Test
  void a_rule_is_not_blamed_for_what_it_inherits() {
    assertThat(
            Reading.errors(
                "[cache]\nmin-ttl = '10m'\nmax-ttl = '5m'\n[[forward.rule]]\nsuffix = 'a'"))
        .hasSize(1);
  }

  @Test
  void an_unknown_key_of_a_rule_says_the_known_ones() {
    assertThat(errors("timeout = '1s'"))
        .containsExactly(
            "dns.toml:3:1: forward.rule[0].timeout: unknown key; allowed: suffix, upstreams,"
                + " policy, weights, hash-key, parallel, hedge, deny, no-forward,"
                + " rebinding-protection, min-ttl, max-ttl, negative-max-ttl, stale-max");
  }

  private static Rule rule(String lines) {
    return Reading.good(PARENTS + "[[forward.rule]]\nsuffix = 'a'\n" + lines)
        .forward()
        .rules()
        .getFirst();
  }

  private static List<String> errors(String lines) {
    return Reading.errors("[[forward.rule]]\nsuffix = 'a'\n" + lines);
  }
}
