package dev.cairn.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// `$GENERATE`, as BIND has it.
class GenerateTest {
  private static final String ORIGIN = "example.org.";
  private static final String TOP =
      "$TTL 300\n@ SOA ns1 hostmaster 1 7200 900 1209600 300\n@ NS ns1\n";

  @Test
  void a_pattern_makes_a_record_for_each_number() {
    Zone zone = zone("$GENERATE 1-3 host-$ A 192.0.2.$\n");
    assertThat(zone.records()).isEqualTo(2 + 3);
    for (int i = 1; i <= 3; i++) {
      assertThat(only(zone, "host-" + i, Type.A)).isEqualTo("192.0.2." + i);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$GENERATE 0-255 $ A 10.0.0.$",
        "$GENERATE 0-255/5 $ A 10.0.0.$",
        "$GENERATE 7-7 $ A 10.0.0.$",
        "$GENERATE 1-9/100 $ A 10.0.0.$",
        "$GENERATE 1-20 $ CNAME $.0",
        "$GENERATE 1-20 host${0,3,d} NS ns-${5}.net.",
        "$GENERATE 10-20 ${-10} A 10.0.0.${-10,1,d}",
        "$GENERATE 0-300 h${0,2,x} AAAA 2001:db8::${0,4,x}",
        "$GENERATE 0-300 h${0,4,X} CNAME ${0,1,o}"
      })
  void records_are_made_as_others_make_them(String text) {
    Oracle.assertSame(ORIGIN, TOP + text + "\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$|10",
        "a$b|a10b",
        "$-$|10-10",
        "${5}|15",
        "${-10}|0",
        "${0,4}|0010",
        "${0,4,d}|0010",
        "${0,1,d}|10",
        "${0,0,x}|a",
        "${0,2,x}|0a",
        "${0,4,X}|000A",
        "${0,3,o}|012",
        "${0,1,n}|a",
        "${0,3,n}|a.0",
        "${0,7,n}|a.0.0.0",
        "${0,7,N}|A.0.0.0",
        "${245,1,n}|f.f",
        "x\\$y|x\\$y",
        "x$$y|x\\$y",
        "\\065$|A10"
      })
  void modifiers_change_how_the_number_is_written(String pattern, String label) {
    Zone zone = zone("$GENERATE 10-10 " + pattern + ".g A 192.0.2.1\n");
    assertThat(only(zone, label + ".g", Type.A)).isEqualTo("192.0.2.1");
  }

  @Test
  void the_pattern_may_have_a_ttl_and_a_class() {
    Zone zone = zone("$GENERATE 1-2 a$ 77 IN A 192.0.2.$\n$GENERATE 1-2 b$ IN 1h A 192.0.2.$\n");
    assertThat(Oracle.setOf(zone, name("a1"), Type.A).getFirst().getTTL()).isEqualTo(77);
    assertThat(Oracle.setOf(zone, name("b2"), Type.A).getFirst().getTTL()).isEqualTo(3600);
  }

  /// For the name to end with what follows: `${0,4,n}ip6.arpa.`
  @Test
  void nibbles_of_an_even_width_end_with_a_dot() {
    Zone zone = zone("$GENERATE 10-10 ${0,4,n}g A 192.0.2.1\n");
    assertThat(only(zone, "a.0.g", Type.A)).isEqualTo("192.0.2.1");
  }

  @Test
  void rdata_may_be_quoted_as_a_whole() {
    Zone zone = zone("$GENERATE 1-2 a$ MX \"0 m$\"\n$GENERATE 1-2 b$ 60 IN SRV \"1 2 $ .\"\n");
    assertThat(only(zone, "a2", Type.MX)).isEqualTo("0 m2.example.org.");
    assertThat(only(zone, "b1", Type.SRV)).isEqualTo("1 2 1 .");
    assertThat(only(zone("$GENERATE 1-2 a$ TXT \"x $\"\n"), "a2", Type.TXT)).isEqualTo("\"x 2\"");
  }

  @Test
  void rdata_may_have_several_words_and_quotes() {
    Zone zone =
        zone("$GENERATE 1-2 a$ TXT \"number $; (of 2)\" x${0,2}\n$GENERATE 1-2 b MX $ m$\n");
    assertThat(only(zone, "a2", Type.TXT)).isEqualTo("\"number 2; (of 2)\" x02");
    assertThat(Oracle.setOf(zone, name("b"), Type.MX)).hasSize(2);
  }

  @Test
  void names_are_relative_to_the_origin() {
    Zone zone = zone("$ORIGIN sub\n$GENERATE 1-1 a$ CNAME b$\n$GENERATE 2-2 @ A 192.0.2.$\n");
    assertThat(only(zone, "a1.sub", Type.CNAME)).isEqualTo("b1.sub.example.org.");
    assertThat(only(zone, "sub", Type.A)).isEqualTo("192.0.2.2");
  }

