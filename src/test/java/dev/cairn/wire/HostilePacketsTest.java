package dev.cairn.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.guard.Guard;
import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.message.Transport;
import dev.cairn.resolve.Owner;
import dev.cairn.responder.TestExchange;
import dev.cairn.responder.TestHouse;
import dev.cairn.zone.Zone;
import dev.cairn.zone.ZoneResolver;
import dev.cairn.zone.ZoneResolver.AnyAnswer;
import dev.cairn.zone.ZoneResolver.OnMiss;
import dev.cairn.zone.ZoneText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/// Whatever octets come, nothing is thrown, responses are never answered, and queries at most once,
/// with a message that others can read.
class HostilePacketsTest {
  private static final String ZONE =
      """
      $TTL 300
      @         SOA   ns1 hostmaster 1 7200 900 1209600 300
                NS    ns1
                MX    10 mail
                TXT   "some text" "and more"
      ns1       A     192.0.2.1
                AAAA  2001:db8::1
      mail      A     192.0.2.2
      www       A     192.0.2.3
      alias     CNAME www
      loop      CNAME loop2
      loop2     CNAME loop
      _sip._udp SRV   1 2 5060 mail
      *.wild    A     192.0.2.4
      tree      DNAME www
      child     NS    ns.child
      ns.child  A     192.0.2.5
      a.b.c     A     192.0.2.6
      """;
  private static final String[] NAMES = {
    "www", "alias", "loop", "x.wild", "x.tree", "x.child", "b.c", "absent", "_sip._udp", "@"
  };
  private static final int[] TYPES = {
    Type.A, Type.AAAA, Type.MX, Type.NS, Type.SOA, Type.ANY, Type.DS, Type.SRV, Type.CNAME
  };

  private final Zone zone = ZoneText.zone("example.org.", ZONE);
  private final TestHouse house = TestHouse.ofZones(List.of(zone));
  private final ReplyReader replyReader = new ReplyReader();
  private final ResponseWriter writer = new ResponseWriter();
  private final ResponseBuffer buffer = new ResponseBuffer(65_535);

  @AfterEach
  void nothing_was_a_bug() {
    assertThat(house.observer.bug.get()).isNull();
  }

  @Test
  void every_word_of_flags_is_answered_by_its_kind() throws IOException {
    byte[] query = Octetwise.queryWith(0).bytes();
    for (int flags = 0; flags < 1 << 16; flags++) {
      Octets.put16(query, 2, flags);
      byte[] sent = sent(query, Transport.UDP);
      if ((flags & Flags.QR) != 0) {
        assertThat(sent).isEmpty();
        continue;
      }
      int opcode = flags >> 11 & 0xF;
      int echoed = flags & (0x7800 | Flags.RD | Flags.CD);
      int expected =
          opcode == Opcode.QUERY ? Flags.QR | Flags.AA | echoed : Flags.QR | echoed | Rcode.NOTIMP;
      assertThat(Octets.get16(sent, 2)).as("flags " + flags).isEqualTo(expected);
      assertThat(sent).hasSize(opcode == Opcode.QUERY ? query.length + 16 : 12);
    }
  }

