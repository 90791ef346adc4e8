package dev.cairn.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

class MasterFileTest {
  private static final String ORIGIN = "example.org.";
  private static final String TOP =
      "$TTL 300\n@ SOA ns1 hostmaster 1 7200 900 1209600 300\n@ NS ns1\n";

  /// One record of each type that has a text form.
  private static final String[] EACH_TYPE = {
    "A 192.0.2.1",
    "AAAA 2001:db8::1",
    "AAAA ::ffff:192.0.2.1",
    "AFSDB 1 host",
    "APL 1:192.0.2.0/24 !2:2001:db8::/32",
    "CAA 0 issue \"ca.example.net; account=1\"",
    "CDNSKEY 257 3 13 AAECAw==",
    "CDS 1 13 2 " + "0a".repeat(32),
    "CERT 1 2 3 AAECAw==",
    "CNAME host",
    "CNAME .",
    "DHCID AAECAw==",
    "DLV 1 13 2 " + "0b".repeat(32),
    "DNAME host",
    "DNSKEY 256 3 13 ( AAEC\n   Aw== )",
    "DS 1 13 2 ( " + "0c".repeat(16) + "\n" + "0c".repeat(16) + " )",
    "GPOS 1.5 2.5 3.5",
    "HINFO \"a machine\" linux",
    "HIP 2 200100107B1A74DF365639CC39F1D578 AwEAAbdxyhNuSutc rvs",
    "HTTPS 1 . alpn=h2,h3 port=443",
    "HTTPS 1 host alpn=\"h2,h3\" ipv4hint=192.0.2.1,192.0.2.2",
    "HTTPS 0 host",
    "IPSECKEY 10 1 2 192.0.2.38 AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==",
    "IPSECKEY 10 3 2 host AQNRU3mG7TVTO2BkR47usntb102uFJtugbo6BSGvgqt4AQ==",
    "ISDN \"150862028003217\" \"004\"",
    "KEY 256 3 13 AAECAw==",
    "KX 10 host",
    "LOC 52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m",
    "MB host",
    "MG host",
    "MINFO one two",
    "MR host",
    "MX 10 host",
    "NAPTR 100 10 \"u\" \"E2U+sip\" \"!^.*$!sip:info@example.org!\" .",
    "NAPTR 100 10 s SIP+D2U \"\" _sip._udp",
    "NS host",
    "NSAP 0x47.0005.80.005a00.0000.0001.e133.ffffff000161.00",
    "NSEC host A MX RRSIG NSEC TYPE1234",
    "NSEC3 1 1 0 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr A RRSIG",
    "NSEC3PARAM 1 0 0 -",
    "OPENPGPKEY AAECAw==",
    "PTR host",
    "PX 10 one two",
    "RP one two",
    "RRSIG A 13 3 300 20300101000000 20250101000000 12345 example.org. AAECAw==",
    "RT 10 host",
    "SMIMEA 3 1 1 " + "0d".repeat(32),
    "SPF \"v=spf1 -all\"",
    "SRV 1 2 5060 host",
    "SRV 0 0 0 .",
    "SSHFP 4 2 " + "0e".repeat(32),
    "SVCB 1 host mandatory=alpn alpn=h2 no-default-alpn ech=AAECAw== ipv6hint=2001:db8::1",
    "SVCB 16 host key667=hello",
    "TLSA 3 1 1 " + "0f".repeat(32),
    "TXT one two \"three and more\" \"\" \"say \\\"hi\\\"; \\\\ \\000\\255\"",
    "URI 10 1 \"https://example.org/\"",
    "X25 \"311061700956\"",
    "ZONEMD 1 1 1 " + "10".repeat(48),
    "TYPE65534 \\# 4 01020304",
    "TYPE65534 \\# 0",
    "TYPE1 \\# 4 c0000201",
    "A \\# 4 c0000202",
    "MX \\# 7 000a 03 66 6f 6f 00",
    "type731 \\# 6 abcdef ( 01 23 45 )",
    "EUI48 \\# 6 00005e0053 2a"
  };

  static Stream<String> eachType() {
    return Stream.of(EACH_TYPE);
  }

  @ParameterizedTest
  @MethodSource("eachType")
  void a_record_of_each_type_is_read_as_others_read_it(String record) {
    for (String origin : List.of("example.org.", "org.", ".", "\\000\\046.x\\\\.Example.")) {
      Oracle.assertSame(origin, TOP + "owner " + record + "\n");
    }
  }

