package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.forward.Scripts;
import dev.cairn.forward.TestUpstream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// One client asks for thousands of names of a domain of which nothing is ever heard.
class DeadDomainTest {
  private static final Name DEAD = Name.fromConstantString("dead.example.");
  private static final int FLOOD = 5_000;
  private static final int FRESH = 300;

  @Test
  void names_of_other_domains_are_answered_meanwhile_and_nothing_stays_behind() throws Exception {
    TestUpstream.Script right =
        (query, transport) ->
            Scripts.answer(query.getQuestion().getName() + " 60 IN TXT alive")
                .repliesTo(query, transport);
    try (var upstream =
            TestUpstream.doing(
                Scripts.forNames(name -> name.subdomain(DEAD), Scripts.silence(), right));
        var server = new TestServer()) {
      server.config(
          "[forward]\nupstreams = [\"%s\"]\n".formatted(TestServer.shown(upstream.address())));
      server.start();
      try (var flood = socket(server.address());
          var fresh = socket(server.address())) {
        int answered = 0;
        for (int i = 0; i < FLOOD; i++) {
          send(flood, "name" + i + ".dead.example", i);
          if (i % (FLOOD / FRESH) == 0) { // no quicker than the server takes it
            send(fresh, "www.domain" + i + ".example", i);
            answered += isAnswered(fresh, i) ? 1 : 0;
          }
        }
        assertThat(answered).isGreaterThanOrEqualTo(FRESH * 99 / 100);
      }
      await()
          .atMost(TestServer.PATIENCE)
          .untilAsserted(() -> assertThat(server.meter("cairn_waiting")).isZero());
      assertThat(server.running().addresses()).isNotEmpty();
      assertThat(server.says("after.example")).isEqualTo("alive");
    }
  }

  private static DatagramSocket socket(InetSocketAddress server) throws IOException {
    var socket = new DatagramSocket();
    socket.setReceiveBufferSize(1 << 20);
    socket.connect(server);
    return socket;
  }

  private static void send(DatagramSocket socket, String name, int id) throws IOException {
    Message query = TestClient.query(name, Type.TXT);
    query.getHeader().setID(id);
    byte[] octets = query.toWire();
    socket.send(new DatagramPacket(octets, octets.length));
  }

  private static boolean isAnswered(DatagramSocket socket, int id) throws IOException {
    socket.setSoTimeout(5_000);
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[2_000], 2_000);
        socket.receive(packet);
        var reply = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        if (reply.getHeader().getID() == id) {
          return TestClient.text(reply).equals("alive");
        }
      }
    } catch (SocketTimeoutException _) {
      return false;
    }
  }
}
