package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;

final class QueryWordsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "www.example.org MX @192.0.2.53:5353",
        "www.example.org @192.0.2.53:5353 mx",
        "@192.0.2.53:5353 www.example.org. Mx",
        "@192.0.2.53:5353 MX www.example.org",
        "MX www.example.org @192.0.2.53:5353",
        "www.example.org TYPE15 @192.0.2.53:5353",
      })
  void the_order_of_the_words_does_not_matter(String line) {
    QueryWords words = read(line);

    assertThat(words.name()).hasToString("www.example.org.");
    assertThat(words.type()).isEqualTo(Type.MX);
    assertThat(words.server()).hasToString("192.0.2.53:5353");
  }

  @Test
  void the_type_is_a_unless_one_is_named() {
    assertThat(read("www.example.org").type()).isEqualTo(Type.A);
  }

  @Test
  void the_server_is_the_one_on_this_machine_unless_one_is_named() {
    assertThat(read("www.example.org").server()).hasToString("127.0.0.1:1053");
  }

  @Test
  void a_lone_word_is_a_name_even_if_it_is_a_type() {
    assertThat(read("mx").name()).hasToString("mx.");
  }

  @Test
  void of_two_types_the_first_is_the_name() {
    QueryWords words = read("ns mx");

    assertThat(words.name()).hasToString("ns.");
    assertThat(words.type()).isEqualTo(Type.MX);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, 127.0.0.1:53",
    "127.0.0.1:1053, 127.0.0.1:1053",
    "::1, [::1]:53",
    "[::1], [::1]:53",
    "[::1]:1053, [::1]:1053",
    "localhost:1053, localhost:1053",
    "localhost, localhost:53",
  })
  void a_server_is_an_address_or_a_host_with_or_without_a_port(String word, String server) {
    assertThat(read("example.org @" + word).server()).hasToString(server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@",
        "@:53",
        "@[]:53",
        "@127.0.0.1:",
        "@127.0.0.1:0",
        "@127.0.0.1:65536",
        "@127.0.0.1:dns",
        "@[::1]53",
        "@[::1",
        "@1:2:3",
      })
  void a_bad_server_is_refused(String word) {
    assertThatIllegalArgumentException().isThrownBy(() -> read("example.org " + word));
  }

  @ParameterizedTest
  @ValueSource(strings = {"www..example.org", "a\\300.example", "müller.example", "\\", "x. A MX"})
  void a_bad_name_is_refused(String line) {
    assertThatIllegalArgumentException().isThrownBy(() -> read(line));
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAAA", "TYPE", "TYPE65536", "28", "AXFR", "OPT"})
  void a_type_that_cannot_be_asked_for_is_refused(String type) {
    assertThatIllegalArgumentException().isThrownBy(() -> read("example.org " + type));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.80, 80.2.0.192.in-addr.arpa.",
    "2001:db8::80, 0.8.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.",
  })
  void an_address_is_turned_into_its_reverse_name(String address, String name) {
    QueryWords words = QueryWords.readReverse(address, List.of("@::1"));

    assertThat(words.name()).hasToString(name);
    assertThat(words.type()).isEqualTo(Type.PTR);
  }

  @Test
  void a_reverse_question_takes_an_address_and_no_name() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueryWords.readReverse("192.0.2", List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> QueryWords.readReverse("192.0.2.80", List.of("example.org")));
  }

  private static QueryWords read(String line) {
    return QueryWords.read(List.of(line.split(" ", -1)));
  }
}