  @Test
  void all_types_stand_in_one_file_under_several_origins() {
    var text = new StringBuilder(TOP);
    for (String origin :
        List.of("a.example.org.", "b.a.Example.org.", "c.org.example.org.", "example.org.")) {
      text.append("$ORIGIN ").append(origin).append('\n');
      for (int i = 0; i < EACH_TYPE.length; i++) {
        if (EACH_TYPE[i].startsWith("HIP")) {
          continue; // dnsjava takes the next line for more of it
        }
        text.append("n").append(i).append("\t ").append(EACH_TYPE[i]).append(" ; a comment\n");
      }
    }
    Oracle.assertSame(ORIGIN, text.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a A 192.0.2.1",
        "a 60 A 192.0.2.1",
        "a IN A 192.0.2.1",
        "a 60 IN A 192.0.2.1",
        "a IN 60 A 192.0.2.1",
        "a in 60 a 192.0.2.1",
        "a CLASS1 60 TYPE1 192.0.2.1",
        "A A 192.0.2.1\nIN IN A 192.0.2.2\nMX MX 10 NS\n60 60 IN A 192.0.2.3",
        "a 1h30m A 192.0.2.1",
        "a 1W2D3H4M5S A 192.0.2.1",
        "a 0 A 192.0.2.1",
        "a 2147483647 A 192.0.2.1",
        "a.example.org. A 192.0.2.1\na A 192.0.2.2\nA.EXAMPLE.ORG. A 192.0.2.3",
        "a A 192.0.2.1\n  A 192.0.2.2\n\tAAAA ::1\n  60 IN TXT x",
        "@ A 192.0.2.1\n$ORIGIN sub.example.org.\n@ A 192.0.2.2\na A 192.0.2.3\n"
            + "$ORIGIN example.org.\na A 192.0.2.5",
        "$ORIGIN sub.example.org.\na A 192.0.2.1\n$ORIGIN example.org.\n  A 192.0.2.2",
        "a A 192.0.2.1\n$TTL 60\nb A 192.0.2.2\nc 5 A 192.0.2.3\nd A 192.0.2.4\n$ttl 1h\ne A 192.0.2.5",
        "a A ( 192.0.2.1 )",
        "( a A\n192.0.2.1 )\nb A 192.0.2.2",
        "a ( 60\n IN ; comment ) \"\n\n A\n) 192.0.2.1",
        "a ((A) (192.0.2.1))",
        "a TXT a(b)c\nb TXT ( x ) y",
        "a TXT \"a ; b\" ; c\nb TXT a;b",
        "a TXT \"(\" \")\" \\( \\) \\;",
        "a TXT \"x\"y\"z\"",
        "a TXT \\\"x\\\" \\\\ \\x \\065 \\000",
        "a TXT \"\t\"",
        "; only a comment\n\n   \n\t; another\na A 192.0.2.1 ;",
        "a\\.b A 192.0.2.1\na\\032b A 192.0.2.2\n\\@ A 192.0.2.3\n\\036 A 192.0.2.4\n\\$ A 192.0.2.5",
        "\\000\\255\\127 A 192.0.2.1\n\\065 A 192.0.2.2\na\\;b A 192.0.2.3",
        "* A 192.0.2.1\n*.b.c A 192.0.2.2\na.*.d A 192.0.2.3",
        "_x._tcp SRV 1 2 3 @\nb CNAME @\nc MX 1 @\nd NS .",
        "a A 192.0.2.1\na A 192.0.2.1\na 60 A 192.0.2.2",
        "a\tIN\tA\t192.0.2.1\r\nb\tA 192.0.2.2\r\n\r\n",
      })
  void what_rfc_1035_allows_is_read_as_others_read_it(String text) {
    Oracle.assertSame(ORIGIN, TOP + text + "\n");
    Oracle.assertSame(ORIGIN, TOP + text); // without the last end of line
  }

