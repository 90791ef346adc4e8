package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Keys and tables that are unknown, missing, twice or of the wrong kind.
class TableErrorsTest {
  private static final String TABLES =
      "allowed: [server], [zones], [[zone]], [forward], [cache], [access], [[key]], [transfer], [admin], [registry]";
  private static final String CACHE_KEYS =
      "allowed: size, min-ttl, max-ttl, negative-max-ttl, stale-max, serve-stale, stale-after,"
          + " prefetch, nxdomain-cut, file";

  @Test
  void an_unknown_table_is_named_once() {
    assertThat(Reading.errors("[tls]\ncertificate = 'a'\n[dashboard.http]\nlisten = []"))
        .containsExactly(
            "dns.toml:1:1: tls: unknown table; " + TABLES,
            "dns.toml:3:1: dashboard: unknown table; " + TABLES);
  }

  @Test
  void an_unknown_key_at_the_top_says_the_tables() {
    assertThat(Reading.errors("port = 53"))
        .containsExactly("dns.toml:1:1: port: unknown key; " + TABLES);
  }

  @ParameterizedTest
  @CsvSource({
    "prefech, prefetch",
    "perfetch, prefetch",
    "max_ttl, max-ttl",
    "MaxTtl, max-ttl",
    "negative-ttl, negative-max-ttl",
    "Size, size",
    "sizes, size"
  })
  void a_key_that_is_nearly_right_is_asked_after(String written, String meant) {
    assertThat(Reading.errors("[cache]\n  " + written + " = 1"))
        .containsExactly(
            "dns.toml:2:3: cache."
                + written
                + ": unknown key; did you mean "
                + meant
                + "? "
                + CACHE_KEYS);
  }

  @Test
  void a_key_that_is_nothing_like_one_is_not_asked_after() {
    assertThat(Reading.errors("[cache]\ncolour = 'red'"))
        .containsExactly("dns.toml:2:1: cache.colour: unknown key; " + CACHE_KEYS);
  }

  @Test
  void a_table_that_is_nearly_right_is_asked_after() {
    assertThat(Reading.errors("[server.tpc]\n[cahce]\n[[zome]]\n[[forward.rules]]\nsuffix = 'a'"))
        .containsExactly(
            "dns.toml:1:1: server.tpc: unknown table; did you mean [server.tcp]? allowed: listen,"
                + " chaos, identity, any, udp-engine, [server.cookies], [server.tcp]",
            "dns.toml:2:1: cahce: unknown table; did you mean [cache]? " + TABLES,
            "dns.toml:3:1: zome: unknown table; did you mean [[zone]]? " + TABLES,
            "dns.toml:4:1: forward.rules: unknown table; did you mean [[forward.rule]]? allowed:"
                + " upstreams, policy, weights, hash-key, parallel, hedge, timeout, deadline,"
                + " attempts, max-in-flight, max-in-flight-per-client, max-in-flight-per-upstream,"
                + " special-names, rebinding-protection, rebinding-exceptions, case-randomization,"
                + " cookies, tls-authorities, [forward.on-failure], [forward.health],"
                + " [forward.breaker], [[forward.rule]]");
  }

  @Test
  void an_unknown_key_that_needs_quotes_has_them() {
    assertThat(Reading.errors("\"a\\nb\" = 1\n[cache]\n'ö' = 1"))
        .containsExactly(
            "dns.toml:1:1: \"a\\u000Ab\": unknown key; " + TABLES,
            "dns.toml:3:1: cache.\"ö\": unknown key; " + CACHE_KEYS);
  }

  @Test
  void a_table_has_its_own_form() {
    assertThat(
            Reading.errors(
                "[[server]]\n[zone]\nname = 'a'\n[[cache]]\n[admin]\nlisten = { a = 1 }"))
        .containsExactly(
            "dns.toml:1:1: server: must be a table, [server], not an array of tables",
            "dns.toml:2:1: zone: must be an array of tables, [[zone]], not a table",
            "dns.toml:4:1: cache: must be a table, [cache], not an array of tables",
            "dns.toml:6:1: admin.listen: must be a list of strings such as [\"127.0.0.1:1053\"],"
                + " not a table");
  }

