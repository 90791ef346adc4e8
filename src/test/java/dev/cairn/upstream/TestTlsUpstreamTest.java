package dev.cairn.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.forward.Conducts;
import dev.cairn.forward.MessageClient;
import dev.cairn.forward.Scripts;
import dev.cairn.upstream.Handshake.Kind;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;

/// The scripted server as a client of the JDK sees it.
class TestTlsUpstreamTest {
  private static final String NAME = TestCertificates.NAME;
  private static final int MOMENT = 50; // milliseconds in which nothing comes

  private final Message first = MessageClient.query("first.example");
  private final Message second = MessageClient.query("second.example");
  private final SSLContext tls = TestCertificates.client();

  private TestTlsUpstream upstream;

  @BeforeEach
  void start() throws IOException {
    upstream = TestTlsUpstream.doing(Scripts.address("192.0.2.1"));
  }

  @AfterEach
  void close() {
    upstream.close();
  }

  /// Connected; the handshake is not yet done.
  private SSLSocket socket(String... protocols) throws IOException {
    return socket(new Socket(), protocols);
  }

  private SSLSocket socket(Socket carrier, String... protocols) throws IOException {
    carrier.connect(upstream.address());
    var socket =
        (SSLSocket)
            tls.getSocketFactory().createSocket(carrier, NAME, upstream.address().getPort(), true);
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(protocols);
    parameters.setServerNames(List.of(new SNIHostName(NAME)));
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // that the name is checked
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(5_000);
    return socket;
  }

  private MessageClient client() throws IOException {
    SSLSocket socket = socket("dot");
    socket.startHandshake();
    return new MessageClient(socket);
  }

  private static int id(Message message) {
    return message.getHeader().getID();
  }

  private void awaitHandshakes(int number) {
    Awaitility.await().until(() -> upstream.handshakes().done().size() == number);
  }