  @Test
  void an_origin_may_be_relative_to_the_one_before() {
    String text =
        "$ORIGIN sub\n@ A 192.0.2.1\n$ORIGIN deep\na A 192.0.2.2\n$ORIGIN @\nb A 192.0.2.3\n";
    Zone zone = ZoneText.zone(ORIGIN, TOP + text);
    assertThat(one(zone, "sub.example.org.", Type.A).rdataToString()).isEqualTo("192.0.2.1");
    assertThat(one(zone, "a.deep.sub.example.org.", Type.A).rdataToString()).isEqualTo("192.0.2.2");
    assertThat(one(zone, "b.deep.sub.example.org.", Type.A).rdataToString()).isEqualTo("192.0.2.3");
  }

  /// A master file is octets, in no encoding; what is not ASCII is served as it stands.
  @Test
  void octets_beyond_ascii_are_taken_as_they_are() {
    String cafe = "caf\u00c3\u00a9";
    String text =
        """
        a TXT CAFE "CAFE"
        a HINFO CAFE "\\CAFE"
        a CAA 0 issue "CAFE \\\\CAFE"
        a URI 1 2 "CAFE"
        CAFE A 192.0.2.1
        a NS CAFE
        a RP CAFE CAFE
        """;
    Zone written = ZoneText.zone(ORIGIN, TOP + text.replace("CAFE", cafe));
    Zone escaped = ZoneText.zone(ORIGIN, TOP + text.replace("CAFE", "caf\\195\\169"));
    for (int type : new int[] {Type.TXT, Type.HINFO, Type.CAA, Type.URI, Type.NS, Type.RP}) {
      assertThat(one(written, "a.example.org.", type))
          .isEqualTo(one(escaped, "a.example.org.", type));
    }
    assertThat(one(written, "caf\\195\\169.example.org.", Type.A).getTTL()).isEqualTo(300);
  }

  @Test
  void every_octet_that_means_nothing_may_stand_in_a_word() {
    for (int octet = 1; octet < 256; octet++) {
      if ("\t\n\r \"();\\".indexOf(octet) < 0) {
        String text = "a TXT %1$c x%1$c\n%1$cx A 192.0.2.1\n".formatted((char) octet);
        Zone zone =
            ZoneText.zone(
                ORIGIN, TOP + (octet == '$' || octet == '.' ? text.split("\n")[0] : text));
        var set = (TXTRecord) one(zone, "a.example.org.", Type.TXT);
        assertThat(set.getStringsAsByteArrays())
            .containsExactly(new byte[] {(byte) octet}, new byte[] {'x', (byte) octet});
      }
    }
  }

  @Test
  void a_name_may_have_thousands_of_records_and_records_of_64_kibibytes() {
    var text = new StringBuilder();
    for (int i = 0; i < 4_000; i++) {
      text.append("a A 10.0.").append(i / 256).append('.').append(i % 256).append('\n');
    }
    text.append("b TXT").append((" " + "x".repeat(255)).repeat(255)).append(" y".repeat(127));
    Zone zone = ZoneText.zone(ORIGIN, TOP + text);
    assertThat(Oracle.setOf(zone, Name.fromConstantString("a.example.org."), Type.A))
        .hasSize(4_000);
    var longest = (TXTRecord) one(zone, "b.example.org.", Type.TXT);
    assertThat(longest.getStringsAsByteArrays()).hasSize(255 + 127);
    assertThat(ZoneText.read(ORIGIN, TOP + text + " y").errors())
        .extracting(Diagnostic::message)
        .containsExactly("the data has 65536 octets, at most 65535 are allowed");
  }

  @Test
  void a_ttl_above_31_bits_counts_as_0() {
    var reading =
        ZoneText.read(ORIGIN, TOP + "a 2147483648 A 192.0.2.1\nb 4294967295 A 192.0.2.1\n");
    assertThat(reading.errors()).isEmpty();
    assertThat(reading.diagnostics())
        .extracting(Diagnostic::line, Diagnostic::column, Diagnostic::message)
        .containsExactly(
            tuple(4, 3, "'2147483648' is above 2147483647 and counts as 0 (RFC 2181 §8)"),
            tuple(5, 3, "'4294967295' is above 2147483647 and counts as 0 (RFC 2181 §8)"));
    assertThat(one(reading.zone(), "a.example.org.", Type.A).getTTL()).isZero();
  }

  @Test
  void a_soa_record_without_ttl_has_its_minimum() {
    Zone zone = ZoneText.zone(ORIGIN, "@ SOA n h 1 2 3 4 77\n NS n\na 60 A 192.0.2.1\nb AAAA ::\n");
    assertThat(zone.soa().ttl()).isEqualTo(77);
    assertThat(one(zone, "example.org.", Type.NS).getTTL()).isEqualTo(77);
    assertThat(one(zone, "b.example.org.", Type.AAAA).getTTL()).isEqualTo(60);
  }

