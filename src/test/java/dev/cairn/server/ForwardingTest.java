package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.forward.Scripts;
import dev.cairn.forward.TestUpstream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Names that others know, asked of a whole server on real sockets.
final class ForwardingTest {
  private static final String NAME = "a.example.com";

  /// So that what is dead is soon known to be.
  private static final String HASTE = "timeout = \"100ms\"\ndeadline = \"1s\"\nattempts = 2\n";

  @Test
  void a_name_without_an_owner_is_asked_upstream_once_and_its_ttl_counts_down() throws Exception {
    try (var upstream = TestUpstream.answering(NAME + ". 300 IN TXT told");
        var server = forwarding(upstream.address())) {
      Message first = server.ask(NAME, Type.TXT);
      assertThat(TestClient.text(first)).isEqualTo("told");
      assertThat(first.getHeader().getFlag(Flags.RA)).isTrue();
      assertThat(first.getHeader().getFlag(Flags.AA)).isFalse();
      assertThat(ttl(first)).isEqualTo(300);

      Awaitility.await()
          .atMost(TestServer.PATIENCE)
          .until(() -> ttl(server.ask("A.eXample.com", Type.TXT)) < 300);
      assertThat(upstream.datagrams()).hasSize(1);
      assertThat(server.meter("cairn_cache_misses_total")).isEqualTo(1);
      assertThat(server.meter("cairn_cache_hits_total")).isPositive();
    }
  }

  @Test
  void what_does_not_exist_is_remembered_too() throws Exception {
    try (var upstream =
            TestUpstream.doing(
                Scripts.say(Rcode.NXDOMAIN, "example.com. 60 IN SOA ns. host. 1 2 3 4 60"));
        var server = forwarding(upstream.address())) {
      assertThat(server.says(NAME)).isEqualTo("NXDOMAIN");
      assertThat(server.says(NAME)).isEqualTo("NXDOMAIN");
      assertThat(upstream.datagrams()).hasSize(1);
    }
  }

  @Test
  void an_alias_in_a_zone_is_followed_to_the_outside() throws Exception {
    try (var upstream = TestUpstream.answering(NAME + ". 300 IN TXT told");
        var server = new TestServer()) {
      server.saveInPlace(
          server.file("example.org"), TestServer.zone("v1") + "alias CNAME " + NAME + ".\n");
      server.config(upstreams(upstream.address()));
      server.start();

      for (Message reply :
          List.of(
              server.ask("alias.example.org", Type.TXT),
              server.client().tcp(TestClient.query("alias.example.org", Type.TXT)))) {
        assertThat(TestClient.text(reply)).isEqualTo("told");
        assertThat(reply.getSection(Section.ANSWER).getFirst()).isInstanceOf(CNAMERecord.class);
        assertThat(reply.getHeader().getFlag(Flags.AA)).isTrue();
      }
      assertThat(server.says("missing.example.org")).isEqualTo("NXDOMAIN");
      assertThat(upstream.datagrams()).hasSize(1);
    }
  }

  @Test
  void a_zone_may_send_the_names_that_it_does_not_have_upstream() throws Exception {
    try (var upstream = TestUpstream.answering("missing.example.org. 300 IN TXT told");
        var server = new TestServer()) {
      server.saveInPlace(server.folder.resolve("overlay"), TestServer.zone("v1"));
      server.config(
          upstreams(upstream.address())
              + "[[zone]]\nname = \"example.org.\"\nfile = \"../overlay\"\non-miss = \"forward\"\n");
      server.start();
      assertThat(server.says("www.example.org")).isEqualTo("v1");
      assertThat(server.says("missing.example.org")).isEqualTo("told");
    }
  }

  @Test
  void a_query_without_recursion_desired_is_refused_also_if_the_answer_is_known() throws Exception {
    try (var upstream = TestUpstream.answering(NAME + ". 300 IN TXT told");
        var server = forwarding(upstream.address())) {
      assertThat(server.says(NAME)).isEqualTo("told");
      Message query = TestClient.query(NAME, Type.TXT);
      query.getHeader().unsetFlag(Flags.RD);
      Message reply = server.client().udp(query);
      assertThat(reply.getRcode()).isEqualTo(Rcode.REFUSED);
      assertThat(TestClient.why(reply)).contains("recursion was not desired");
    }
  }

