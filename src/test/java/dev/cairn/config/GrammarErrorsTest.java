package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is no TOML, alone and beside what is wrong otherwise.
class GrammarErrorsTest {

  @Test
  void every_line_that_is_no_toml_is_named() {
    assertThat(Reading.errors("[server]\nchaos = tru\nidentity = \"a\n[cache]\nsize 5\n"))
        .containsExactly(
            "dns.toml:2:9: Unexpected 't', expected a value",
            "dns.toml:3:14: Unexpected end of line, expected \" or a character",
            "dns.toml:5:6: Unexpected '5', expected . or =");
  }

  @Test
  void values_are_judged_beside_lines_that_are_no_toml() {
    assertThat(
            Reading.errors(
                """
                [server]
                listen =
                chaos = 1
                listn = []
                [cache]
                size = "64"
                prefech = true
                max-ttl = "1s" "2s"
                """))
        .containsExactly(
            "dns.toml:2:9: Unexpected end of line, expected a value",
            "dns.toml:3:1: server.chaos: must be true or false, not an integer",
            "dns.toml:4:1: server.listn: unknown key; did you mean listen? allowed: listen, chaos,"
                + " identity, any, udp-engine, [server.cookies], [server.tcp]",
            "dns.toml:6:1: cache.size: \"64\" has no unit; allowed: a whole number and one of B,"
                + " KB, MB, GB, TB, KiB, MiB, GiB, TiB, such as \"64MiB\"",
            "dns.toml:7:1: cache.prefech: unknown key; did you mean prefetch? allowed: size,"
                + " min-ttl, max-ttl, negative-max-ttl, stale-max, serve-stale, stale-after,"
                + " prefetch, nxdomain-cut, file",
            "dns.toml:8:16: Unexpected \", expected a newline or end-of-input");
  }

  @Test
  void keys_below_a_header_that_is_no_toml_are_not_called_unknown() {
    assertThat(Reading.errors("[server]\nforward]\nupstreams = []\n[cache]\nupstreams = []"))
        .containsExactly(
            "dns.toml:2:8: Unexpected ']', expected . or =",
            "dns.toml:5:1: cache.upstreams: unknown key; allowed: size, min-ttl, max-ttl,"
                + " negative-max-ttl, stale-max, serve-stale, stale-after, prefetch, nxdomain-cut,"
                + " file");
  }

  @Test
  void a_key_in_a_line_that_is_no_toml_is_not_called_missing() {
    assertThat(
            Reading.errors(
                "[[zone]]\nname = \"a\nfile = 'a'\n[[zone]]\nfile = 'b'\n[[zone]]\nname = 'c\n"))
        .containsExactly(
            "dns.toml:2:10: Unexpected end of line, expected \" or a character",
            "dns.toml:4:1: zone[1].name: is missing; write name = \"example.org.\"",
            "dns.toml:6:1: zone[2].file: is missing; write file = \"../zones/example.org.zone\"",
            "dns.toml:7:10: Unexpected end of line, expected '");
  }

  @Test
  void a_key_or_table_that_stands_twice_names_both_places() {
    assertThat(
            Reading.errors(
                """
                # one
                # two

                [cache]

                # three
                # four
                size = '1GiB'
                size = '2GiB'



                [cache]
                """))
        .containsExactly(
            "dns.toml:9:1: size previously defined at line 8, column 1",
            "dns.toml:13:1: cache previously defined at line 4, column 1");
  }

  @Test
  void a_message_of_the_parser_is_one_line() {
    assertThat(Reading.errors("server.identity = \"\\\r\""))
        .contains("dns.toml:1:20: Invalid escape sequence '\\\\u000D'");
  }

  @Test
  void columns_count_characters() {
    assertThat(Reading.errors("server.identity = '💥é' x"))
        .containsExactly("dns.toml:1:24: Unexpected 'x', expected a newline or end-of-input");
  }

  @Test
  void lines_end_as_they_do_on_any_system() {
    assertThat(Reading.errors("# a\r\n\r\n\r\n[cache]\r\n\r\n\r\nsize = 1\r\n"))
        .singleElement()
        .asString()
        .startsWith("dns.toml:7:1: cache.size: ");
  }

  @Test
  void places_are_right_behind_comments_and_empty_lines() {
    assertThat(Reading.errors("#\n#\n\n \t\n  # x\n[cache]\n\n\n#\nx = [\n\n#\n\n1 2]\n\n\ny = 1"))
        .extracting(error -> error.substring(0, error.indexOf(": ")))
        .containsExactly("dns.toml:14:3", "dns.toml:17:1");
  }

  @Test
  void what_looks_like_a_comment_within_a_string_is_none() {
    var text = "server.identity = '''\n# 1\n# 2\n\n\n'''\n[server]\n";
    assertThat(Reading.errors(text))
        .containsExactly(
            "dns.toml:1:1: server.identity: \"# 1\\u000A# 2\\u000A\\u000A\\u000A\" is too long or"
                + " not printable; allowed: printable ASCII of at most 255 octets",
            "dns.toml:7:1: server previously defined at line 1, column 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "#\n", "# 💥\n", " \t\n"})
  void a_hundred_thousand_lines_of_nothing_take_no_time(String line) {
    var text = line.repeat(100_000) + "[cache]\nsize = 1";
    var errors = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Reading.errors(text));
    assertThat(errors).singleElement().asString().startsWith("dns.toml:100002:1: cache.size: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[", "a=[", "{", "a={b=", "a.", "\"", "'", "\"\"\"", "]", "=", "a=", "\0", "\r"})
  void a_hundred_thousand_of_one_thing_are_an_error_and_nothing_worse(String piece) {
    var text = piece.repeat(100_000 / piece.length());
    var errors = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Reading.errors(text));
    assertThat(errors).isNotEmpty();
  }

  @Test
  void a_mebibyte_in_one_value_or_line_takes_no_time() {
    var much = "x".repeat(1_000_000);
    var colons = ":".repeat(1_000_000) + "x";
    for (String text :
        new String[] {
          much + " x",
          "'" + much + "' = 1",
          "server.listen = ['" + colons + "']",
          "access.query = ['" + colons + "']",
          "[cache]\n\"" + much + "\" = 1",
          "cache.size = '" + "1".repeat(1_000_000) + "'",
          "[[zone]]\nname = '" + much + "'\nfile = '" + much + "'"
        }) {
      var errors = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Reading.errors(text));
      assertThat(errors).singleElement().asString().hasSizeLessThan(1000);
    }
  }
}
