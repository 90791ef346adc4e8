package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.ScriptedServer.Script;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class QueryCommandTest {
  private static final Script ADDRESS = query -> List.of(address(query, "192.0.2.80"));

  @Test
  void a_reply_is_printed_as_dig_prints_it() throws IOException {
    try (var server = ScriptedServer.overUdp(ADDRESS)) {
      Run run = Run.of("query", "www.example.org", server.word());

      assertThat(run.status()).isZero();
      assertThat(run.err()).isEmpty();
      int id = server.queries().getFirst().getHeader().getID();
      assertThat(run.lines())
          .containsSubsequence(
              ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: " + id,
              ";; flags: qr aa; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 0",
              ";; QUESTION SECTION:",
              ";www.example.org.\tIN\tA",
              ";; ANSWER SECTION:",
              "www.example.org.\t3600\tIN\tA\t192.0.2.80",
              ";; SERVER: 127.0.0.1#" + server.port() + " (UDP)",
              ";; MSG SIZE  rcvd: 49")
          .anySatisfy(line -> assertThat(line).matches(";; Query time: \\d+ msec"));
    }
  }

  @Test
  void the_query_has_edns_and_asks_for_recursion() throws IOException {
    try (var server = ScriptedServer.overUdp(ADDRESS)) {
      Run.of("query", server.word(), "AAAA", "www.example.org");

      Message query = server.queries().getFirst();
      assertThat(query.getQuestion().getType()).isEqualTo(Type.AAAA);
      assertThat(query.getHeader().getFlag(Flags.RD)).isTrue();
      assertThat(query.getOPT().getPayloadSize()).isEqualTo(1232);
      assertThat(query.getOPT().getFlags()).isZero();
    }
  }

  @Test
  void recursion_and_signatures_are_options() throws IOException {
    try (var server = ScriptedServer.overUdp(ADDRESS)) {
      Run.of("query", "--norec", "--dnssec", "www.example.org", server.word());

      Message query = server.queries().getFirst();
      assertThat(query.getHeader().getFlag(Flags.RD)).isFalse();
      assertThat(query.getOPT().getFlags()).isEqualTo(ExtendedFlags.DO);
    }
  }

  @Test
  void the_reverse_of_an_address_is_asked_as_ptr() throws IOException {
    try (var server = ScriptedServer.overUdp(ADDRESS)) {
      Run.of("query", "-x", "192.0.2.80", server.word());

      Record question = server.queries().getFirst().getQuestion();
      assertThat(question.getName()).hasToString("80.2.0.192.in-addr.arpa.");
      assertThat(question.getType()).isEqualTo(Type.PTR);
    }
  }

  @Test
  void what_is_not_the_reply_is_ignored_while_waiting() throws IOException {
    Script forgedFirst =
        query ->
            List.of(
                withId(query.getHeader().getID() ^ 1, address(query, "203.0.113.1")),
                address(withName(query, "www.example.net."), "203.0.113.2"),
                "noise".getBytes(US_ASCII),
                query.toWire(),
                address(query, "192.0.2.80"));
    try (var server = ScriptedServer.overUdp(forgedFirst)) {
      Run run = Run.of("query", "www.example.org", server.word(), "--short");

      assertThat(run.status()).isZero();
      assertThat(run.lines()).containsExactly("192.0.2.80");
    }
  }

  @Test
  void a_refusal_without_the_question_is_a_reply() throws IOException {
    Script formErr =
        query -> {
          var reply = new Message(query.getHeader().getID());
          reply.getHeader().setFlag(Flags.QR);
          reply.getHeader().setRcode(Rcode.FORMERR);
          return List.of(reply.toWire());
        };
    try (var server = ScriptedServer.overUdp(formErr)) {
      Run run = Run.of("query", "www.example.org", server.word());

      assertThat(run.status()).isZero();
      assertThat(run.out()).contains("status: FORMERR").doesNotContain("QUESTION SECTION");
    }
  }

  @Test
  void a_truncated_reply_is_asked_again_over_tcp() throws IOException {
    try (var server = ScriptedServer.over(QueryCommandTest::truncated, ADDRESS)) {
      Run run = Run.of("query", "www.example.org", server.word());

      assertThat(run.status()).isZero();
      assertThat(run.lines())
          .startsWith(";; Truncated over UDP, asked again over TCP.")
          .contains(
              "www.example.org.\t3600\tIN\tA\t192.0.2.80",
              ";; SERVER: 127.0.0.1#" + server.port() + " (TCP)");
    }
  }

  @Test
  void the_short_form_does_not_speak_of_truncation() throws IOException {
    try (var server = ScriptedServer.over(QueryCommandTest::truncated, ADDRESS)) {
      Run run = Run.of("query", "www.example.org", server.word(), "--short");

      assertThat(run.lines()).containsExactly("192.0.2.80");
    }
  }

  @Test
  void tcp_from_the_start_sends_nothing_over_udp() throws IOException {
    try (var server = ScriptedServer.overTcp(ADDRESS)) {
      Run run = Run.of("query", "--tcp", "www.example.org", server.word());

      assertThat(run.status()).isZero();
      assertThat(run.out()).contains("(TCP)").doesNotContain("Truncated");
      assertThat(server.queries()).hasSize(1);
    }
  }

  @Test
  void extended_errors_and_options_are_shown() throws IOException {
    try (var server = ScriptedServer.overUdp(QueryCommandTest::prohibited)) {
      Run run = Run.of("query", "www.example.org", server.word());

      assertThat(run.status()).isZero();
      assertThat(run.lines())
          .contains(
              ";; OPT PSEUDOSECTION:",
              "; EDNS: version: 0, flags: do; udp: 1232",
              "; EDE: 18 (PROHIBITED): not for \\027[31mthis client");
      assertThat(run.out()).contains("status: REFUSED").doesNotContain("ADDITIONAL SECTION");
    }
  }

  @Test
  void a_record_of_an_unknown_type_is_shown_in_hexadecimal() throws IOException {
    Script withUnknownType =
        query ->
            List.of(
                ScriptedServer.reply(
                    query,
                    reply -> {
                      reply.addRecord(recordOf("TYPE65280 \\# 2 0102"), Section.ANSWER);
                      reply.addRecord(recordOf("A 192.0.2.80"), Section.ANSWER);
                      return reply;
                    }));
    try (var server = ScriptedServer.overUdp(withUnknownType)) {
      Run run = Run.of("query", "www.example.org", "ANY", server.word(), "--short");

      assertThat(run.lines()).containsExactly("\\# 2 0102", "192.0.2.80");
    }
  }

  @Test
  void json_is_one_object_on_one_line() throws IOException {
    try (var server = ScriptedServer.overUdp(ADDRESS)) {
      Run run = Run.of("query", "--json", "www.example.org", server.word());

      assertThat(run.status()).isZero();
      assertThat(run.lines()).hasSize(1);
      JsonNode reply = JsonMapper.shared().readTree(run.out());
      assertThat(reply.get("question").toString())
          .isEqualTo("{\"name\":\"www.example.org.\",\"type\":\"A\"}");
      assertThat(reply.get("status").asString()).isEqualTo("NOERROR");
      assertThat(reply.get("flags").toString()).isEqualTo("[\"qr\",\"aa\"]");
      assertThat(reply.get("answer").toString())
          .isEqualTo(
              "[{\"name\":\"www.example.org.\",\"type\":\"A\",\"ttl\":3600,\"data\":\"192.0.2.80\"}]");
      assertThat(reply.get("authority")).isEmpty();
      assertThat(reply.get("additional")).isEmpty();
      assertThat(reply.get("ede")).isEmpty();
      assertThat(reply.get("timeMs").asDouble()).isPositive();
      assertThat(reply.get("server").asString()).isEqualTo("127.0.0.1:" + server.port());
      assertThat(reply.get("transport").asString()).isEqualTo("udp");
      assertThat(reply.get("size").asInt()).isEqualTo(49);
    }
  }

  @Test
  void json_tells_extended_errors() throws IOException {
    try (var server = ScriptedServer.overUdp(QueryCommandTest::prohibited)) {
      Run run = Run.of("query", "--json", "www.example.org", server.word());

      JsonNode reply = JsonMapper.shared().readTree(run.out());
      assertThat(reply.get("additional")).isEmpty();
      assertThat(reply.get("ede").toString())
          .isEqualTo(
              "[{\"code\":18,\"name\":\"PROHIBITED\",\"text\":\"not for \\u001B[31mthis client\"}]");
    }
  }

  @Test
  void silence_is_said_in_one_sentence() throws IOException {
    try (var server = ScriptedServer.overUdp(Script.SILENT)) {
      Run run = Run.of("query", "--timeout", "200ms", "www.example.org", server.word());

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .isEqualToIgnoringNewLines(
              "cairn query: no reply from 127.0.0.1:" + server.port() + " over UDP within 200 ms");
    }
  }

  @Test
  void silence_over_tcp_ends_too() throws IOException {
    try (var server = ScriptedServer.overTcp(Script.SILENT)) {
      Run run = Run.of("query", "--tcp", "--timeout=200ms", "www.example.org", server.word());

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("over TCP within 200 ms");
    }
  }

  @Test
  void forged_replies_alone_are_counted() throws IOException {
    Script forged =
        query -> List.of(withId(query.getHeader().getID() ^ 1, address(query, "203.0.113.1")));
    try (var server = ScriptedServer.overUdp(forged)) {
      Run run = Run.of("query", "--timeout", "2s", "www.example.org", server.word());

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err()).contains("within 2 s (1 packet ignored: wrong id)");
    }
  }

  @Test
  void a_port_where_nothing_listens_is_said_at_once() throws IOException {
    int port;
    try (var socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    Run run = Run.of("query", "www.example.org", "@127.0.0.1:" + port);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualToIgnoringNewLines(
            "cairn query: no reply from 127.0.0.1:" + port + " over UDP: nothing listens there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "www.example.org AAAAA",
        "www..example.org",
        "www.example.org A MX",
        "www.example.org @127.0.0.1:99999",
        "www.example.org @127.0.0.1 @127.0.0.2",
        "www.example.org --timeout 5",
        "www.example.org --timeout 0s",
        "www.example.org --short --json",
        "-x www.example.org",
        "-x 192.0.2.1 www.example.org",
      })
  void bad_usage_is_one_sentence_and_status_2(String line) {
    Run run = Run.of(("query " + line).strip().split(" ", -1));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1).first().asString().startsWith("cairn query: ");
  }

  private static byte[] address(Message query, String address) {
    return ScriptedServer.reply(
        query,
        reply -> {
          reply.getHeader().setFlag(Flags.AA);
          reply.addRecord(recordOf("A " + address), Section.ANSWER);
          return reply;
        });
  }

  private static List<byte[]> truncated(Message query) {
    return List.of(
        ScriptedServer.reply(
            query,
            reply -> {
              reply.getHeader().setFlag(Flags.TC);
              return reply;
            }));
  }

  private static List<byte[]> prohibited(Message query) {
    EDNSOption error = new ExtendedErrorCodeOption(18, "not for \u001b[31mthis client");
    return List.of(
        ScriptedServer.reply(
            query,
            reply -> {
              reply.getHeader().setRcode(Rcode.REFUSED);
              reply.addRecord(
                  new OPTRecord(1232, 0, 0, ExtendedFlags.DO, error), Section.ADDITIONAL);
              return reply;
            }));
  }

  private static Message withName(Message query, String name) throws IOException {
    Message other = new Message(query.getHeader().getID());
    other.addRecord(Record.newRecord(Name.fromString(name), Type.A, DClass.IN), Section.QUESTION);
    return other;
  }

  private static byte[] withId(int id, byte[] packet) {
    packet[0] = (byte) (id >> 8);
    packet[1] = (byte) id;
    return packet;
  }

  /// A record of www.example.org from `TYPE RDATA`.
  private static Record recordOf(String typeAndData) {
    String[] parts = typeAndData.split(" ", 2);
    try {
      Name owner = Name.fromString("www.example.org.");
      return Record.fromString(owner, Type.value(parts[0]), DClass.IN, 3600, parts[1], Name.root);
    } catch (IOException e) {
      throw new IllegalArgumentException(typeAndData, e);
    }
  }
}
