package dev.cairn.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;

/// What is wrong with a zone file is said with its place, and with what would be right.
class MasterFileErrorsTest {
  private static final String ORIGIN = "example.org.";
  private static final String TOP =
      "$TTL 300\n@ SOA ns1 hostmaster 1 7200 900 1209600 300\n@ NS ns1\n";

  static Stream<Arguments> mistakes() {
    return Stream.of(
        mistake("a A 192.0.2", "4:5: '192.0.2' is no IPv4 address, allowed is 192.0.2.1"),
        mistake("a A 192.0.2.256", "4:5: '192.0.2.256' is no IPv4 address"),
        mistake("a A 192.0.2.01", "4:5: '192.0.2.01' is no IPv4 address"),
        mistake("a A", "4:4: expected an IPv4 address, and nothing else"),
        mistake("a A 192.0.2.1 x", "4:15: expected an IPv4 address, and nothing else"),
        mistake("a AAAA 2001:::1", "4:8: '2001:::1' is no IPv6 address, allowed is 2001:db8::1"),
        mistake("a AAAA 192.0.2.1", "4:8: '192.0.2.1' is no IPv6 address"),
        mistake("a", "4:2: a record type is missing"),
        mistake("a 60 IN", "4:8: a record type is missing"),
        mistake("a 60 IN FOO x", "4:9: unknown record type 'FOO', allowed is a known one or TYPE"),
        mistake("a TYPE65536 \\# 0", "4:3: unknown record type 'TYPE65536'"),
        mistake("a CH A 192.0.2.1", "4:3: class 'CH', only IN zones are served"),
        mistake("a CLASS2 A 192.0.2.1", "4:3: class 'CLASS2', only IN zones are served"),
        mistake("a 4294967296 A 192.0.2.1", "4:3: '4294967296' is no TTL, allowed are seconds"),
        mistake("a 1x A 192.0.2.1", "4:3: '1x' is no TTL"),
        mistake("a 9999999999999999999999w A 192.0.2.1", "4:3: '9999999999999999999999w' is no"),
        mistake("a MX host", "4:10: expected a preference and a name, and nothing else"),
        mistake("a MX x host", "4:6: 'x' is no number from 0 to 65535"),
        mistake("a MX 65536 host", "4:6: '65536' is no number from 0 to 65535"),
        mistake("a SRV 1 2 -1 host", "4:11: '-1' is no number from 0 to 65535"),
        mistake("a MX 1 a..b", "4:8: 'a..b': a label must not be empty"),
        mistake("a..b A 192.0.2.1", "4:1: 'a..b': a label must not be empty"),
        mistake(".a A 192.0.2.1", "4:1: '.a': a label must not be empty"),
        mistake("a\\256 A 192.0.2.1", "4:1: 'a\\256': '\\' must be followed by one octet or by"),
        mistake("a\\30 A 192.0.2.1", "4:1: 'a\\30': '\\' must be followed by one octet or by"),
        mistake("x".repeat(64) + " A 192.0.2.1", "a label has at most 63 octets"),
        mistake("x.".repeat(128) + " A 192.0.2.1", "a name has at most 255 octets"),
        mistake("a\\\nb A 192.0.2.1", "4:2: '\\' at the end of the line"),
        mistake("a TXT \"x\nb A 192.0.2.1", "4:7: '\"' is not closed on this line"),
        mistake("a TXT \"x", "4:7: '\"' is not closed on this line"),
        mistake("a TXT \"x\\\n", "4:7: '\"' is not closed on this line"),
        mistake("a TXT ( x\nb TXT (y)", "4:7: '(' is never closed"),
        mistake("a TXT x)\nb TXT y", "4:8: ')' without '('"),
        mistake("a TXT", "4:6: expected at least one string"),
        mistake("a TXT x\\999", "4:7: '\\' must be followed by one octet or by three digits up to"),
        mistake("a TXT y " + "x".repeat(256), "4:9: a string has at most 255 octets"),
        mistake("a ( 60\n IN\n  FOO )", "6:3: unknown record type 'FOO'"),
        mistake("a MX ( ; comment\n10 ; (\n a..b )", "6:2: 'a..b': a label must not be empty"),
        mistake("a OPT x", "4:3: 'OPT' cannot stand in a zone, it is for messages only"),
        mistake("a AXFR x", "4:3: 'AXFR' cannot stand in a zone"),
        mistake("a TYPE0 \\# 0", "4:3: 'TYPE0' cannot stand in a zone"),
        mistake("a A \\# 3 000000", "4:5: these octets are no data of type A"),
        mistake("a A \\# 4 0000", "4:8: 4 octets are announced, and 2 follow"),
        mistake("a TYPE999 x", "4:11: data of type TYPE999 has no text form here"),
        mistake("a DS x 2 3 00", "4:6: 'x' is no number from 0 to 65535"),
        mistake("a CAA 0 issue", "4:14: a string is missing here"),
        mistake("a NSEC", "4:7: a name is missing here"),
        mistake("$FOO bar", "4:1: unknown directive '$FOO', allowed are $ORIGIN, $TTL, $INCLUDE"),
        mistake("$ORIGIN", "4:8: $ORIGIN wants one name"),
        mistake("$ORIGIN a b", "4:11: $ORIGIN wants one name"),
        mistake("$ORIGIN a..b", "4:9: 'a..b': a label must not be empty"),
        mistake("$TTL", "4:5: $TTL wants one TTL"),
        mistake("$TTL x", "4:6: 'x' is no TTL"),
        mistake("$TTL -1", "4:6: '-1' is no TTL"),
        mistake("@ SOA a b 1 2 3 4", "4:18: expected two names, a serial, and the times"),
        mistake("@ SOA a b x 2 3 4 5", "4:11: 'x' is no number from 0 to 4294967295"),
        mistake("@ SOA a b 1 2 x 4 5", "4:15: 'x' is no time, allowed are seconds, or units"),
        mistake("@ SOA a b 2 3 4 5 6", "4:1: a second SOA record with other data"),
        mistake("sub SOA a b 2 3 4 5 6", "4:1: SOA below the top of the zone, only example.org."),
        mistake("a A 192.0.2.1\na CNAME b", "5:1: CNAME beside A data, a name with CNAME can"),
        mistake("a CNAME b\na CNAME c", "5:1: a second CNAME record with other data"),
        mistake("a DNAME b\nx A 192.0.2.1\na DNAME c", "6:1: a second DNAME record with other"),
        mistake("@ CNAME b", "4:1: CNAME beside SOA data"),
        mistake("other.net. A x", "4:14: 'x' is no IPv4 address"));
  }