  @Test
  void it_answers_over_one_connection() throws IOException {
    try (var client = client()) {
      assertThat(id(client.ask(first))).isEqualTo(id(first));
      assertThat(id(client.ask(second))).isEqualTo(id(second));
    }
    assertThat(upstream.connections().accepted()).isEqualTo(1);
    assertThat(upstream.handshakes().done())
        .containsExactly(new Handshake(Kind.FULL, "TLSv1.3", "dot", NAME));
    assertThat(upstream.queries())
        .extracting(TestTlsUpstreamTest::id)
        .containsExactly(id(first), id(second));
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void a_session_that_is_resumed_is_seen(String version) throws IOException {
    upstream.nowHas(TestTlsUpstream.entrance().only(version));
    for (int i = 0; i < 3; i++) {
      try (var client = client()) {
        client.ask(first);
      }
    }
    assertThat(upstream.handshakes().done())
        .extracting(Handshake::kind)
        .containsExactly(Kind.FULL, Kind.RESUMED, Kind.RESUMED);
    assertThat(upstream.handshakes().done()).extracting(Handshake::version).containsOnly(version);
    assertThat(upstream.handshakes().resumed()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void a_server_that_forgets_shakes_hands_anew(String version) throws IOException {
    upstream.nowHas(TestTlsUpstream.entrance().only(version));
    for (int i = 0; i < 2; i++) {
      try (var client = client()) {
        client.ask(first);
      }
      upstream.forgetSessions();
    }
    assertThat(upstream.handshakes().resumed()).isZero();
    assertThat(upstream.handshakes().done()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(names = "RIGHT", mode = EnumSource.Mode.EXCLUDE)
  void a_certificate_that_is_not_right_is_refused(ServerCertificate certificate)
      throws IOException {
    upstream.nowHas(TestTlsUpstream.entrance().showing(certificate));
    try (var socket = socket("dot")) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
    }
    assertThat(upstream.queries()).isEmpty();
  }

  @Test
  void alpn_may_find_nothing_in_common_or_not_be_known() throws IOException {
    try (var socket = socket("h2")) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
    }
    Awaitility.await().until(() -> upstream.handshakes().failed() == 1);
    upstream.nowHas(TestTlsUpstream.entrance().offering());
    try (var client = client()) {
      client.ask(first);
    }
    assertThat(upstream.handshakes().done().getLast().protocol()).isEmpty();
  }

  @Test
  void a_slow_answer_does_not_hold_up_the_next() throws IOException {
    var gate = new CountDownLatch(1);
    var right = Scripts.address("192.0.2.1");
    upstream.nowDoes(
        Scripts.forNames(first.getQuestion().getName()::equals, Scripts.after(gate, right), right));
    try (var client = client()) {
      client.send(first);
      assertThat(id(client.ask(second))).isEqualTo(id(second));
      gate.countDown();
      assertThat(id(new Message(client.receive()))).isEqualTo(id(first));
    }
  }

  @Test
  void ending_it_says_so_and_cutting_it_does_not() throws IOException {
    upstream.nowBehaves(Conducts.endingAfter(1));
    assertThat(octetsAfterTheAnswer()).isPositive();
    upstream.nowBehaves(Conducts.cuttingAfter(1));
    assertThat(octetsAfterTheAnswer()).isZero();
  }

  /// How many octets TLS sends between the answer and the end. The JDK's sockets take both ends for
  /// one.
  private long octetsAfterTheAnswer() throws IOException {
    try (var carrier = new CountingSocket();
        var socket = socket(carrier, "dot");
        var client = new MessageClient(socket)) {
      client.ask(first);
      long before = carrier.read.get();
      assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
      return carrier.read.get() - before;
    }
  }

  /// Counts the octets that are read from it.
  private static final class CountingSocket extends Socket {
    final AtomicLong read = new AtomicLong();

    @Override
    public InputStream getInputStream() throws IOException {
      return new FilterInputStream(super.getInputStream()) {
        @Override
        public int read(byte[] octets, int from, int length) throws IOException {
          int count = super.read(octets, from, length);
          read.addAndGet(Math.max(0, count));
          return count;
        }
      };
    }
  }

  @Test
  void resetting_it_breaks_the_connection() throws IOException {
    upstream.nowBehaves(Conducts.resettingAfter(0));
    try (var client = client()) {
      client.send(first);
      assertThatThrownBy(client::receive).isInstanceOf(SocketException.class);
    }
    assertThat(upstream.queries()).hasSize(1);
  }

  @Test
  void stalling_it_does_not_shake_hands() throws IOException {
    upstream.nowHas(TestTlsUpstream.entrance().beginning(Opening.STALLING));
    try (var socket = socket("dot")) {
      socket.setSoTimeout(MOMENT);
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SocketTimeoutException.class);
    }
    assertThat(upstream.handshakes().done()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"NOT_TLS", "ENDING"})
  void what_begins_otherwise_is_no_tls(Opening opening) throws IOException {
    upstream.nowHas(TestTlsUpstream.entrance().beginning(opening));
    try (var socket = socket("dot")) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void mute_it_says_nothing_after_the_handshake() throws IOException {
    upstream.nowHas(TestTlsUpstream.entrance().beginning(Opening.MUTE));
    SSLSocket socket = socket("dot");
    try (var client = new MessageClient(socket)) {
      client.send(first);
      socket.setSoTimeout(MOMENT);
      assertThatThrownBy(client::receive).isInstanceOf(SocketTimeoutException.class);
    }
    awaitHandshakes(1);
    assertThat(upstream.queries()).isEmpty();
  }

  @Test
  void garbage_comes_behind_the_handshake() throws IOException {
    upstream.nowHas(TestTlsUpstream.entrance().beginning(Opening.GARBAGE));
    try (var socket = socket("dot")) {
      assertThat(new String(socket.getInputStream().readNBytes(4))).isEqualTo("220 ");
    }
  }

  @Test
  void closing_it_ends_every_connection() throws IOException {
    try (var client = client()) {
      client.ask(first);
      upstream.close();
      assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
    }
    Awaitility.await().until(() -> upstream.connections().open() == 0);
  }
}