  @Test
  void a_client_that_may_not_forward_is_refused_but_gets_our_zones() throws Exception {
    try (var upstream = TestUpstream.answering(NAME + ". 300 IN TXT told");
        var server = new TestServer()) {
      server.saveInPlace(server.file("example.org"), TestServer.zone("v1"));
      server.config(upstreams(upstream.address()) + "[access]\nforward = []\n");
      server.start();
      Message reply = server.ask(NAME, Type.TXT);
      assertThat(reply.getRcode()).isEqualTo(Rcode.REFUSED);
      assertThat(TestClient.why(reply)).startsWith("18 ").contains("[access]");
      assertThat(reply.getHeader().getFlag(Flags.RA)).isFalse();
      assertThat(server.says("www.example.org")).isEqualTo("v1");
      assertThat(upstream.datagrams()).isEmpty();
    }
  }

  @Test
  void without_upstreams_names_without_an_owner_are_refused() throws Exception {
    try (var server = forwarding()) {
      Message reply = server.ask(NAME, Type.TXT);
      assertThat(reply.getRcode()).isEqualTo(Rcode.REFUSED);
      assertThat(TestClient.why(reply)).startsWith("20 ");
      assertThat(reply.getHeader().getFlag(Flags.RA)).isFalse();
    }
  }

  @Test
  void the_second_upstream_is_asked_if_the_first_is_silent() throws Exception {
    try (var silent = TestUpstream.doing(Scripts.silence());
        var upstream = TestUpstream.answering(NAME + ". 300 IN TXT told");
        var server = forwarding(HASTE, silent.address(), upstream.address())) {
      assertThat(server.says(NAME)).isEqualTo("told");
      assertThat(silent.datagrams()).hasSize(1);
      assertThat(server.meter(failures(silent.address(), "timeout"))).isEqualTo(1);
      assertThat(
              server.meter(
                  "cairn_upstream_replies_total{upstream=\""
                      + TestServer.shown(upstream.address())
                      + "\"}"))
          .isEqualTo(1);
    }
  }

  @Test
  void if_no_upstream_answers_the_failure_names_them() throws Exception {
    InetSocketAddress closed = TestUpstream.closedPort();
    try (var silent = TestUpstream.doing(Scripts.silence());
        var server = forwarding(HASTE, silent.address(), closed)) {
      Message reply = server.ask(NAME, Type.TXT);
      assertThat(reply.getRcode()).isEqualTo(Rcode.SERVFAIL);
      assertThat(TestClient.why(reply))
          .startsWith("22 ")
          .containsPattern(TestServer.shown(silent.address()) + " did not answer within \\d+ ms")
          .contains(TestServer.shown(closed) + " refused the connection");
      assertThat(server.meter(failures(closed, "refused-connection"))).isPositive();
    }
  }

  @Test
  void an_upstream_that_cannot_help_is_named_with_what_it_said() throws Exception {
    try (var broken = TestUpstream.doing(Scripts.say(Rcode.SERVFAIL));
        var server = forwarding(broken.address())) {
      Message reply = server.ask(NAME, Type.TXT);
      assertThat(reply.getRcode()).isEqualTo(Rcode.SERVFAIL);
      assertThat(TestClient.why(reply))
          .startsWith("23 ")
          .contains(TestServer.shown(broken.address()) + " said SERVFAIL");
    }
  }

  @Test
  void what_does_not_fit_is_fetched_over_tcp_and_cut_for_our_own_client() throws Exception {
    String[] records =
        IntStream.range(0, 100)
            .mapToObj(i -> NAME + ". 300 IN TXT text-number-" + i)
            .toArray(String[]::new);
    try (var upstream =
            TestUpstream.doing(Scripts.byTransport(Scripts.truncation(), Scripts.answer(records)));
        var server = forwarding(upstream.address())) {
      Message cut = server.ask(NAME, Type.TXT);
      assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
      assertThat(cut.getOPT()).isNotNull();
      Message whole = server.client().tcp(TestClient.query(NAME, Type.TXT));
      assertThat(whole.getSection(Section.ANSWER)).hasSize(records.length);
      assertThat(upstream.datagrams()).hasSize(1);
      assertThat(upstream.streamed()).hasSize(1);
    }
  }

