package dev.cairn.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Labels;
import dev.cairn.message.RecordSet;
import dev.cairn.zone.ZoneFileCorpus.Case;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Some hundred odd zone files: which are taken, and where the others are wrong.
class ZoneFileCorpusTest {
  private static final Name ORIGIN = Name.fromConstantString(ZoneFileCorpus.ORIGIN);

  /// What dnsjava prints in words that stand for something else.
  private static final Set<String> PRINTED_OTHERWISE =
      Set.of(
          "services: SVCB with tls-supported-groups", // the numbers as octets
          "generic: APL in the generic form with a zero at the end"); // which text has not

  private static final String ODD = " \t\n()\";\\$@.:,=-0a";

  static Stream<Case> all() {
    return ZoneFileCorpus.all();
  }

  static Stream<Case> records() {
    return Stream.of("types", "services", "generic")
        .flatMap(file -> ZoneFileCorpus.in(file).stream())
        .filter(Case::isAccepted);
  }

  @ParameterizedTest
  @MethodSource("all")
  void an_odd_zone_file_is_accepted_or_refused_with_its_place(Case odd) {
    var reading = ZoneText.read(ZoneFileCorpus.ORIGIN, odd.text());
    String refusal = reading.errors().stream().findFirst().map(ZoneFileCorpusTest::told).orElse("");
    if (odd.isAccepted()) {
      assertThat(refusal).isEmpty();
      assertThat(reading.zone()).isNotNull();
    } else {
      assertThat(refusal).startsWith(odd.refusal());
      assertThat(reading.zone()).isNull();
    }
  }

  @Test
  void there_are_some_hundred_of_them_each_with_a_name_of_its_own() {
    List<String> names = all().map(Case::name).toList();
    assertThat(names).hasSizeGreaterThan(700).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("records")
  void what_was_read_is_read_again_in_the_generic_form(Case odd) throws TextParseException {
    for (RecordSet set : sets(odd)) {
      for (byte[] rdata : set.rdata()) {
        String generic = "\\# " + rdata.length + " " + HexFormat.of().formatHex(rdata);
        assertThat(reread("TYPE" + set.type() + " " + generic, set.type())).isEqualTo(rdata);
        assertThat(reread(TypeNames.name(set.type()) + " " + generic, set.type())).isEqualTo(rdata);
      }
    }
  }

  /// The text that `cairn query` and others print; of types that dnsjava does not know it is
  /// generic.
  @ParameterizedTest
  @MethodSource("records")
  void what_was_read_is_read_again_from_its_printed_form(Case odd) throws TextParseException {
    for (RecordSet set : sets(odd)) {
      for (byte[] rdata : set.rdata()) {
        var record = Record.newRecord(ORIGIN, set.type(), DClass.IN, 300, rdata);
        if (record != null && !PRINTED_OTHERWISE.contains(odd.name())) { // null: dnsjava says no
          assertThat(reread(TypeNames.name(set.type()) + " " + record.rdataToString(), set.type()))
              .as(record.rdataToString())
              .isEqualTo(rdata);
        }
      }
    }
  }

  /// The seed is fixed: what fails once fails again.
  @Test
  void a_file_with_any_octets_changed_is_read_or_refused_with_places() {
    var random = new Random(7);
    all()
        .filter(odd -> odd.text().length() > 20 && odd.text().length() < 2_000)
        .flatMap(odd -> Stream.generate(() -> changed(odd.text(), random)).limit(4))
        .forEach(ZoneFileCorpusTest::assertReadOrRefused);
  }

  private static void assertReadOrRefused(String text) {
    var reading = ZoneText.read(ZoneFileCorpus.ORIGIN, text);
    assertThat(reading.zone() == null).as(text).isEqualTo(!reading.errors().isEmpty());
    assertThat(reading.errors())
        .as(text)
        .allMatch(error -> error.line() > 0 || error.message().startsWith("no SOA"));
  }

  private static String changed(String text, Random random) {
    var changed = new StringBuilder(text);
    for (int i = random.nextInt(4); i >= 0; i--) {
      int at = random.nextInt(changed.length());
      switch (random.nextInt(3)) {
        case 0 -> changed.deleteCharAt(at);
        case 1 -> changed.insert(at, (char) random.nextInt(256));
        default -> changed.setCharAt(at, ODD.charAt(random.nextInt(ODD.length())));
      }
    }
    return changed.toString();
  }

  private static byte[] reread(String typeAndData, int type) throws TextParseException {
    Zone zone = ZoneText.zone(ZoneFileCorpus.ORIGIN, ZoneFileCorpus.TOP + "again " + typeAndData);
    Name owner = Name.fromString("again", ORIGIN);
    return zone.recordSet(owner, zone.setOf(zone.nodeOf(Labels.of(owner)), type))
        .rdata()
        .getFirst();
  }

  /// The sets that the case is about: those of the last owner, but not of the zone's top itself.
  private static List<RecordSet> sets(Case odd) throws TextParseException {
    Zone zone = ZoneText.zone(ZoneFileCorpus.ORIGIN, odd.text());
    String[] lines = odd.text().substring(ZoneFileCorpus.TOP.length()).split("\n");
    Name owner = Name.fromString(lines[0].split("[ \t]")[0], ORIGIN);
    int node = zone.nodeOf(Labels.of(owner));
    var sets = new ArrayList<RecordSet>();
    int set = zone.firstSet(node);
    for (int i = 0; i < zone.sets(node); i++) {
      sets.add(zone.recordSet(owner, set));
      set = zone.nextSet(set);
    }
    sets.removeIf(found -> found.type() == Type.SOA);
    assertThat(sets).isNotEmpty();
    return sets;
  }

  private static String told(Diagnostic error) {
    String text = error.toString().substring(error.file().toString().length());
    return text.startsWith(": ") ? text.substring(2) : text.substring(1);
  }
}