  @Test
  void the_most_that_may_be_made_of_one_line_is_65_536() {
    assertThat(zone("$GENERATE 0-65535 a$ A 192.0.2.1\n").records()).isEqualTo(2 + 65_536);
    assertThat(zone("$GENERATE 0-2147483647/32768 a$ A 192.0.2.1\n").records())
        .isEqualTo(2 + 65_536);
    assertThat(error("$GENERATE 0-65536 a$ A 192.0.2.1\n"))
        .isEqualTo("4:11: $GENERATE of 65537 records, at most 65536 are allowed");
    assertThat(error("$GENERATE 0-2147483647 a$ A 192.0.2.1\n"))
        .isEqualTo("4:11: $GENERATE of 2147483648 records, at most 65536 are allowed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "3-1",
        "1",
        "1-",
        "-1",
        "1-2-3",
        "a-b",
        "1-2/0",
        "1-2/-1",
        "1-2/",
        "1-2/1/1",
        "-1-2",
        "0x1-2",
        "1-99999999999",
        "1-2147483648",
        "18446744073709551617-18446744073709551618"
      })
  void what_is_no_range_is_an_error(String range) {
    assertThat(error("$GENERATE " + range + " a$ A 192.0.2.1\n"))
        .startsWith("4:11: '" + range + "' is no range, allowed is START-STOP or START-STOP/STEP");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "${",
        "${}",
        "${x}",
        "${0,x}",
        "${0,0,z}",
        "${0,0,d,1}",
        "${0,256}",
        "${0,-1}",
        "${-2}",
        "${0,999999}",
        "${--1}",
        "${99999999999}",
        "${0,1,dd}",
        "${1"
      })
  void what_is_no_modifier_is_an_error(String modifier) {
    assertThat(error("$GENERATE 1-2 a" + modifier + " A 192.0.2.1\n")).startsWith("4:15: '${' wan");
    assertThat(error("$GENERATE 1-2 a CNAME b" + modifier + "\n")).contains("'${' wants");
  }

  @Test
  void a_mistake_in_what_is_made_is_named_once() {
    assertThat(error("$GENERATE 1-300 a$ A 192.0.2.$\n"))
        .isEqualTo("4:22: for 256: '192.0.2.256' is no IPv4 address, allowed is 192.0.2.1");
    assertThat(error("$GENERATE 1-300 a$ FOO x\n")).startsWith("4:20: for 1: unknown record type");
  }

  @Test
  void words_that_are_missing_are_named() {
    for (String text : List.of("", " 1-2", " 1-2 a$", " 1-2 a$ A")) {
      assertThat(error("$GENERATE" + text + "\n"))
          .startsWith("4:")
          .endsWith("$GENERATE wants a range, an owner, a type and rdata");
    }
  }

  /// Otherwise a line of a few words could make 65,536 × 65,536 records.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\$GENERATE 1-2 a$ A 192.0.2.1",
        "$$GENERATE 1-2 a$ A 192.0.2.1",
        "\\$INCLUDE /etc/passwd ignored",
        "\\$ORIGIN other.example.org. ignored",
        "\\$TTL 5 ignored"
      })
  void what_is_made_is_never_a_directive(String pattern) {
    assertThat(error("$GENERATE 1-2 " + pattern + "\n"))
        .contains(": for 1: ")
        .containsPattern("unknown record type|is no TTL");
  }

  @Test
  void the_owner_stands_without_quotes() {
    for (String owner : List.of("\"\"", "\" \"", "\"a$\"", "\";$\"")) {
      assertThat(error("a A 192.0.2.1\n$GENERATE 1-2 " + owner + " A 192.0.2.2\n"))
          .startsWith("5:15: ");
    }
  }

  @Test
  void numbers_of_every_width_are_filled_up() {
    Zone zone = zone("$GENERATE 0-62 w${0,63,d} A 192.0.2.1\n".replace("w$", "$"));
    assertThat(zone.records()).isEqualTo(2 + 63);
    assertThat(
            IntStream.range(0, 63)
                .allMatch(i -> !Oracle.setOf(zone, name("%063d".formatted(i)), Type.A).isEmpty()))
        .isTrue();
  }

  private static String only(Zone zone, String name, int type) {
    var set = Oracle.setOf(zone, name(name), type);
    assertThat(set).hasSize(1);
    return set.getFirst().rdataToString();
  }

  private static Zone zone(String text) {
    return ZoneText.zone(ORIGIN, TOP + text);
  }

  private static String error(String text) {
    var errors = ZoneText.read(ORIGIN, TOP + text).errors();
    assertThat(errors).hasSize(1);
    Diagnostic error = errors.getFirst();
    return error.line() + ":" + error.column() + ": " + error.message();
  }

  private static Name name(String relative) {
    return Name.fromConstantString(relative + "." + ORIGIN);
  }
}
