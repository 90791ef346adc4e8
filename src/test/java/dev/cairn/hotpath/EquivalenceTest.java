package dev.cairn.hotpath;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Told;
import dev.cairn.message.Edns;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NotMine;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Remarked;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.message.Transport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Whatever is cached and whatever is asked: the hot path says octet for octet what the clear path
/// says, or nothing.
class EquivalenceTest {
  private static final int QUERIES = 400_000;
  private static final int[] TYPES = {Type.A, Type.AAAA, Type.MX, Type.TXT, Type.DS, Type.ANY};
  private static final String[] ZONES = {"example.com.", "corp.example.", "ours.example.", "org."};

  private final Random random = new Random(20);
  private final TwoRoads roads = new TwoRoads();
  private final List<Query> kept = new ArrayList<>();

  @Test
  void both_roads_give_the_same_octets() {
    for (int i = 0; i < 3_000; i++) {
      keepSomething();
    }
    int answered = 0;
    int unknown = 0;
    for (int i = 0; i < QUERIES; i++) {
      byte[] query = query();
      Transport transport = random.nextInt(4) == 0 ? Transport.TCP : Transport.UDP;
      int type = roads.hot(query, transport);
      if (type == HotPath.UNKNOWN) {
        unknown++;
        assertThat(roads.outcome(query, transport)).isInstanceOf(NotMine.class);
      } else if (type != HotPath.NOT_MINE) {
        answered++;
        byte[] hot = roads.response();
        assertThat(hot).as(Arrays.toString(query)).isEqualTo(roads.clear(query, transport));
      }
      if (i % 100 == 0) {
        keepSomething();
        roads.pass(random.nextInt(3));
      }
      if (i == QUERIES / 2) {
        roads.addZone("b.example.com.");
        roads.addZone("net.");
      }
    }
    assertThat(answered).isGreaterThan(QUERIES / 8);
    assertThat(unknown).isGreaterThan(QUERIES / 100);
  }

  private void keepSomething() {
    int moreFlags = random.nextInt(4) == 0 ? Flags.CD : 0;
    int edns = random.nextInt(3) == 0 ? Edns.DNSSEC_OK : 0;
    Query query = Told.query(cased(name()), one(TYPES), moreFlags, edns);
    kept.add(query);
    Outcome outcome = outcome(query.question(), edns != 0);
    boolean isRemarked = random.nextInt(6) == 0 && !(outcome instanceof Alias);
    roads.keep(query, isRemarked ? new Remarked(outcome, remark()) : outcome);
  }

  private ExtendedError remark() {
    return new ExtendedError(random.nextInt(30), "x".repeat(random.nextInt(120)));
  }

  @SuppressWarnings("BooleanParameter")
  private Outcome outcome(Question question, boolean isSigned) {
    Standing standing = random.nextBoolean() ? Standing.TOLD : Standing.TOLD_AS_VALIDATED;
    List<RecordSet> aliases = new ArrayList<>();
    Name last = question.name();
    for (int i = random.nextInt(8) - 5; i > 0; i--) {
      Name next = Name.fromConstantString(cased(name()));
      aliases.addAll(sets(last + " " + ttl() + " IN CNAME " + next, isSigned));
      last = next;
    }
    List<RecordSet> proof =
        new ArrayList<>(
            sets(
                "example.com. " + ttl() + " IN SOA ns.example.com. h.example.com. 1 2 3 4 600",
                isSigned));
    if (isSigned) {
      proof.addAll(sets("a.example.com. " + ttl() + " IN NSEC z.example.com. A NS RRSIG", true));
    }
    return switch (random.nextInt(aliases.isEmpty() ? 4 : 5)) {
      case 0 -> new NoData(aliases, proof, standing);
      case 1 -> new NxDomain(aliases, proof, standing);
      case 4 -> new Alias(aliases, List.of(), last, standing);
      default -> new Answer(aliases, records(last, isSigned), List.of(), List.of(), standing);
    };
  }

  @SuppressWarnings("BooleanParameter")
  private List<RecordSet> records(Name owner, boolean isSigned) {
    List<RecordSet> records = new ArrayList<>();
    for (int i = random.nextInt(30) == 0 ? 40 : random.nextInt(4); i >= 0; i--) {
      String data =
          switch (random.nextInt(4)) {
            case 0 -> "A 192.0.2." + i;
            case 1 -> "MX " + i + " " + cased(name());
            case 2 -> "TXT \"some text, number " + i + "\"";
            default -> "SRV 1 2 3 " + cased(name());
          };
      records.addAll(sets(owner + " " + ttl() + " IN " + data, isSigned));
    }
    return records;
  }

  @SuppressWarnings("BooleanParameter")
  private static List<RecordSet> sets(String record, boolean isSigned) {
    if (!isSigned) {
      return Told.sets(record);
    }
    String[] words = record.split(" ", 5);
    String signature =
        "%s %s IN RRSIG %s 8 2 300 20300101000000 20200101000000 1 example.com. AAAAAAAA"
            .formatted(words[0], words[1], words[3]);
    return Told.sets(record, signature);
  }

  private byte[] query() {
    Query like = kept.get(random.nextInt(kept.size()));
    Name name = Name.fromConstantString(cased(like.question().name().toString()));
    int flags = Flags.RD | like.flags().bits();
    flags |= random.nextInt(3) == 0 ? Flags.AD : 0;
    int udpSize = like.dnssecOk() || random.nextBoolean() ? random.nextInt(2_000) : -1;
    byte[] options = random.nextInt(8) == 0 ? new byte[random.nextInt(12)] : new byte[0];
    if (options.length > 4) {
      options[1] = (byte) random.nextInt(16);
      options[3] = (byte) (options.length - 4);
    }
    byte[] octets =
        new PlainMessage(name, like.question().type(), flags, udpSize, like.edns().flags(), options)
            .octets();
    return random.nextInt(3) == 0 ? mutated(octets) : octets;
  }

  private byte[] mutated(byte[] octets) {
    byte[] other =
        random.nextInt(4) == 0
            ? Arrays.copyOf(octets, 12 + random.nextInt(octets.length))
            : octets.clone();
    for (int i = random.nextInt(4); i > 0; i--) {
      other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
    }
    other[2] &= 0x7F; // what is no query comes by neither road
    return other;
  }

  private String name() {
    String zone = ZONES[random.nextInt(8) == 0 ? random.nextInt(ZONES.length) : 0];
    String label = Character.toString('a' + random.nextInt(8));
    return switch (random.nextInt(4)) {
      case 0 -> zone;
      case 1 -> "w" + random.nextInt(100) + ".b." + zone;
      default -> label + random.nextInt(40) + "." + zone;
    };
  }

  private String cased(String name) {
    return random.nextInt(3) == 0 ? name.toUpperCase(Locale.ROOT) : name;
  }

  private int ttl() {
    return 20 + random.nextInt(2_000);
  }

  private int one(int[] numbers) {
    return numbers[random.nextInt(numbers.length)];
  }
}
