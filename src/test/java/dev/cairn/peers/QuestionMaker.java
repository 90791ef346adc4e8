package dev.cairn.peers;

import dev.cairn.peers.Question.Road;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Questions about zones, the same ones for the same seed: all names with all types, and names that
/// are above, below and beside them with some.
final class QuestionMaker {
  private static final List<Integer> TYPES =
      Stream.of(
              "A AAAA ANY CNAME DNAME DNSKEY DS HTTPS MX NAPTR NS NSEC PTR RRSIG SOA SRV TXT TYPE65280"
                  .split(" "))
          .map(Type::value)
          .toList();
  private static final int ROADS_OF_A_KNOWN_NAME = 2;
  private static final int TYPES_OF_A_NAME_NEARBY = 6;

  private final Random random;
  private final List<Road> datagrams;

  private QuestionMaker(long seed, List<Road> datagrams) {
    this.random = new Random(seed);
    this.datagrams = datagrams;
  }

  static QuestionMaker ofAllRoads(long seed) {
    return new QuestionMaker(seed, Stream.of(Road.values()).filter(road -> !road.isTcp()).toList());
  }

  /// Mostly such as want signatures.
  static QuestionMaker withSignatures(long seed) {
    return new QuestionMaker(
        seed, List.of(Road.UDP_EDNS_DO, Road.UDP_EDNS_DO, Road.UDP_EDNS_DO, Road.UDP_EDNS_1232));
  }

  Set<Question> about(List<TestZone> zones) throws TextParseException {
    var questions = new LinkedHashSet<Question>();
    for (TestZone zone : zones) {
      Set<Name> nearby = new TreeSet<>(outside(zone));
      for (Name name : zone.names()) {
        for (int type : TYPES) {
          for (int i = 0; i < ROADS_OF_A_KNOWN_NAME; i++) {
            questions.add(question(name, type));
          }
        }
        nearby.addAll(nearby(name));
      }
      nearby.removeAll(zone.names());
      for (Name name : nearby) {
        for (int i = 0; i < TYPES_OF_A_NAME_NEARBY; i++) {
          questions.add(question(name, i == 0 ? Type.A : TYPES.get(random.nextInt(TYPES.size()))));
        }
      }
    }
    return questions;
  }

  private Question question(Name name, int type) {
    return new Question(random.nextInt(4) == 0 ? inOtherCase(name) : name, type, road());
  }

  private Road road() {
    int chance = random.nextInt(100);
    if (chance < 4) {
      return Road.TCP;
    }
    return chance < 7 ? Road.TCP_DO : datagrams.get(random.nextInt(datagrams.size()));
  }

  private Name inOtherCase(Name name) {
    String text = name.toString();
    String other = random.nextBoolean() ? text.toUpperCase(Locale.ROOT) : swapped(text);
    return Name.fromConstantString(other);
  }

  private String swapped(String text) {
    var swapped = new StringBuilder();
    for (char letter : text.toCharArray()) {
      swapped.append(
          random.nextBoolean() ? Character.toUpperCase(letter) : Character.toLowerCase(letter));
    }
    return swapped.toString();
  }

  /// Names right above the zone, and beside it.
  private static List<Name> outside(TestZone zone) throws TextParseException {
    Name above = new Name(zone.origin(), 1);
    return List.of(above, Name.fromString("beside", above), Name.root);
  }

  /// Names below and beside a name, which are there only by chance.
  private List<Name> nearby(Name name) throws TextParseException {
    var all = new ArrayList<Name>();
    for (String label : List.of("missing", "x.y", "*", "\\000", "z.*")) {
      add(all, label, name);
    }
    if (name.labels() > 2) {
      Name above = new Name(name, 1);
      add(all, "sibling", above);
      all.add(beside(name));
    }
    return all;
  }

  private static void add(List<Name> all, String label, Name name) throws TextParseException {
    try {
      all.add(Name.concatenate(Name.fromString(label), name));
    } catch (NameTooLongException _) {
      return; // nothing can lie there
    }
  }

  /// The name whose first label ends with the octet after, or before, that of another.
  private Name beside(Name name) {
    byte[] wire = name.toWire();
    wire[wire[0]] += random.nextBoolean() ? 1 : -1;
    try {
      return new Name(wire);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