  private static Arguments mistake(String text, String expected) {
    return Arguments.of(text, expected);
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void a_mistake_is_named_with_its_place(String text, String expected) {
    var reading = ZoneText.read(ORIGIN, TOP + text);
    assertThat(reading.zone()).isNull();
    assertThat(reading.errors()).hasSize(1);
    assertThat(told(reading.errors().getFirst())).contains(expected);
    if (Character.isDigit(expected.charAt(0))) {
      assertThat(told(reading.errors().getFirst())).startsWith(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void the_place_is_the_same_with_other_ends_of_line(String text) {
    var plain = ZoneText.read(ORIGIN, TOP + text).errors();
    if (!text.contains("\\\n")) { // where the end of line itself is the mistake
      var windows = ZoneText.read(ORIGIN, (TOP + text).replace("\n", "\r\n"));
      assertThat(windows.errors().stream().map(MasterFileErrorsTest::told))
          .containsExactlyElementsOf(plain.stream().map(MasterFileErrorsTest::told).toList());
    }
  }

  @Test
  void a_byte_order_mark_is_a_mistake_as_for_other_servers() {
    assertThat(errors("\u00ef\u00bb\u00bf" + TOP + "a A x\n"))
        .containsExactly(
            "1:1: a byte order mark, save the file as UTF-8 without one",
            "4:5: 'x' is no IPv4 address, allowed is 192.0.2.1");
    for (String utf16 : List.of("\u00fe\u00ff\u0000@\u0000 ", "\u00ff\u00fe@\u0000 \u0000")) {
      assertThat(errors(utf16)).contains("1:1: the file is in UTF-16, save it as UTF-8");
    }
  }

  @Test
  void mistakes_behind_a_parenthesis_that_is_never_closed_are_named_too() {
    assertThat(errors(TOP + "a TXT ( x\nb A x\nc TXT (\nd A y\n"))
        .containsExactly(
            "4:7: '(' is never closed",
            "5:5: 'x' is no IPv4 address, allowed is 192.0.2.1",
            "6:7: '(' is never closed");
  }

  /// Each one is closed nowhere; to go back for each would read the file as often as it has lines.
  @Test
  @Timeout(60)
  void a_file_full_of_parentheses_is_read_twice_at_most() {
    assertThat(errors(TOP + "a TXT ( x\n".repeat(200_000))).hasSize(2);
  }

  @Test
  @Timeout(60)
  void a_line_of_many_millions_of_octets_is_one_mistake() {
    assertThat(errors(TOP + "a TXT " + "x".repeat(30_000_000) + "\nb A x\n")).hasSize(2);
    assertThat(errors(TOP + "a TXT \"" + "x".repeat(30_000_000) + "\nb A x\n")).hasSize(2);
    assertThat(errors(TOP + "a FOO" + " x".repeat(3_000_000) + "\nb A x\n")).hasSize(2);
  }

  @Test
  void what_is_shown_of_a_file_is_short_and_in_ascii() {
    assertThat(errors(TOP + "a A \u001b[31m\u0001\u00e9\n"))
        .containsExactly("4:5: '\\027[31m\\001\\233' is no IPv4 address, allowed is 192.0.2.1");
    assertThat(errors(TOP + "a A " + "1".repeat(1_000_000)))
        .containsExactly("4:5: '" + "1".repeat(64) + "…' is no IPv4 address, allowed is 192.0.2.1");
  }

  @Test
  void all_mistakes_of_a_file_are_named() {
    String text =
        """
        a A x
        b A 192.0.2.1
        c FOO y
        d TXT "open
        e A 192.0.2.2 )
        f..g A 192.0.2.3
        h CNAME i
        $BAR
        j MX 1
        """;
    assertThat(errors(TOP + text))
        .containsExactly(
            "4:5: 'x' is no IPv4 address, allowed is 192.0.2.1",
            "6:3: unknown record type 'FOO', allowed is a known one or TYPE with its number",
            "7:7: '\"' is not closed on this line",
            "8:15: ')' without '('",
            "9:1: 'f..g': a label must not be empty",
            "11:1: unknown directive '$BAR', allowed are $ORIGIN, $TTL, $INCLUDE, $GENERATE",
            "12:7: expected a preference and a name, and nothing else");
  }

  @Test
  void a_zone_has_a_soa_record() {
    for (String text : List.of("", "\n;\n", "$TTL 5\n", "@ 60 A 192.0.2.1\n", "$ORIGIN x\n")) {
      assertThat(errors(text))
          .containsExactly("no SOA record for example.org., a zone must have one at its top");
    }
  }

  @Test
  void the_soa_record_of_another_zone_is_none() {
    for (String other : List.of("example.net.", "example.com.", "org.", "sub.example.net.")) {
      var errors = errors(other + " 60 SOA a b 1 2 3 4 5\n" + other + " 60 NS a\n");
      assertThat(errors)
          .containsExactly("no SOA record for example.org., a zone must have one at its top");
    }
  }

  @Test
  void a_zone_without_ns_record_is_taken_with_a_warning() {
    var reading = ZoneText.read(ORIGIN, "@ SOA a b 1 2 3 4 5\nsub NS x\n");
    assertThat(reading.zone()).isNotNull();
    assertThat(reading.diagnostics().stream().map(MasterFileErrorsTest::told))
        .containsExactly("no NS record for example.org.");
  }

  @Test
  void the_first_record_has_an_owner() {
    assertThat(errors(" 60 A 192.0.2.1\n@ 60 SOA a b 1 2 3 4 5\n"))
        .containsExactly("1:2: the first record must begin with its owner name");
  }

  @Test
  void the_first_record_has_a_ttl_unless_it_is_the_soa() {
    assertThat(errors("@ NS a\n@ SOA a b 1 2 3 4 5\n"))
        .containsExactly("1:1: no TTL: write one, or $TTL above");
  }

  @Test
  void names_outside_of_the_zone_are_ignored_with_a_warning() {
    String text =
        """
        other.net. A 192.0.2.1
        org. A 192.0.2.1
        xexample.org. A 192.0.2.1
        . A 192.0.2.1
        a A 192.0.2.1
        """;
    var reading = ZoneText.read(ORIGIN, TOP + text);
    assertThat(reading.diagnostics().stream().map(MasterFileErrorsTest::told))
        .containsExactly(
            "4:1: 'other.net.' is not at or below example.org. and is ignored",
            "5:1: 'org.' is not at or below example.org. and is ignored",
            "6:1: 'xexample.org.' is not at or below example.org. and is ignored",
            "7:1: '.' is not at or below example.org. and is ignored");
    assertThat(reading.zone()).isNotNull();
    assertThat(reading.zone().records()).isEqualTo(3);
  }

  @Test
  void further_records_of_a_name_outside_of_the_zone_are_ignored_too() {
    var reading =
        ZoneText.read(
            ORIGIN, TOP + "other.net. A 192.0.2.1\n  AAAA ::1\na A 192.0.2.1\n AAAA ::\n");
    assertThat(reading.errors()).isEmpty();
    assertThat(reading.zone()).isNotNull();
    assertThat(reading.zone().records()).isEqualTo(4);
  }

  @Test
  void generated_names_outside_of_the_zone_have_the_place_of_their_pattern() {
    var reading = ZoneText.read(ORIGIN, TOP + "\n$GENERATE 1-2 n$.other.net. A 192.0.2.1\n");
    assertThat(reading.diagnostics().stream().map(MasterFileErrorsTest::told))
        .containsExactly(
            "5:1: 'n1.other.net.' is not at or below example.org. and is ignored",
            "5:1: 'n2.other.net.' is not at or below example.org. and is ignored");
  }

  @Test
  void at_most_a_hundred_mistakes_are_named() {
    var told = errors(TOP + "a A x\n".repeat(100_000));
    assertThat(told).hasSize(101);
    assertThat(told.getLast()).isEqualTo("99900 more are not shown");
  }

  @Test
  void warnings_do_not_hide_an_error() {
    var reading = ZoneText.read(ORIGIN, TOP + "other.net. A 192.0.2.1\n".repeat(500) + "a A x\n");
    assertThat(reading.zone()).isNull();
    assertThat(reading.diagnostics()).hasSize(101);
    assertThat(reading.errors().stream().map(MasterFileErrorsTest::told))
        .contains("504:5: 'x' is no IPv4 address, allowed is 192.0.2.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
  void a_file_in_a_wide_encoding_is_refused(String encoding, @TempDir Path folder)
      throws Exception {
    String mark = encoding.equals("UTF-16LE") ? "\ufeff" : "";
    Path file = folder.resolve("wide.zone");
    Files.write(file, (mark + TOP + "a A 192.0.2.1\n").getBytes(Charset.forName(encoding)));
    assertThat(read(file, folder)).isNotEmpty();
  }

  @Test
  void a_file_that_cannot_be_read_is_named(@TempDir Path folder) throws Exception {
    Path absent = folder.resolve("absent.zone");
    assertThat(read(absent, folder)).containsExactly(absent + ": there is no such file");
    assertThat(read(folder, folder))
        .containsExactly(folder + ": " + folder + " is no regular file");
    Path empty = Files.createFile(folder.resolve("empty.zone"));
    assertThat(read(empty, folder)).hasSize(1);
  }

  private static List<String> read(Path file, Path root) {
    return new ZoneFile(Name.fromConstantString(ORIGIN), file, root)
        .read().errors().stream().map(Diagnostic::toString).toList();
  }

  private static List<String> errors(String text) {
    var reading = ZoneText.read(ORIGIN, text);
    assertThat(reading.zone()).isNull();
    return reading.errors().stream().map(MasterFileErrorsTest::told).toList();
  }

  /// A diagnostic without its file.
  private static String told(Diagnostic diagnostic) {
    String place =
        diagnostic.line() == 0 ? "" : diagnostic.line() + ":" + diagnostic.column() + ": ";
    return place + diagnostic.message();
  }
}
