package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import javax.crypto.spec.SecretKeySpec;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.ZoneTransferException;
import org.xbill.DNS.ZoneTransferIn;

/// Whole zones, and who gets them. The client is dnsjava's, whose signatures are its own.
final class TransferTest {
  private static final byte[] SECRET = "not known to others".getBytes(StandardCharsets.US_ASCII);
  private static final String KEYS =
      """
      [[key]]
      name = "sec."
      secret = "%1$s"
      [[key]]
      name = "sha512."
      algorithm = "hmac-sha512"
      secret = "%1$s"
      [[key]]
      name = "stranger."
      secret = "%1$s"
      """
          .formatted(Base64.getEncoder().encodeToString(SECRET));
  private static final String BY_KEY = KEYS + "[transfer]\nkeys = ['sec.', 'sha512.']\n";
  private static final String BY_ADDRESS = "[transfer]\nto = ['loopback']\n";
  private static final String HEAD =
      """
      $ORIGIN t.test.
      $TTL 300
      @ SOA ns hostmaster 7 7200 900 1209600 300
      @ NS ns
      ns A 192.0.2.1
      sub NS ns.sub
      ns.sub A 192.0.2.9
      *.wild TXT "a text"
      alias CNAME ns
      a.b.c MX 10 ns
      """;

  private TestServer server;

  @BeforeEach
  void prepare() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void start(String zone, String config) throws Exception {
    server.config(config);
    server.saveInPlace(server.file("t.test"), zone);
    server.start();
  }

  @Test
  void a_zone_is_told_whole_and_signed_message_by_message() throws Exception {
    var text = new StringBuilder(HEAD);
    for (int i = 0; i < 4000; i++) {
      text.append("h%d A 10.0.%d.%d\n".formatted(i, i >> 8, i & 255));
      text.append("large A 10.1.%d.%d\n".formatted(i >> 8, i & 255));
    }
    start(text.toString(), BY_KEY);
    for (TSIG key : List.of(key("sec.", TSIG.HMAC_SHA256), key("sha512.", TSIG.HMAC_SHA512))) {
      List<Record> told = transfer("t.test.", key);
      assertThat(told).hasSize(8 + 8000 + 1);
      assertThat(told.getFirst()).isInstanceOf(SOARecord.class).isEqualTo(told.getLast());
      var distinct = new TreeSet<>(told.stream().map(Record::toString).toList());
      assertThat(distinct)
          .hasSize(8 + 8000)
          .contains(
              "ns.sub.t.test.\t\t300\tIN\tA\t192.0.2.9",
              "*.wild.t.test.\t\t300\tIN\tTXT\t\"a text\"");
    }
    assertThat(server.meter("cairn_transfers_total{end=\"done\"}")).isEqualTo(2);
  }

  @Test
  void names_keep_their_case_whatever_the_client_writes() throws Exception {
    start(HEAD + "Mixed A 192.0.2.3\nmx MX 10 mIXED\n", BY_ADDRESS);
    assertThat(transfer("T.tesT.", null).stream().map(TransferTest::shown))
        .contains(
            "t.test. SOA ns.t.test. hostmaster.t.test. 7 7200 900 1209600 300",
            "Mixed.t.test. A 192.0.2.3",
            "mx.t.test. MX 10 mIXED.t.test.")
        .noneMatch(line -> line.contains("tesT"));
  }

  @Test
  void nobody_gets_a_zone_unless_the_operator_says_so() throws Exception {
    start(HEAD, KEYS);
    assertRefused(null);
    assertRefused(key("sec.", TSIG.HMAC_SHA256));
    assertThat(server.meter("cairn_transfers_total{end=\"refused\"}")).isEqualTo(2);
    Message reply = server.client().tcp(TestClient.query("t.test", Type.AXFR));
    assertThat(TestClient.why(reply)).contains("[transfer]");
  }

  @Test
  void a_key_that_is_known_is_not_yet_one_that_may() throws Exception {
    start(HEAD, BY_KEY);
    assertRefused(null);
    assertRefused(key("stranger.", TSIG.HMAC_SHA256));
    assertThat(transfer("t.test.", key("sec.", TSIG.HMAC_SHA256))).hasSize(9);
  }

  @Test
  void an_address_that_may_needs_no_key() throws Exception {
    start(HEAD, BY_ADDRESS);
    assertThat(transfer("t.test.", null)).hasSize(9);
  }

