package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wrong with a single value.
class ValueErrorsTest {
  private static final String UNITS =
      "allowed: a whole number and one of ms, s, m, h, d, such as \"10s\"";

  @Test
  void a_value_of_the_wrong_kind_says_which_kind_is_right() {
    assertThat(
            Reading.errors(
                """
                [server]
                chaos = "yes"
                identity = 5
                [server.tcp]
                max-connections = "many"
                max-in-flight = 2.5
                idle-timeout = 10
                read-timeout = true
                [cache]
                max-ttl = 1979-05-27
                size = ["64MiB"]
                [access]
                query = "any"
                """))
        .containsExactly(
            "dns.toml:2:1: server.chaos: must be true or false, not a string",
            "dns.toml:3:1: server.identity: must be a string such as \"ns1\", not an integer",
            "dns.toml:5:1: server.tcp.max-connections: must be an integer from 1 to 100000, not a"
                + " string",
            "dns.toml:6:1: server.tcp.max-in-flight: must be an integer from 1 to 10000, not a"
                + " number with a fraction",
            "dns.toml:7:1: server.tcp.idle-timeout: must be a string with a unit such as \"10s\","
                + " not an integer",
            "dns.toml:8:1: server.tcp.read-timeout: must be a string with a unit such as \"10s\","
                + " not true or false",
            "dns.toml:10:1: cache.max-ttl: must be a string with a unit such as \"10s\", not a date"
                + " or time",
            "dns.toml:11:1: cache.size: must be a string with a unit such as \"64MiB\", not a list",
            "dns.toml:13:1: access.query: must be a list of strings such as [\"10.0.0.0/8\"], not a"
                + " string");
  }