  @Test
  void every_part_of_a_query_is_answered_with_an_error_or_not_at_all() throws IOException {
    for (byte[] query : queries()) {
      for (int length = 0; length < query.length; length++) {
        for (Transport transport : Transport.values()) {
          byte[] sent = sent(Arrays.copyOf(query, length), transport);
          if (length < Octetwise.HEADER) {
            assertThat(sent).isEmpty();
          } else {
            assertThat(new Message(sent).getRcode())
                .as(length + " of " + query.length + " octets")
                .isEqualTo(Rcode.FORMERR);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void mutilated_queries_get_at_most_one_readable_answer(long seed) throws IOException {
    List<byte[]> queries = queries();
    var random = new Random(seed);
    int answers = 0;
    for (int i = 0; i < 60_000; i++) {
      byte[] query = mutilated(queries.get(random.nextInt(queries.size())), random);
      byte[] sent = sent(query, random.nextInt(20) == 0 ? Transport.TCP : Transport.UDP);
      if (sent.length == 0) {
        assertThat(query.length < Octetwise.HEADER || query[2] < 0).isTrue();
      } else {
        assertIsResponseTo(query, sent);
        answers++;
      }
    }
    assertThat(answers).isGreaterThan(10_000);
    assertThat(house.observer.answered.get() + house.observer.ignored.get()).isEqualTo(60_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void what_is_read_of_a_mutilated_reply_can_be_written_down(long seed) throws IOException {
    List<byte[]> replies = replies();
    var random = new Random(seed);
    int written = 0;
    for (int i = 0; i < 40_000; i++) {
      byte[] octets = mutilated(replies.get(random.nextInt(replies.size())), random);
      Reply reply = replyReader.read(octets, octets.length);
      if (reply != null) {
        write(reply);
        written++;
      }
    }
    assertThat(written).isGreaterThan(5_000);
  }

  @Test
  void noise_is_answered_as_what_it_happens_to_be() throws IOException {
    var random = new Random(7);
    for (int i = 0; i < 50_000; i++) {
      var noise = new byte[random.nextInt(100)];
      random.nextBytes(noise);
      if (noise.length > 6 && random.nextBoolean()) { // so that some of it gets further
        Octets.put16(noise, 2, 0);
        Octets.put16(noise, 4, 1);
      }
      byte[] sent = sent(noise, Transport.UDP);
      if (sent.length > 0) {
        assertIsResponseTo(noise, sent);
      }
      replyReader.read(noise, noise.length);
    }
  }

  @Test
  void a_reply_is_read_whatever_a_pointer_in_it_leads_to() throws IOException {
    byte[] reply = replies().getFirst();
    for (int at = Octetwise.HEADER; at + 1 < reply.length; at++) {
      if ((reply[at] & 0xC0) == 0xC0) {
        for (int target = 0; target < 0x4000; target++) {
          byte[] changed = reply.clone();
          Octets.put16(changed, at, 0xC000 | target);
          Reply read = replyReader.read(changed, changed.length);
          if (read != null) {
            write(read);
          }
        }
      }
    }
  }

  @Test
  void other_classes_are_refused() throws IOException {
    for (int dnsClass : new int[] {0, 2, 4, 5, 254, 255, 65_535}) {
      assertThat(asked("www.example.org.", Type.A, dnsClass).getRcode()).isEqualTo(Rcode.REFUSED);
      assertThat(asked("version.bind.", Type.TXT, dnsClass).getRcode()).isEqualTo(Rcode.REFUSED);
    }
    assertThat(asked("www.example.org.", Type.A, DClass.CH).getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(asked("version.bind.", Type.TXT, DClass.IN).getRcode()).isEqualTo(Rcode.REFUSED);
  }

  @Test
  void who_we_are_is_told_in_class_chaos() throws IOException {
    for (String name : List.of("version.bind.", "VERSION.SERVER.")) {
      assertThat(text(asked(name, Type.TXT, DClass.CH))).isEqualTo("Cairn test");
    }
    for (String name : List.of("hostname.bind.", "id.server.")) {
      assertThat(text(asked(name, Type.TXT, DClass.CH))).isEqualTo("node-1");
    }
    Message other = asked("id.server.", Type.A, DClass.CH);
    assertThat(other.getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(other.getSection(Section.ANSWER)).isEmpty();
    assertThat(asked("authors.bind.", Type.TXT, DClass.CH).getRcode()).isEqualTo(Rcode.REFUSED);
  }

  @Test
  void types_that_nobody_can_ask_for_are_errors() throws IOException {
    for (int type : new int[] {Type.OPT, Type.TSIG, Type.TKEY}) {
      assertThat(asked("www.example.org.", type, DClass.IN).getRcode()).isEqualTo(Rcode.FORMERR);
    }
    for (int type : new int[] {Type.MAILA, Type.MAILB}) {
      assertThat(asked("www.example.org.", type, DClass.IN).getRcode()).isEqualTo(Rcode.NOTIMP);
    }
    for (int type : new int[] {Type.AXFR, Type.IXFR}) {
      assertThat(asked("example.org.", type, DClass.IN).getRcode()).isEqualTo(Rcode.REFUSED);
    }
    assertThat(asked("www.example.org.", 0, DClass.IN).getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(asked("www.example.org.", 65_535, DClass.IN).getRcode()).isEqualTo(Rcode.NOERROR);
  }

  @Test
  void an_edns_version_that_nobody_knows_is_said_to_be_so() throws IOException {
    for (int version = 1; version < 256; version++) {
      byte[] query = Octetwise.queryWith(1).opt(version, 0x8000, new Octetwise()).bytes();
      var reply = new Message(sent(query, Transport.UDP));
      assertThat(reply.getRcode()).isEqualTo(Rcode.BADVERS);
      assertThat(reply.getOPT().getVersion()).isZero();
      assertThat(reply.getSection(Section.ANSWER)).isEmpty();
    }
  }

  @Test
  void services_that_answer_whatever_they_get_are_not_answered() {
    for (int port : new int[] {0, 7, 13, 17, 19, 37}) {
      var client = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      var exchange = new TestExchange(Octetwise.queryWith(0).bytes(), Transport.UDP, client);
      house.responder.respond(exchange);
      assertThat(exchange.sent()).isEmpty();
    }
  }

  @Test
  void who_may_not_ask_is_told_nothing_of_what_is_served() throws IOException {
    var resolver = new ZoneResolver(zone, OnMiss.NXDOMAIN, AnyAnswer.ONE_SET);
    var nobody =
        new TestHouse(
            List.of(Owner.zone(zone.origin(), resolver)), new Guard(List.of(), List.of()));
    for (byte[] query : queries()) {
      var exchange = new TestExchange(query, Transport.UDP);
      nobody.responder.respond(exchange);
      var reply = new Message(exchange.sent());
      assertThat(reply.getRcode()).isNotIn(Rcode.NOERROR, Rcode.NXDOMAIN);
      assertThat(reply.getSection(Section.ANSWER)).isEmpty();
      assertThat(reply.getSection(Section.AUTHORITY)).isEmpty();
    }
  }

  @Test
  void who_may_not_ask_is_refused_with_the_question_and_the_reason() throws IOException {
    var nobody = new TestHouse(List.of(), new Guard(List.of(), List.of()));
    byte[] query =
        Octetwise.header(0, 1, 0, 0, 1)
            .name("www.example.org.")
            .two(Type.A)
            .two(1)
            .one(0)
            .two(Type.OPT)
            .two(1232)
            .four(0)
            .two(0)
            .bytes();
    var exchange = new TestExchange(query, Transport.UDP);
    nobody.responder.respond(exchange);
    var reply = new Message(exchange.sent());
    assertThat(reply.getRcode()).isEqualTo(Rcode.REFUSED);
    assertThat(reply.getQuestion().getName()).hasToString("www.example.org.");
    assertThat(reply.getOPT().getOptions()).hasSize(1);
  }

  private byte[] sent(byte[] query, Transport transport) {
    var exchange = new TestExchange(query, transport); // throws if it is answered twice
    house.responder.respond(exchange);
    byte[] sent = exchange.sent();
    assertThat(house.observer.bug.get()).isNull();
    return sent;
  }

  private Message asked(String name, int type, int dnsClass) throws IOException {
    byte[] query = Octetwise.header(0, 1, 0, 0, 0).name(name).two(type).two(dnsClass).bytes();
    return new Message(sent(query, Transport.UDP));
  }

  private static void assertIsResponseTo(byte[] query, byte[] sent) throws IOException {
    var message = new Message(sent);
    assertThat(message.getHeader().getFlag(org.xbill.DNS.Flags.QR)).isTrue();
    assertThat(message.getHeader().getID()).isEqualTo(Octets.get16(query, 0));
    assertThat(query[2]).isNotNegative();
    assertThat(sent.length).isLessThanOrEqualTo(65_535);
  }

  /// Writes what was read as if it were the answer; it is as long as it says.
  private void write(Reply reply) {
    var query = new Query(1, reply.question(), reply.flags(), Edns.ABSENT, Transport.TCP);
    var outcome =
        new Answer(List.of(), reply.answer(), List.of(), reply.authority(), Standing.TOLD);
    writer.write(query, outcome, Offer.RECURSION, buffer);
    Reply again = replyReader.read(buffer.bytes(), buffer.length());
    assertThat(again).isNotNull();
    assertThat(again.question()).isEqualTo(reply.question());
    assertThat(again.answer())
        .extracting(RecordSet::toString)
        .containsExactlyElementsOf(reply.answer().stream().map(RecordSet::toString).toList());
  }

  private static String text(Message reply) {
    return ((TXTRecord) reply.getSection(Section.ANSWER).getFirst()).getStrings().getFirst();
  }

  private static byte[] mutilated(byte[] seed, Random random) {
    byte[] octets =
        random.nextInt(4) == 0
            ? Arrays.copyOf(seed, random.nextInt(seed.length + 20))
            : seed.clone();
    for (int n = random.nextInt(4); n >= 0 && octets.length > 0; n--) {
      int at = random.nextInt(octets.length);
      switch (random.nextInt(4)) {
        case 0 -> octets[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> octets[at] = (byte) (0xC0 | random.nextInt(64));
        case 2 -> octets[at] = (byte) random.nextInt(3);
        default -> octets[at] = (byte) random.nextInt(256);
      }
    }
    return octets;
  }

  private static List<byte[]> queries() {
    var all = new ArrayList<byte[]>();
    var options = new Octetwise().two(10).two(8).four(1).four(2).two(12).two(3).one(0, 0, 0);
    for (int i = 0; i < NAMES.length; i++) {
      String name = NAMES[i].equals("@") ? "example.org." : NAMES[i] + ".example.org.";
      int type = TYPES[i % TYPES.length];
      all.add(Octetwise.header(0x0100, 1, 0, 0, 0).name(name).two(type).two(1).bytes());
      all.add(
          Octetwise.header(0x0110, 1, 0, 0, 1)
              .name(name)
              .two(Type.ANY)
              .two(1)
              .opt(0, 0x8000, options)
              .bytes());
    }
    all.add(Octetwise.header(0, 1, 0, 0, 0).name("version.bind.").two(16).two(3).bytes());
    all.add(
        Octetwise.queryWith(2)
            .pointer(12)
            .record(Type.A, 60, 4)
            .four(0)
            .opt(0, 0, new Octetwise())
            .bytes());
    return all;
  }

  private static List<byte[]> replies() throws IOException {
    String[][] texts = {
      {"www CNAME web", "web A 192.0.2.1", "web A 192.0.2.2"},
      {"www MX 10 mail", "www MX 20 mail.example.net.", "www TXT \"some text\" \"more\""},
      {"www SRV 1 2 53 ns", "www NAPTR 1 2 \"s\" \"SIP+D2U\" \"\" _sip._udp", "www RP h t"},
      {"www PX 1 a b", "www AFSDB 1 x", "www KX 2 y", "www MINFO r e", "www DNAME z"}
    };
    var origin = Name.fromConstantString("example.org.");
    var all = new ArrayList<byte[]>();
    for (String[] answer : texts) {
      var question = Record.newRecord(Name.fromString("www", origin), Type.A, DClass.IN);
      Message message = Message.newQuery(question);
      message.getHeader().setFlag(org.xbill.DNS.Flags.QR);
      for (String text : answer) {
        message.addRecord(record(text, origin), Section.ANSWER);
      }
      message.addRecord(record("@ SOA ns h 1 2 3 4 5", origin), Section.AUTHORITY);
      message.addRecord(new org.xbill.DNS.OPTRecord(1232, 0, 0), Section.ADDITIONAL);
      all.add(message.toWire());
    }
    return all;
  }

  private static Record record(String text, Name origin) throws IOException {
    String[] words = text.split(" ", 3);
    Name owner = words[0].equals("@") ? origin : Name.fromString(words[0], origin);
    return Record.fromString(owner, Type.value(words[1]), DClass.IN, 300, words[2], origin);
  }
}