  private void assertRefused(@Nullable TSIG key) {
    assertThatThrownBy(() -> transfer("t.test.", key))
        .isInstanceOf(ZoneTransferException.class)
        .hasMessageContaining("REFUSED");
  }

  @Test
  void only_zones_of_ours_are_told() throws Exception {
    start(HEAD, BY_ADDRESS);
    assertThat(rcode("other.test", Type.AXFR)).isEqualTo(Rcode.NOTAUTH);
    assertThat(rcode("ns.t.test", Type.AXFR)).isEqualTo(Rcode.NOTAUTH);
    Message udp = server.client().udp(TestClient.query("t.test", Type.AXFR));
    assertThat(udp.getRcode()).isEqualTo(Rcode.FORMERR);
  }

  private int rcode(String name, int type) {
    return server.client().tcp(TestClient.query(name, type)).getRcode();
  }

  @Test
  void who_has_the_newest_gets_the_soa_alone() throws Exception {
    start(HEAD, BY_ADDRESS);
    assertThat(incremental(6)).hasSize(9);
    assertThat(incremental(0xFFFF_FFF0L)).hasSize(9); // which 7 comes after (RFC 1982)
    assertThat(incremental(7)).hasSize(1);
    assertThat(incremental(8)).hasSize(1);
    Message overUdp = server.client().udp(held(6));
    assertThat(overUdp.getSection(Section.ANSWER)).hasSize(1);
  }

  private List<Record> incremental(long serial) {
    return server.client().tcp(held(serial)).getSection(Section.ANSWER);
  }

  private static Message held(long serial) {
    Message query = TestClient.query("t.test", Type.IXFR);
    Name zone = query.getQuestion().getName();
    query.addRecord(new SOARecord(zone, 1, 0, zone, zone, serial, 0, 0, 0, 0), Section.AUTHORITY);
    return query;
  }

  @Test
  void the_registry_is_told_as_a_zone() throws Exception {
    InetSocketAddress registry = TestServer.freeAddress();
    start(
        HEAD,
        BY_ADDRESS
            + "[registry]\nenabled = true\nnode = 'node1'\naddress = '10.0.0.1'\n"
            + "[registry.http]\nlisten = ['%s']\n".formatted(TestServer.shown(registry)));
    register(
        registry,
        "{\"ID\":\"a\",\"Name\":\"api\",\"Tags\":[\"V2\"],\"Address\":\"10.0.1.5\",\"Port\":80}");
    register(
        registry, "{\"ID\":\"h\",\"Name\":\"web\",\"Address\":\"web.example.net\",\"Port\":81}");
    List<Record> told = transfer("consul.", null);
    assertThat(told.getFirst()).isInstanceOf(SOARecord.class).isEqualTo(told.getLast());
    long before = ((SOARecord) told.getFirst()).getSerial();
    assertThat(told.stream().skip(1).map(TransferTest::shown))
        .contains(
            "consul. NS node1.node.dc1.consul.",
            "api.service.consul. A 10.0.1.5",
            "api.service.dc1.consul. SRV 1 1 80 0a000105.addr.dc1.consul.",
            "v2.api.service.consul. A 10.0.1.5",
            "_api._v2.service.consul. SRV 1 1 80 0a000105.addr.dc1.consul.",
            "_api._tcp.service.consul. SRV 1 1 80 0a000105.addr.dc1.consul.",
            "0a000105.addr.dc1.consul. A 10.0.1.5",
            "web.service.consul. SRV 1 1 81 web.example.net.",
            "node1.node.consul. A 10.0.0.1",
            "node1.node.dc1.consul. A 10.0.0.1")
        .doesNotHaveDuplicates()
        .noneMatch(line -> line.contains("CNAME"));
    for (Record record : told.subList(1, told.size() - 1)) { // each is what is answered, too
      Message answer = server.ask(record.getName().toString(true), record.getType());
      assertThat(answer.getSection(Section.ANSWER).stream().map(TransferTest::shown))
          .contains(shown(record));
    }
    register(registry, "{\"ID\":\"a\",\"Name\":\"api\",\"Address\":\"10.0.1.6\",\"Port\":80}");
    List<Record> after = transfer("consul.", null);
    assertThat(((SOARecord) after.getFirst()).getSerial()).isGreaterThan(before);
    assertThat(after.stream().map(TransferTest::shown)).contains("api.service.consul. A 10.0.1.6");
  }

