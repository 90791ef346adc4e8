package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wrong with domain names.
class NameErrorsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a..b|invalid empty label",
        "..|invalid empty label",
        "@|\"@\" stands for nothing here",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.x|label too long"
      })
  void a_name_that_cannot_be_says_why(String name, String why) {
    assertThat(errors(name))
        .containsExactly(
            "dns.toml:3:1: zone[0].name: \""
                + name
                + "\" is not a domain name: "
                + why
                + "; allowed: labels of 1 to 63 octets, 255 in all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bücher.example", "a b.example", "💥"})
  void a_name_is_ascii(String name) {
    assertThat(errors(name))
        .containsExactly(
            "dns.toml:3:1: zone[0].name: \""
                + name
                + "\" is not a domain name; allowed: printable ASCII, and A-labels (xn--) for the"
                + " rest");
  }

  @Test
  void a_name_of_more_than_255_octets_cannot_be() {
    assertThat(errors("a.".repeat(127))).isEmpty();
    assertThat(errors("a.".repeat(128))).singleElement().asString().contains("Name too long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\", "a\\25", "a\\256"})
  void an_escape_is_whole(String name) {
    assertThat(errors(name))
        .singleElement()
        .asString()
        .contains("is not a domain name: bad escape");
  }

  @Test
  void an_empty_name_is_none() {
    assertThat(errors(""))
        .containsExactly(
            "dns.toml:3:1: zone[0].name: is empty; allowed: a domain name, \".\" for the root");
  }

  @Test
  void the_root_is_no_suffix_of_a_rule() {
    assertThat(Reading.errors("[[forward.rule]]\nsuffix = '.'\nupstreams = []"))
        .containsExactly(
            "dns.toml:2:1: forward.rule[0].suffix: is the root; allowed: a name below it,"
                + " forward.upstreams is for the rest");
  }

  private static List<String> errors(String name) {
    return Reading.errors("[[zone]]\nfile = 'f'\nname = '" + name + "'\n");
  }
}