  @Test
  void the_deepest_rule_or_zone_owns_a_name() throws Exception {
    try (var world = TestUpstream.doing(always("world"));
        var corp = TestUpstream.doing(always("corp"));
        var server = new TestServer()) {
      server.saveInPlace(server.file("zone.corp.example"), TestServer.zone("zone"));
      server.config(
          upstreams(world.address())
              + rule("corp.example.", corp.address())
              + rule("refused.corp.example.")
              + rule("open.zone.corp.example.", world.address()));
      server.start();
      assertThat(server.says("example")).isEqualTo("world");
      assertThat(server.says("notcorp.example")).isEqualTo("world");
      assertThat(server.says("corp.example")).isEqualTo("corp");
      assertThat(server.says("a.b.CORP.example")).isEqualTo("corp");
      assertThat(server.says("a.refused.corp.example")).isEqualTo("REFUSED");
      assertThat(server.says("www.zone.corp.example")).isEqualTo("zone");
      assertThat(server.says("a.open.zone.corp.example")).isEqualTo("world");
    }
  }

  @Test
  void many_who_ask_the_same_at_once_cost_one_question() throws Exception {
    int sockets = 10;
    int each = 50;
    var gate = new CountDownLatch(1);
    try (var upstream =
            TestUpstream.doing(Scripts.after(gate, Scripts.answer(NAME + ". 0 IN TXT told")));
        var server = forwarding("timeout = \"10s\"\ndeadline = \"10s\"\n", upstream.address())) {
      List<DatagramSocket> clients = new ArrayList<>();
      for (int i = 0; i < sockets; i++) {
        clients.add(asked(server.address(), each));
      }
      Awaitility.await()
          .atMost(TestServer.PATIENCE)
          .until(() -> server.meter("cairn_waiting") == sockets * each);
      gate.countDown();
      for (DatagramSocket client : clients) {
        assertThat(idsAnswered(client, each)).hasSize(each);
        client.close();
      }
      assertThat(upstream.datagrams()).hasSize(1);
    }
  }

  /// A socket from which the question was asked so often, each time under another ID.
  private static DatagramSocket asked(InetSocketAddress server, int times) throws IOException {
    var client = new DatagramSocket();
    client.connect(server);
    client.setSoTimeout((int) TestServer.PATIENCE.toMillis());
    for (int id = 1; id <= times; id++) {
      Message query = TestClient.query(NAME, Type.TXT);
      query.getHeader().setID(id);
      client.send(new DatagramPacket(query.toWire(), query.toWire().length));
    }
    return client;
  }

  private static Set<Integer> idsAnswered(DatagramSocket client, int times) throws IOException {
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < times; i++) {
      var packet = new DatagramPacket(new byte[2_000], 2_000);
      client.receive(packet);
      var reply = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
      assertThat(TestClient.text(reply)).isEqualTo("told");
      ids.add(reply.getHeader().getID());
    }
    return ids;
  }

  @Test
  void this_server_is_never_its_own_upstream() throws Exception {
    InetSocketAddress address = TestServer.freeAddress();
    try (var server = new TestServer()) {
      server.config(
          "[server]\nlisten = [\"%s\"]\n".formatted(TestServer.shown(address))
              + upstreams(address));
      server.start();
      assertThat(server.says(NAME)).isEqualTo("REFUSED");
    }
  }

  private static TestServer forwarding(InetSocketAddress... upstreams) throws Exception {
    return forwarding("timeout = \"4s\"\ndeadline = \"10s\"\nattempts = 2\n", upstreams);
  }

  private static TestServer forwarding(String times, InetSocketAddress... upstreams)
      throws Exception {
    var server = new TestServer();
    server.config(upstreams(upstreams) + times);
    return server.start();
  }

  /// The table `[forward]`, to which more keys may be added.
  private static String upstreams(InetSocketAddress... upstreams) {
    return "[forward]\nupstreams = [%s]\n".formatted(quoted(upstreams));
  }

  private static String rule(String suffix, InetSocketAddress... upstreams) {
    return "[[forward.rule]]\nsuffix = \"%s\"\nupstreams = [%s]\n"
        .formatted(suffix, quoted(upstreams));
  }

  private static String quoted(InetSocketAddress... addresses) {
    return Stream.of(addresses)
        .map(address -> "\"" + TestServer.shown(address) + "\"")
        .collect(Collectors.joining(", "));
  }

  /// Answers any name with this text.
  private static TestUpstream.Script always(String text) {
    return (query, transport) ->
        Scripts.answer(query.getQuestion().getName() + " 60 IN TXT " + text)
            .repliesTo(query, transport);
  }

  private static String failures(InetSocketAddress upstream, String reason) {
    return "cairn_upstream_failures_total{reason=\"%s\",upstream=\"%s\"}"
        .formatted(reason, TestServer.shown(upstream));
  }

  private static long ttl(Message reply) {
    return reply.getSection(Section.ANSWER).stream().mapToLong(Record::getTTL).min().orElseThrow();
  }
}