  @Test
  void a_value_is_no_table() {
    assertThat(Reading.errors("zones = '../zones'\nzone = 5\nforward.rule = [1]\naccess = []"))
        .containsExactly(
            "dns.toml:1:1: zones: must be a table, [zones], not a string",
            "dns.toml:2:1: zone: must be an array of tables, [[zone]], not an integer",
            "dns.toml:3:17: forward.rule[0]: must be a table, not an integer",
            "dns.toml:4:1: access: must be a table, [access], not a list");
  }

  @Test
  void what_is_missing_is_named_at_its_table() {
    assertThat(
            Reading.errors(
                "[zones]\n[[zone]]\n[[zone]]\nname = 'a'\n[[forward.rule]]\n[[forward.rule]]\n"
                    + "suffix = 'b'"))
        .containsExactly(
            "dns.toml:1:1: zones.directory: is missing; write directory = \"../zones\"",
            "dns.toml:2:1: zone[0].name: is missing; write name = \"example.org.\"",
            "dns.toml:2:1: zone[0].file: is missing; write file = \"../zones/example.org.zone\"",
            "dns.toml:3:1: zone[1].file: is missing; write file = \"../zones/example.org.zone\"",
            "dns.toml:5:1: forward.rule[0].suffix: is missing; write suffix = \"corp.example.\"");
  }

  @Test
  void an_address_twice_names_both_places() {
    assertThat(
            Reading.errors(
                "[server]\nlisten = [\"[::1]:53\",\n  \"[0:0::1]:53\"]\n[admin]\n"
                    + "listen = [\"[::1]:53\"]"))
        .containsExactly(
            "dns.toml:3:3: server.listen[1]: \"[0:0::1]:53\" is server.listen[0] at line 2, column"
                + " 11 already; allowed: each once",
            "dns.toml:5:11: admin.listen[0]: \"[::1]:53\" is server.listen[0] at line 2, column 11"
                + " already; allowed: each once");
  }

  @Test
  void an_address_that_is_a_default_elsewhere_is_twice_as_well() {
    assertThat(Reading.errors("[admin]\nlisten = [\"127.0.0.1:1053\"]"))
        .containsExactly(
            "dns.toml:2:11: admin.listen[0]: \"127.0.0.1:1053\" is a default of server.listen"
                + " already; allowed: each once");
    assertThat(Reading.errors("[server]\nlisten = [\"127.0.0.1:8053\"]"))
        .containsExactly(
            "dns.toml:2:11: server.listen[0]: \"127.0.0.1:8053\" is a default of admin.listen"
                + " already; allowed: each once");
  }

  @Test
  void a_name_has_one_owner() {
    assertThat(
            Reading.errors(
                """
                [[zone]]
                name = "example.org"
                file = "a"
                [[zone]]
                name = "EXAMPLE.org."
                file = "b"
                [[forward.rule]]
                suffix = "corp.example"
                upstreams = []
                [[forward.rule]]
                suffix = "corp.example."
                upstreams = []
                [[forward.rule]]
                suffix = "example.org"
                upstreams = []
                """))
        .containsExactly(
            "dns.toml:5:1: zone[1].name: \"EXAMPLE.org.\" is zone[0].name at line 2, column 1"
                + " already; allowed: each once",
            "dns.toml:11:1: forward.rule[1].suffix: \"corp.example.\" is forward.rule[0].suffix at"
                + " line 8, column 1 already; allowed: each once",
            "dns.toml:14:1: forward.rule[2].suffix: \"example.org\" is zone[0].name at line 2,"
                + " column 1 already; allowed: each once");
  }

  @Test
  void an_upstream_twice_in_one_list_is_an_error_but_not_in_two() {
    assertThat(
            Reading.errors(
                "[forward]\nupstreams = ['1.1.1.1', '1.1.1.1:53']\n[[forward.rule]]\n"
                    + "suffix = 'a'\nupstreams = ['1.1.1.1']"))
        .containsExactly(
            "dns.toml:2:25: forward.upstreams[1]: \"1.1.1.1:53\" is forward.upstreams[0] at line 2,"
                + " column 14 already; allowed: each once");
  }
}