  @Test
  void the_times_of_the_soa_record_may_have_units() {
    Zone zone = ZoneText.zone(ORIGIN, "@ 1d SOA n h 4294967295 2h 15m 2w 5m\n  NS n\n");
    assertThat(one(zone, ORIGIN, Type.SOA).rdataToString())
        .isEqualTo("n.example.org. h.example.org. 4294967295 7200 900 1209600 300");
    assertThat(zone.serial()).isEqualTo(4_294_967_295L);
    assertThat(zone.negativeTtl()).isEqualTo(300);
  }

  @Test
  void a_ttl_of_a_set_is_its_smallest_one() {
    Zone zone =
        ZoneText.zone(ORIGIN, TOP + "a 300 A 192.0.2.1\na 60 A 192.0.2.2\na 90 A 192.0.2.3\n");
    assertThat(Oracle.setOf(zone, Name.fromConstantString("a.example.org."), Type.A))
        .hasSize(3)
        .allMatch(record -> record.getTTL() == 60);
  }

  @Test
  void a_record_that_is_there_twice_is_there_once() {
    var text = new StringBuilder(TOP);
    for (int i = 0; i < 100; i++) {
      text.append("a A 192.0.2.").append(i % 20).append("\nb TXT x\n");
    }
    assertThat(ZoneText.zone(ORIGIN, text.toString()).records()).isEqualTo(2 + 20 + 1);
  }

  /// Names in rdata are the same whatever their case (RFC 4343 §3).
  @Test
  void a_record_that_is_there_twice_in_another_case_is_there_once() {
    Zone zone = ZoneText.zone(ORIGIN, TOP + "a CNAME Host\nA CNAME host\nb NS x\nb NS X\n");
    assertThat(zone.records()).isEqualTo(2 + 1 + 1);
  }

  @Test
  void owner_names_are_at_most_255_octets_long_and_labels_63() {
    String label = "x".repeat(63);
    String owner = label + "." + label + "." + label + "." + "y".repeat(49); // and example.org.
    Oracle.assertSame(ORIGIN, TOP + owner + " A 192.0.2.1\n");
    assertThat(ZoneText.read(ORIGIN, TOP + owner + "y A 192.0.2.1\n").errors()).hasSize(1);
    assertThat(ZoneText.read(ORIGIN, TOP + label + "x A 192.0.2.1\n").errors()).hasSize(1);
    String labels = "a.".repeat(121); // 242 octets, and 13 of example.org.
    Oracle.assertSame(ORIGIN, TOP + labels + "example.org. A 192.0.2.1\n");
  }

  @Test
  void strings_are_at_most_255_octets_long() {
    Zone zone = ZoneText.zone(ORIGIN, TOP + "a TXT " + "x".repeat(255) + " \"\"\n");
    var text = (TXTRecord) one(zone, "a.example.org.", Type.TXT);
    assertThat(text.getStringsAsByteArrays()).extracting(s -> s.length).containsExactly(255, 0);
    assertThat(ZoneText.read(ORIGIN, TOP + "a TXT " + "x".repeat(256)).errors()).hasSize(1);
  }

  @Test
  void rdata_is_at_most_65_535_octets_long() {
    String most = ("\"" + "x".repeat(254) + "\" ").repeat(257); // 255 × 257 = 65,535
    Zone zone = ZoneText.zone(ORIGIN, TOP + "a TXT " + most + "\n");
    assertThat(one(zone, "a.example.org.", Type.TXT).toWire(1)).hasSizeGreaterThan(65_535);
    assertThat(ZoneText.read(ORIGIN, TOP + "a TXT " + most + " \"\"\n").errors()).hasSize(1);
    String hex = "00".repeat(65_535);
    assertThat(ZoneText.zone(ORIGIN, TOP + "a TYPE999 \\# 65535 " + hex).records()).isEqualTo(3);
  }

  private static Record one(Zone zone, String name, int type) {
    List<Record> set = Oracle.setOf(zone, Name.fromConstantString(name), type);
    assertThat(set).hasSize(1);
    return set.getFirst();
  }
}
