package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Transport;
import dev.cairn.responder.TestExchange;
import dev.cairn.responder.TestHouse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Whatever zones and services of a scenario are asked, the short way gives octet for octet what
/// the clear way gives.
class ZoneRoadsTest {
  private static final Path FOLDER = Path.of("src/test/resources/scenarios");
  private static final int QUESTIONS = 40_000;
  private static final int[] TYPES = {
    Type.A,
    Type.A,
    Type.AAAA,
    Type.MX,
    Type.NS,
    Type.SOA,
    Type.CNAME,
    Type.TXT,
    Type.SRV,
    Type.PTR,
    Type.DS,
    Type.DNSKEY,
    Type.NSEC,
    Type.NSEC3,
    Type.RRSIG,
    Type.DNAME,
    Type.ANY,
    Type.SVCB,
    Type.HTTPS,
    Type.NAPTR,
    Type.AXFR,
    Type.MAILB,
    Type.OPT,
    65_280
  };
  private static final String[] LABELS = {"a", "www", "zz", "*", "0", "x.y", "MiXed"};

  @TestFactory
  Stream<DynamicTest> both_roads_give_the_same_octets() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.filter(f -> f.toString().endsWith(".scenario")).sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> compare(file)));
    }
  }

  private static void compare(Path file) throws IOException {
    Scenario scenario = Scenario.read(file);
    var hot = TestHouse.of(scenario.zones(), scenario.registry());
    var clear = TestHouse.ofClearPath(scenario.zones(), scenario.registry());
    var questions = new Questions(scenario);
    for (int i = 0; i < QUESTIONS; i++) {
      byte[] query = questions.next();
      Transport transport = i % 4 == 0 ? Transport.TCP : Transport.UDP;
      byte[] shortly = answer(hot, query, transport);
      byte[] clearly = answer(clear, query, transport);
      if (!Arrays.equals(shortly, clearly)) { // what a failure says costs more than the questions
        assertThat(shortly).as("%s %s", transport, Arrays.toString(query)).isEqualTo(clearly);
      }
    }
    assertThat(hot.observer.bug.get()).isNull();
    assertThat(clear.observer.hot.get()).isZero();
    assertThat(hot.observer.hot.get()).isGreaterThan(100);
  }

  private static byte[] answer(TestHouse house, byte[] query, Transport transport) {
    var exchange = new TestExchange(query, transport);
    house.responder.respond(exchange);
    return exchange.sent();
  }

  /// Questions about names of a scenario, and of what lies above, below and beside them.
  private static final class Questions {
    private final Random random = new Random(6);
    private final List<Name> names;

    Questions(Scenario scenario) throws IOException {
      Set<Name> all = new LinkedHashSet<>();
      for (Scenario.Case each : scenario.cases()) {
        if (each.query.getQuestion() != null) {
          addWithAncestors(each.query.getQuestion().getName(), all);
        }
      }
      scenario.zones().forEach(zone -> all.add(zone.origin()));
      names = List.copyOf(all);
    }

    private static void addWithAncestors(Name name, Set<Name> all) {
      for (int n = 0; n < name.labels(); n++) {
        all.add(new Name(name, n));
      }
    }

    byte[] next() throws IOException {
      byte[] query = plain();
      if (random.nextInt(16) == 0) {
        query[random.nextInt(query.length)] ^= (byte) (1 << random.nextInt(8));
        query[2] &= 0x7F; // what is no query comes by neither road
      }
      return query;
    }

    private byte[] plain() throws IOException {
      var out = new ByteArrayOutputStream();
      boolean hasOpt = random.nextBoolean();
      int flags = (random.nextBoolean() ? 0x0100 : 0) | (random.nextInt(8) == 0 ? 0x0030 : 0);
      put16(out, random.nextInt(1 << 16), flags, 1, 0, 0, hasOpt ? 1 : 0);
      out.writeBytes(name().toWire());
      put16(out, TYPES[random.nextInt(TYPES.length)], DClass.IN);
      if (hasOpt) {
        out.write(0);
        int size = random.nextInt(3) == 0 ? random.nextInt(1_500) : 1232;
        put16(out, Type.OPT, size, 0, random.nextBoolean() ? 0x8000 : 0, 0);
      }
      return out.toByteArray();
    }

    private Name name() throws IOException {
      Name name = names.get(random.nextInt(names.size()));
      return switch (random.nextInt(4)) {
        case 0 -> below(name);
        case 1 -> cased(name);
        default -> name;
      };
    }

    private Name below(Name name) throws IOException {
      String label =
          LABELS[random.nextInt(LABELS.length)] + (random.nextBoolean() ? "" : random.nextInt(99));
      Name below = Name.fromString(label, Name.root);
      return below.length() + name.length() > 250
          ? name
          : Name.concatenate(Name.fromString(label), name);
    }

    private Name cased(Name name) throws IOException {
      byte[] wire = name.toWire();
      int at = 0;
      while (wire[at] != 0) {
        for (int end = at + wire[at]; at < end; ) {
          at++;
          boolean isLetter =
              wire[at] >= 'a' && wire[at] <= 'z' || wire[at] >= 'A' && wire[at] <= 'Z';
          wire[at] ^= (byte) (isLetter && random.nextBoolean() ? 0x20 : 0);
        }
        at++;
      }
      return new Name(wire);
    }

    private static void put16(ByteArrayOutputStream out, int... numbers) {
      for (int number : numbers) {
        out.write(number >> 8);
        out.write(number);
      }
    }
  }
}