  @Test
  void an_element_of_the_wrong_kind_is_named_with_its_own_place() {
    assertThat(Reading.errors("[admin]\nlisten = [\"127.0.0.1:1\",\n    5]\n"))
        .containsExactly(
            "dns.toml:3:5: admin.listen[1]: must be a string such as \"127.0.0.1:1053\", not an"
                + " integer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "0", "123456789012345678"})
  void a_duration_without_a_unit_says_which_there_are(String text) {
    assertThat(Reading.errors("cache.max-ttl = '" + text + "'"))
        .containsExactly("dns.toml:1:1: cache.max-ttl: \"" + text + "\" has no unit; " + UNITS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s", "5 s", " 5s", "-5s", "+5s", "1.5s", "5sec", "5S", "1h30m", "5µs", "٥s"})
  void what_is_no_duration_says_what_one_is(String text) {
    assertThat(Reading.errors("cache.max-ttl = '" + text + "'"))
        .containsExactly(
            "dns.toml:1:1: cache.max-ttl: \"" + text + "\" is not a duration; " + UNITS);
  }

  @ParameterizedTest
  @CsvSource({
    "64, has no unit",
    "64mib, is not a size",
    "64M, is not a size",
    "1.5GiB, is not a size"
  })
  void what_is_no_size_says_what_one_is(String text, String what) {
    assertThat(Reading.errors("cache.size = '" + text + "'"))
        .containsExactly(
            "dns.toml:1:1: cache.size: \""
                + text
                + "\" "
                + what
                + "; allowed: a whole number and one of B, KB, MB, GB, TB, KiB, MiB, GiB, TiB, such"
                + " as \"64MiB\"");
  }

  @ParameterizedTest
  @CsvSource({
    "server.tcp.idle-timeout, 99ms, 3600001ms, 100ms to 1h",
    "server.tcp.read-timeout, 99ms, 2h, 100ms to 1h",
    "server.tcp.lifetime, 999ms, 8d, 1s to 7d",
    "forward.timeout, 9ms, 31s, 10ms to 30s",
    "forward.deadline, 49ms, 61s, 50ms to 60s",
    "cache.size, 65535B, 2TiB, 64KiB to 1TiB",
    "cache.max-ttl, 0s, 8d, 1s to 7d",
    "cache.negative-max-ttl, 0d, 999999999999999999d, 1s to 7d",
    "cache.stale-max, 0ms, 31d, 1s to 30d",
    "cache.min-ttl, 3601s, 1d, 0s to 1h",
    "cache.stale-after, 10001ms, 1h, 0ms to 10s",
    "forward.health.interval, 99ms, 2h, 100ms to 1h",
    "forward.health.timeout, 9ms, 31s, 10ms to 30s",
    "forward.breaker.window, 999ms, 11m, 1s to 10m",
    "forward.breaker.backoff, 9ms, 61s, 10ms to 1m",
    "forward.breaker.backoff-max, 9ms, 601s, 10ms to 10m"
  })
  void an_amount_out_of_bounds_says_the_bounds(
      String key, String tooSmall, String tooLarge, String bounds) {
    for (String amount : new String[] {tooSmall, tooLarge}) {
      assertThat(Reading.errors(key + " = '" + amount + "'"))
          .containsExactly(
              "dns.toml:1:1: %s: \"%s\" is out of bounds; allowed: %s"
                  .formatted(key, amount, bounds));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "server.tcp.max-connections, 100001, 1 to 100000",
    "server.tcp.max-connections-per-client, 100001, 1 to 100000",
    "server.tcp.max-in-flight, 10001, 1 to 10000",
    "forward.attempts, 11, 1 to 10",
    "forward.max-in-flight, 1000001, 1 to 1000000",
    "forward.max-in-flight-per-client, 1000001, 1 to 1000000",
    "forward.max-in-flight-per-upstream, 65537, 1 to 65536",
    "forward.parallel, 9, 2 to 8",
    "forward.health.rise, 101, 1 to 100",
    "forward.health.fall, 101, 1 to 100",
    "forward.breaker.failures, 1001, 1 to 1000"
  })
  void a_number_out_of_bounds_says_the_bounds(String key, long tooLarge, String bounds) {
    for (long number : new long[] {0, -1, tooLarge, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(Reading.errors(key + " = " + number))
          .containsExactly(
              "dns.toml:1:1: %s: %d is out of bounds; allowed: %s".formatted(key, number, bounds));
    }
  }

  @Test
  void a_deadline_shorter_than_the_timeout_is_named_where_it_is_written() {
    assertThat(Reading.errors("[forward]\ntimeout = '2s'\ndeadline = '1s'"))
        .containsExactly(
            "dns.toml:3:1: forward.deadline: deadline (1s) is shorter than timeout (2s); allowed:"
                + " as long or longer");
    assertThat(Reading.errors("[forward]\ntimeout = '4001ms'"))
        .containsExactly(
            "dns.toml:2:1: forward.timeout: deadline (4s) is shorter than timeout (4001ms);"
                + " allowed: as long or longer");
    assertThat(Reading.errors("[forward]\ntimeout = '4s'")).isEmpty();
  }

  @Test
  void a_deadline_is_not_compared_with_a_timeout_that_is_wrong_itself() {
    assertThat(Reading.errors("[forward]\ntimeout = '5'\ndeadline = '100ms'"))
        .containsExactly("dns.toml:2:1: forward.timeout: \"5\" has no unit; " + UNITS);
  }

  @Test
  void an_identity_is_printable_and_short() {
    var allowed = " is too long or not printable; allowed: printable ASCII of at most 255 octets";
    assertThat(Reading.errors("server.identity = \"a\\tb\""))
        .containsExactly("dns.toml:1:1: server.identity: \"a\\u0009b\"" + allowed);
    assertThat(Reading.errors("server.identity = 'Zürich'"))
        .containsExactly("dns.toml:1:1: server.identity: \"Zürich\"" + allowed);
    assertThat(Reading.errors("server.identity = '" + "x".repeat(255) + "'")).isEmpty();
    assertThat(Reading.errors("server.identity = '" + "x".repeat(256) + "'"))
        .containsExactly("dns.toml:1:1: server.identity: \"" + "x".repeat(200) + "…\"" + allowed);
  }

  @Test
  void on_miss_says_its_words() {
    assertThat(Reading.errors("[[zone]]\nname = 'a'\nfile = 'a'\non-miss = 'Forward'"))
        .containsExactly(
            "dns.toml:4:1: zone[0].on-miss: \"Forward\" is unknown; allowed: \"nxdomain\","
                + " \"forward\"");
  }

  @Test
  void a_message_shows_nothing_invisible() {
    assertThat(Reading.errors("cache.size = \"\\n\\u202e\\u001b[2J\\\"\\\\\""))
        .singleElement()
        .asString()
        .contains("\"\\u000A\\u202E\\u001B[2J\\\"\\\\\" is not a size");
  }
}
