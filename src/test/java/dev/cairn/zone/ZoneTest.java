package dev.cairn.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Labels;
import dev.cairn.zone.Finding.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.SetResponse;
import org.xbill.DNS.Type;

class ZoneTest {
  private static final Name ORIGIN = Name.fromConstantString("example.org.");
  private static final String[] LABELS = {"a", "b", "c", "d", "*"};
  private static final int[] TYPES = {
    Type.A, Type.TXT, Type.CNAME, Type.NS, Type.DNAME, Type.DS, Type.MX, Type.ANY, Type.SOA
  };

  /// What random zones are without.
  private static final String EXTRAS =
      """
      $ORIGIN sub.example.org.
      x ( 5m IN ; comment
        TXT "quoted \\"text\\"" \\065\\000 )
      y SRV 1 2 3 z
      z HTTPS 1 . alpn=h2
      $TTL 1h
      y DS 1 5 1 0A0B0C0D0E0F0A0B0C0D0E0F0A0B0C0D0E0F0A0B
      """;

  /// How a lookup ended, in words: the kind, and what was found.
  private static String told(Kind kind, @Nullable Name owner, List<Record> records) {
    var set = new TreeSet<String>();
    records.forEach(record -> set.add(record.toString().toLowerCase(Locale.ROOT)));
    return kind + " " + (owner == null ? "" : owner.toString().toLowerCase(Locale.ROOT)) + set;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void lookups_end_as_the_algorithm_of_the_rfcs_ends(long seed) throws IOException {
    var random = new Random(seed);
    var kinds = new HashSet<Kind>();
    for (int i = 0; i < 50; i++) {
      String text = randomText(random);
      Zone zone = ZoneText.zone("example.org.", text);
      var literal = new Literal(Oracle.records("example.org.", text));
      for (int question = 0; question < 100; question++) {
        Name name = randomName(random);
        int type = TYPES[random.nextInt(TYPES.length)];
        assertThat(found(zone, name, type))
            .as(name + " " + Type.string(type) + " in\n" + text)
            .isEqualTo(literal.found(name, type));
        kinds.add(kindOf(zone, name, type));
      }
    }
    assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
  }

  /// dnsjava knows no empty non-terminals, no DS above a cut, and takes wildcards from above the
  /// closest encloser; everything else must be as it has it.
  @ParameterizedTest
  @ValueSource(longs = {5, 6})
  void lookups_end_as_dnsjava_has_them(long seed) throws IOException {
    var random = new Random(seed);
    int compared = 0;
    for (int i = 0; i < 50; i++) {
      String text = randomText(random).replace("*", "e");
      Zone zone = ZoneText.zone("example.org.", text);
      List<Record> records = Oracle.records("example.org.", text);
      var other = new org.xbill.DNS.Zone(ORIGIN, records.toArray(Record[]::new));
      var literal = new Literal(records);
      for (int question = 0; question < 100; question++) {
        Name name = randomName(random);
        int type = TYPES[random.nextInt(TYPES.length)];
        if (type != Type.DS && type != Type.ANY && !literal.isEmptyNonTerminal(name)) {
          SetResponse response = other.findRecords(name, type);
          assertThat(kindOf(zone, name, type))
              .as(name + " " + Type.string(type) + " in\n" + text)
              .isEqualTo(kindOf(response));
          if (response.isSuccessful()) {
            List<Record> set =
                response.answers().stream().map(RRset::rrs).findFirst().orElseThrow();
            assertThat(Oracle.setOf(zone, name, type)).containsExactlyInAnyOrderElementsOf(set);
          }
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(2_000);
  }

  @Test
  void letters_of_either_case_find_the_same() {
    Zone zone = ZoneText.zone("Example.ORG.", top() + "WwW A 192.0.2.1\n*.Wild A 192.0.2.2\n");
    for (String name : List.of("www.example.org.", "WWW.EXAMPLE.ORG.", "x.wILD.eXample.org.")) {
      assertThat(kindOf(zone, Name.fromConstantString(name), Type.A)).isEqualTo(Kind.ANSWER);
    }
    Zone brackets = ZoneText.zone("example.org.", top() + "\\091\\064 A 192.0.2.1\n");
    var braces = Name.fromConstantString("\\123\\096.example.org.");
    assertThat(kindOf(brackets, braces, Type.A)).isEqualTo(Kind.NO_NAME);
  }

  @Test
  void every_octet_of_a_label_counts() {
    var text = new StringBuilder(top());
    for (int octet = 0; octet < 256; octet++) {
      text.append("\\%03d.x TXT %d%n".formatted(octet, octet));
    }
    Zone zone = ZoneText.zone("example.org.", text.toString());
    for (int octet = 0; octet < 256; octet++) {
      var name = Name.fromConstantString("\\%03d.x.example.org.".formatted(octet));
      boolean isLetter = octet >= 'A' && octet <= 'Z' || octet >= 'a' && octet <= 'z';
      if (octet == '*') {
        assertThat(kindOf(zone, name, Type.TXT)).isEqualTo(Kind.ANSWER);
      }
      assertThat(Oracle.setOf(zone, name, Type.TXT)).hasSize(isLetter ? 2 : 1);
    }
  }

  @Test
  void fifty_thousand_names_are_found_again() {
    var text = new StringBuilder(top());
    for (int i = 0; i < 50_000; i++) {
      text.append("host-")
          .append(i)
          .append(".net-")
          .append(i % 100)
          .append(" A 10.0.")
          .append(i >> 8 & 255)
          .append('.')
          .append(i & 255)
          .append('\n');
    }
    Zone zone = ZoneText.zone("example.org.", text.toString());
    assertThat(zone.names()).isEqualTo(1 + 100 + 50_000);
    assertThat(zone.records()).isEqualTo(2 + 50_000);
    for (int i = 0; i < 50_000; i++) {
      var name = Name.fromConstantString("HOST-" + i + ".net-" + i % 100 + ".example.org.");
      assertThat(Oracle.setOf(zone, name, Type.A).getFirst().rdataToString())
          .isEqualTo("10.0." + (i >> 8 & 255) + "." + (i & 255));
    }
    for (int i = 0; i < 1_000; i++) {
      var name = Name.fromConstantString("host-" + i + ".net-" + (i + 1) % 100 + ".example.org.");
      assertThat(kindOf(zone, name, Type.A)).isEqualTo(Kind.NO_NAME);
    }
  }

  @Test
  void many_records_of_one_name_are_one_set() {
    var text = new StringBuilder(top());
    for (int i = 0; i < 20_000; i++) {
      text.append("a A 10.0.").append(i >> 8 & 63).append('.').append(i & 255).append('\n');
    }
    Zone zone = ZoneText.zone("example.org.", text.toString());
    assertThat(Oracle.setOf(zone, Name.fromConstantString("a.example.org."), Type.A))
        .hasSize(64 * 256)
        .doesNotHaveDuplicates();
  }

  @Test
  void more_records_of_one_name_and_type_than_can_be_counted_are_an_error() {
    var text = new StringBuilder(top());
    for (int i = 0; i < 65_536; i++) {
      text.append("a A 10.0.").append(i >> 8).append('.').append(i & 255).append('\n');
    }
    assertThat(ZoneText.read("example.org.", text.toString()).errors())
        .singleElement()
        .extracting(Diagnostic::message)
        .isEqualTo("65536 records of one name and type, at most 65,535 can be served");
  }

  @Test
  void a_zone_may_be_the_root() {
    Zone root = ZoneText.zone(".", top() + "org NS ns.org\nns.org A 192.0.2.1\nx A 192.0.2.2\n");
    assertThat(kindOf(root, Name.fromConstantString("x."), Type.A)).isEqualTo(Kind.ANSWER);
    assertThat(kindOf(root, Name.root, Type.NS)).isEqualTo(Kind.ANSWER);
    assertThat(kindOf(root, Name.fromConstantString("a.b.org."), Type.A))
        .isEqualTo(Kind.DELEGATION);
    assertThat(kindOf(root, Name.fromConstantString("net."), Type.A)).isEqualTo(Kind.NO_NAME);
  }

  @Test
  void the_numbers_of_a_zone_are_those_of_its_soa() {
    Zone zone = ZoneText.zone("example.org.", "@ 60 SOA a b 7 1 2 3 300\n@ 60 NS a\n");
    assertThat(zone.serial()).isEqualTo(7);
    assertThat(zone.negativeTtl()).isEqualTo(60);
    Zone other = ZoneText.zone("example.org.", "@ 600 SOA a b 7 1 2 3 300\n@ 60 NS a\n");
    assertThat(other.negativeTtl()).isEqualTo(300);
  }

  @Test
  void a_zone_does_not_change_with_the_order_of_its_records() throws IOException {
    var random = new Random(7);
    for (int i = 0; i < 20; i++) {
      String text = randomText(random);
      var lines = new ArrayList<>(List.of(text.split("\n")));
      String ttl = lines.removeFirst();
      Collections.shuffle(lines, random);
      Zone zone = ZoneText.zone("example.org.", text);
      Zone shuffled = ZoneText.zone("example.org.", ttl + "\n" + String.join("\n", lines) + "\n");
      for (int question = 0; question < 100; question++) {
        Name name = randomName(random);
        int type = TYPES[random.nextInt(TYPES.length)];
        assertThat(found(shuffled, name, type)).isEqualTo(found(zone, name, type));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14})
  void a_mutilated_zone_file_is_read_or_refused_and_nothing_else(long seed, @TempDir Path folder)
      throws IOException {
    var random = new Random(seed);
    Path file = folder.resolve("example.org.zone");
    var out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    int taken = 0;
    for (int i = 0; i < 5_000; i++) {
      var octets = new StringBuilder(randomText(random) + EXTRAS);
      octets.append(i % 100 == 0 ? "$GENERATE 1-20/2 g${0,2,x} A 10.0.0.$\n" : "");
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        mutilate(octets, random);
      }
      octets.repeat(
          '\n', 16_384 - octets.length()); // to write over a file is quick, to cut it is not
      out.write(ByteBuffer.wrap(octets.toString().getBytes(StandardCharsets.ISO_8859_1)), 0);
      var reading = new ZoneFile(ORIGIN, file, folder).read();
      assertThat(reading.zone() == null).isEqualTo(!reading.errors().isEmpty());
      assertThat(reading.diagnostics()).hasSizeLessThanOrEqualTo(101);
      if (reading.zone() != null) {
        taken++;
        found(reading.zone(), randomName(random), Type.A);
      }
    }
    out.close();
    assertThat(taken).isBetween(100, 4_900);
  }

  private static void mutilate(StringBuilder text, Random random) {
    String specials = " \t\n\r;()\"\\$@.*{}0123456789-/\u0000\u00ff";
    int at = random.nextInt(text.length());
    char c = specials.charAt(random.nextInt(specials.length()));
    switch (random.nextInt(5)) {
      case 0 -> text.setCharAt(at, c);
      case 1 -> text.insert(at, c);
      case 2 -> text.deleteCharAt(at);
      case 3 -> text.insert(at, text.substring(at, Math.min(at + 40, text.length())));
      default -> text.setCharAt(at, (char) random.nextInt(256));
    }
  }

  private static String top() {
    return "$TTL 300\n@ SOA ns1 hostmaster 1 7200 900 1209600 300\n@ NS ns1\n";
  }

  private static Kind kindOf(Zone zone, Name name, int type) {
    var finding = new Finding();
    zone.lookup(Labels.of(name), type, finding);
    return finding.kind();
  }

  private static String found(Zone zone, Name name, int type) {
    var finding = new Finding();
    zone.lookup(Labels.of(name), type, finding);
    Name owner = new Name(name, name.labels() - 1 - finding.depth);
    return switch (finding.kind) {
      case ANSWER, ALIAS ->
          told(finding.kind, name, Oracle.records(zone.recordSet(name, finding.set)));
      case SUBTREE_ALIAS, DELEGATION ->
          told(finding.kind, owner, Oracle.records(zone.recordSet(owner, finding.set)));
      case ANY -> {
        var all = new ArrayList<Record>();
        int set = zone.firstSet(finding.node);
        for (int i = 0; i < zone.sets(finding.node); i++) {
          all.addAll(Oracle.records(zone.recordSet(name, set)));
          set = zone.nextSet(set);
        }
        yield told(Kind.ANY, name, all);
      }
      case NO_DATA -> told(Kind.NO_DATA, null, List.of());
      case NO_NAME -> told(Kind.NO_NAME, null, List.of());
    };
  }

  private static Kind kindOf(SetResponse response) {
    if (response.isDelegation()) {
      return Kind.DELEGATION;
    }
    if (response.isCNAME()) {
      return Kind.ALIAS;
    }
    if (response.isDNAME()) {
      return Kind.SUBTREE_ALIAS;
    }
    if (response.isNXRRSET()) {
      return Kind.NO_DATA;
    }
    return response.isNXDOMAIN() ? Kind.NO_NAME : Kind.ANSWER;
  }

  private static Name randomName(Random random) throws IOException {
    var name = new StringBuilder();
    for (int depth = random.nextInt(5); depth > 0; depth--) {
      String label = LABELS[random.nextInt(LABELS.length)];
      name.append(random.nextBoolean() ? label : label.toUpperCase(Locale.ROOT)).append('.');
    }
    return Name.fromString(name + "example.org.");
  }

  /// A zone without contradictions, of few labels, so that most questions hit something.
  private static String randomText(Random random) throws IOException {
    var text = new StringBuilder(top());
    var taken = new HashMap<Name, Set<Integer>>();
    taken.put(ORIGIN, new HashSet<>(Set.of(Type.SOA, Type.NS)));
    for (int i = 5 + random.nextInt(25); i > 0; i--) {
      Name owner = randomName(random);
      int type = TYPES[random.nextInt(7)];
      Set<Integer> types = taken.computeIfAbsent(owner, _ -> new HashSet<>());
      boolean isOnlyOne = type == Type.CNAME || type == Type.DNAME;
      boolean isAlone = type == Type.CNAME ? !types.isEmpty() : types.contains(Type.CNAME);
      if (isAlone || isOnlyOne && types.contains(type)) {
        continue;
      }
      types.add(type);
      text.append(owner).append(' ').append(Type.string(type)).append(' ');
      text.append(
              switch (type) {
                case Type.A -> "192.0.2." + random.nextInt(9);
                case Type.TXT -> "text-" + random.nextInt(9);
                case Type.MX -> random.nextInt(9) + " " + randomName(random);
                case Type.DS -> "1 13 2 " + ("0" + random.nextInt(9)).repeat(32);
                default ->
                    type == Type.NS && owner.equals(ORIGIN)
                        ? "ns.example.net." // ours must not be below a DNAME
                        : randomName(random);
              })
          .append('\n');
    }
    return text.toString();
  }

  /// RFC 1034 §4.3.2, RFC 4592 and RFC 6672, word by word, with no thought of speed.
  private static final class Literal {
    private final Map<Name, Map<Integer, List<Record>>> names = new HashMap<>();

    Literal(List<Record> records) {
      for (Record record : records) {
        for (Name name = record.getName(); name.labels() >= ORIGIN.labels(); name = above(name)) {
          names.computeIfAbsent(name, _ -> new HashMap<>());
        }
        List<Record> set =
            names.get(record.getName()).computeIfAbsent(record.getType(), _ -> new ArrayList<>());
        if (!set.contains(record)) {
          set.add(record);
        }
      }
    }

    boolean isEmptyNonTerminal(Name name) {
      return names.containsKey(name) && names.get(name).isEmpty();
    }

    String found(Name name, int type) {
      for (int labels = ORIGIN.labels(); labels <= name.labels(); labels++) {
        var ancestor = new Name(name, name.labels() - labels);
        Map<Integer, List<Record>> sets = names.get(ancestor);
        boolean isLast = labels == name.labels();
        if (sets == null) {
          return wildcard(above(ancestor), name, type);
        }
        boolean isCut = labels > ORIGIN.labels() && sets.containsKey(Type.NS);
        if (isCut && !(isLast && type == Type.DS)) {
          return told(Kind.DELEGATION, ancestor, sets.get(Type.NS));
        }
        if (!isLast && sets.containsKey(Type.DNAME)) {
          return told(Kind.SUBTREE_ALIAS, ancestor, sets.get(Type.DNAME));
        }
      }
      return at(names.get(name), name, type);
    }

    private String wildcard(Name closestEncloser, Name name, int type) {
      Name source = Name.fromConstantString("*." + closestEncloser);
      return names.containsKey(source)
          ? at(names.get(source), name, type)
          : told(Kind.NO_NAME, null, List.of());
    }

    private static String at(Map<Integer, List<Record>> sets, Name name, int type) {
      if (type == Type.ANY && !sets.isEmpty()) {
        return told(
            Kind.ANY, name, sets.values().stream().flatMap(set -> renamed(set, name)).toList());
      }
      if (sets.containsKey(type)) {
        return told(Kind.ANSWER, name, renamed(sets.get(type), name).toList());
      }
      if (sets.containsKey(Type.CNAME)) {
        return told(Kind.ALIAS, name, renamed(sets.get(Type.CNAME), name).toList());
      }
      return told(Kind.NO_DATA, null, List.of());
    }

    private static Stream<Record> renamed(List<Record> set, Name name) {
      return set.stream()
          .map(record ->
              Record.newRecord(
                  name,
                  record.getType(),
                  DClass.IN,
                  record.getTTL(),
                  record.rdataToWireCanonical()));
    }

    private static Name above(Name name) {
      return new Name(name, 1);
    }
  }
}