  private static String shown(Record record) {
    return record.getName() + " " + Type.string(record.getType()) + " " + record.rdataToString();
  }

  private static void register(InetSocketAddress registry, String body) throws Exception {
    URI uri = URI.create("http://" + TestServer.shown(registry) + "/v1/agent/service/register");
    try (HttpClient http = HttpClient.newHttpClient()) {
      var put = HttpRequest.newBuilder(uri).PUT(HttpRequest.BodyPublishers.ofString(body)).build();
      assertThat(http.send(put, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_client_that_takes_nothing_makes_room_for_others() throws Exception {
    var text = new StringBuilder(HEAD);
    for (int i = 0; i < 500_000; i++) { // more than the kernel keeps for it
      text.append("h").append(i).append(" A 10.0.0.1\n");
    }
    start(text.toString(), BY_ADDRESS + "max-at-once = 1\n[server.tcp]\nread-timeout = '5s'\n");
    try (var stalled = new Socket()) {
      stalled.setReceiveBufferSize(4096);
      stalled.connect(server.address());
      stalled.getOutputStream().write(framed(TestClient.query("t.test", Type.AXFR).toWire()));
      new DataInputStream(stalled.getInputStream()).readUnsignedShort(); // it has begun
      assertThat(rcode("t.test", Type.AXFR)).isEqualTo(Rcode.REFUSED); // one at a time
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.meter("cairn_transfers_total{end=\"broken\"}") == 1);
    }
    assertThat(transfer("t.test.", null)).hasSize(9 + 500_000);
  }

  private static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(2 + message.length)
        .putShort((short) message.length)
        .put(message)
        .array();
  }

  @Test
  void any_query_may_be_signed_and_gets_a_signed_answer() throws Exception {
    start(HEAD, KEYS);
    TSIG key = key("stranger.", TSIG.HMAC_SHA256);
    for (boolean isTcp : List.of(false, true)) {
      Message query = TestClient.query("ns.t.test", Type.A);
      query.setTSIG(key);
      byte[] wire = query.toWire(Message.MAXLENGTH);
      TSIGRecord signature = new Message(wire).getTSIG();
      byte[] reply = exchange(wire, isTcp);
      var read = new Message(reply);
      assertThat(read.getRcode()).isEqualTo(Rcode.NOERROR);
      assertThat(key.verify(read, reply, signature)).isEqualTo(Rcode.NOERROR);
    }
  }

  @Test
  void the_longest_names_leave_room_for_an_answer() throws Exception {
    String label = "k".repeat(49) + ".";
    String longest = label.repeat(5);
    start(HEAD, KEYS.replace("stranger.", longest));
    var key = key(longest, TSIG.HMAC_SHA256);
    Message query = new Message();
    Name asked = name("q.".repeat(123) + "t.test.");
    query.addRecord(Record.newRecord(asked, Type.A, DClass.IN), Section.QUESTION);
    query.setTSIG(key);
    byte[] wire = query.toWire(Message.MAXLENGTH);
    byte[] reply = exchange(wire, false);
    var read = new Message(reply);
    assertThat(read.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(key.verify(read, reply, new Message(wire).getTSIG())).isEqualTo(Rcode.NOERROR);
  }

  @Test
  void what_is_signed_wrongly_is_told_so() throws Exception {
    start(HEAD, KEYS);
    byte[] other = SECRET.clone();
    other[0]++;
    assertRejected(new TSIG(TSIG.HMAC_SHA256, name("sec."), other), Rcode.BADSIG, 0);
    assertRejected(key("nobody.", TSIG.HMAC_SHA256), Rcode.BADKEY, 0);
    assertRejected(key("sec.", TSIG.HMAC_SHA1), Rcode.BADKEY, 0);
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(10));
    var secret = new SecretKeySpec(SECRET, "HmacSHA256");
    assertRejected(new TSIG(TSIG.HMAC_SHA256, name("sec."), secret, late), Rcode.BADTIME, 32);
    assertThat(rejected("badsig")).isEqualTo(1);
    assertThat(rejected("badkey")).isEqualTo(2);
    assertThat(rejected("badtime")).isEqualTo(1);
  }

  private double rejected(String error) {
    return server.meter("cairn_signatures_rejected_total{error=\"" + error + "\"}");
  }

  @Test
  void the_secret_of_the_manual_is_none() throws Exception {
    String shown = "TGV0IG5vYm9keSBrbm93IHRoaXMgb25lLCBwbGVhc2U=";
    start(HEAD, "[[key]]\nname = 'sec.'\nsecret = '" + shown + "'\n[transfer]\nkeys = ['sec.']\n");
    byte[] secret = Base64.getDecoder().decode(shown);
    assertRejected(new TSIG(TSIG.HMAC_SHA256, name("sec."), secret), Rcode.BADKEY, 0);
  }

  private void assertRejected(TSIG key, int error, int macOctets) throws Exception {
    Message query = TestClient.query("ns.t.test", Type.A);
    query.setTSIG(key);
    var reply = new Message(exchange(query.toWire(Message.MAXLENGTH), false));
    TSIGRecord said = reply.getTSIG();
    assertThat(reply.getRcode()).isEqualTo(Rcode.NOTAUTH);
    assertThat(reply.getSection(Section.ANSWER)).isEmpty();
    assertThat(said).isNotNull();
    assertThat(said.getError()).isEqualTo(error);
    assertThat(octets(said.getSignature())).isEqualTo(macOctets);
    assertThat(octets(said.getOther())).isEqualTo(error == Rcode.BADTIME ? 6 : 0);
  }

  @Test
  void no_changed_octet_of_a_signed_query_gets_an_answer() throws Exception {
    start(HEAD, BY_KEY);
    Message query = TestClient.query("ns.t.test", Type.A);
    query.setTSIG(key("sec.", TSIG.HMAC_SHA256));
    byte[] wire = query.toWire(Message.MAXLENGTH);
    List<Integer> taken = new ArrayList<>();
    for (int at = 4; at < wire.length; at++) { // the ID may be changed on the way
      byte[] changed = wire.clone();
      changed[at] ^= 1;
      byte[] reply = exchange(changed, true);
      if (reply.length > 3 && isSigned(new Message(reply))) {
        taken.add(at);
      }
    }
    assertThat(taken).isEmpty();
  }

  private static boolean isSigned(Message reply) {
    TSIGRecord said = reply.getTSIG();
    return said != null && octets(said.getSignature()) > 0;
  }

  private static int octets(byte @Nullable [] some) {
    return some == null ? 0 : some.length;
  }

  @Test
  void what_stands_behind_a_signature_is_no_query() throws Exception {
    start(HEAD, BY_KEY);
    Message query = TestClient.query("ns.t.test", Type.A);
    query.setTSIG(key("sec.", TSIG.HMAC_SHA256));
    byte[] wire = query.toWire(Message.MAXLENGTH);
    ByteBuffer more = ByteBuffer.allocate(wire.length + 11).put(wire);
    more.put((byte) 0)
        .putShort((short) Type.OPT)
        .putShort((short) 1232)
        .putInt(0)
        .putShort((short) 0);
    more.putShort(10, (short) (more.getShort(10) + 1));
    assertThat(exchange(more.array(), true)[3] & 15).isEqualTo(Rcode.FORMERR);
  }

  private byte[] exchange(byte[] query, boolean isTcp) throws IOException {
    if (!isTcp) {
      try (var socket = new DatagramSocket()) {
        socket.setSoTimeout(20_000);
        socket.send(new DatagramPacket(query, query.length, server.address()));
        var reply = new DatagramPacket(new byte[1232], 1232);
        socket.receive(reply);
        return Arrays.copyOf(reply.getData(), reply.getLength());
      }
    }
    try (var socket = new Socket()) {
      socket.setSoTimeout(20_000);
      socket.connect(server.address());
      socket.getOutputStream().write(framed(query));
      var in = new DataInputStream(socket.getInputStream());
      int first = in.read();
      return first < 0 ? new byte[0] : in.readNBytes(first << 8 | in.read());
    }
  }

  private List<Record> transfer(String zone, @Nullable TSIG key) throws Exception {
    var transfer = ZoneTransferIn.newAXFR(name(zone), server.address(), key);
    transfer.setTimeout(Duration.ofSeconds(30));
    transfer.run();
    return transfer.getAXFR();
  }

  private static Name name(String text) {
    return Name.fromConstantString(text);
  }

  private static TSIG key(String name, Name algorithm) {
    return new TSIG(algorithm, name(name), SECRET);
  }
}
