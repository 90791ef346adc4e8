package dev.cairn.forward;

import static dev.cairn.forward.StreamFixture.https;
import static dev.cairn.forward.StreamFixture.tls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Outcome.Failed;
import dev.cairn.upstream.Endpoint;
import dev.cairn.upstream.Entrance;
import dev.cairn.upstream.Fault;
import dev.cairn.upstream.Handshake;
import dev.cairn.upstream.Handshake.Kind;
import dev.cairn.upstream.Opening;
import dev.cairn.upstream.Protocol;
import dev.cairn.upstream.ServerCertificate;
import dev.cairn.upstream.TestCertificates;
import dev.cairn.upstream.TestHttpsUpstream;
import dev.cairn.upstream.TestTlsUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;

/// Upstreams that are asked over TLS and HTTPS: whom we trust, and what is said where we do not.
class TlsUpstreamsTest {
  private final StreamFixture fixture = new StreamFixture();

  private TestTlsUpstream dot;
  private TestHttpsUpstream doh;
  private TestUpstream other;

  @BeforeEach
  void start() throws IOException {
    dot = TestTlsUpstream.doing(Scripts.address("192.0.2.1"));
    doh = TestHttpsUpstream.doing(Scripts.address("192.0.2.1"));
    other = TestUpstream.doing(Scripts.address("192.0.2.2"));
  }

  @AfterEach
  void close() {
    fixture.close();
    dot.close();
    doh.close();
    other.close();
  }

  @Test
  void dns_over_tls_is_spoken_with_alpn_and_the_servers_name() {
    fixture.isAnswered("a.example.", tls(dot));
    assertThat(dot.handshakes().done())
        .containsExactly(new Handshake(Kind.FULL, "TLSv1.3", "dot", TestCertificates.NAME));
    assertThat(fixture.of(tls(dot)).counts().replies()).isEqualTo(1);
  }

  @Test
  void dns_over_https_is_a_post_of_http_2() {
    fixture.isAnswered("a.example.", https(doh));
    assertThat(doh.handshakes().done())
        .containsExactly(new Handshake(Kind.FULL, "TLSv1.3", "h2", TestCertificates.NAME));
    var request = doh.requests().getFirst();
    assertThat(request.status()).isEqualTo(200);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.headers().authority())
        .isEqualTo(TestCertificates.NAME + ":" + doh.address().getPort());
    assertThat(doh.queries().getFirst().getHeader().getID()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void a_session_is_resumed_on_the_next_connection(String version) {
    dot.nowHas(TestTlsUpstream.entrance().only(version));
    doh.nowHas(TestHttpsUpstream.entrance().only(version));
    for (Endpoint upstream : List.of(tls(dot), https(doh))) {
      fixture.isAnswered("a." + upstream.protocol() + ".example.", upstream);
      fixture.pass(Duration.ofSeconds(11)); // idle
      fixture.awaitConnections(upstream, 0);
      fixture.isAnswered("b." + upstream.protocol() + ".example.", upstream);
      var connections = fixture.of(upstream).counts().connections();
      assertThat(connections.opened()).isEqualTo(2);
      assertThat(connections.resumed()).isEqualTo(1);
    }
    assertThat(dot.handshakes().resumed()).isEqualTo(1);
    assertThat(doh.handshakes().resumed()).isEqualTo(1);
    assertThat(dot.handshakes().done()).extracting(Handshake::version).containsOnly(version);
  }

  @Test
  void a_server_without_alpn_may_speak_dns_over_tls() {
    dot.nowHas(TestTlsUpstream.entrance().offering());
    fixture.isAnswered("a.example.", tls(dot));
  }

  @Test
  void without_a_name_the_certificate_has_to_be_for_the_address() {
    var byAddress = new Endpoint(Protocol.TLS, List.of(dot.address()), "", "");
    fixture.isAnswered("a.example.", byAddress);
    assertThat(dot.handshakes().done().getFirst().serverName()).isEmpty();
    dot.nowHas(TestTlsUpstream.entrance().showing(ServerCertificate.WRONG_NAME));
    fixture.pass(Duration.ofSeconds(11));
    fixture.awaitConnections(byAddress, 0);
    dot.forgetSessions();
    assertThat(fixture.ask("b.example.", byAddress)).isInstanceOf(Failed.class);
    assertThat(fixture.lastFailure(byAddress))
        .isEqualTo(
            "cannot be trusted: its certificate is for others: No subject alternative names"
                + " matching IP address 127.0.0.1 found");
  }

  @ParameterizedTest
  @CsvSource({
    "WRONG_NAME, its certificate is for others: No subject alternative DNS name matching"
        + " dns.test.example found.*",
    "EXPIRED, 'its certificate has expired, NotAfter: .*'",
    "SELF_SIGNED, no authority that is trusted here has issued its certificate"
  })
  void who_shows_no_good_certificate_is_not_asked_but_the_next(
      ServerCertificate certificate, String why) {
    dot.nowHas(TestTlsUpstream.entrance().showing(certificate));
    doh.nowHas(TestHttpsUpstream.entrance().showing(certificate));
    distrusts(tls(dot), why);
    distrusts(https(doh), why);
    assertThat(dot.queries()).isEmpty();
    assertThat(doh.queries()).isEmpty();
  }

  @Test
  void an_authority_that_is_not_ours_is_not_trusted() {
    fixture.trusting(TestCertificates.otherAuthorities());
    distrusts(tls(dot), "no authority that is trusted here has issued its certificate");
  }

  @Test
  void without_authorities_of_our_own_those_of_the_system_count() {
    fixture.trusting(null);
    distrusts(tls(dot), "no authority that is trusted here has issued its certificate");
  }

  @Test
  void other_authorities_count_from_the_next_connection_on() {
    fixture.trusting(TestCertificates.otherAuthorities());
    distrusts(tls(dot), "no authority .*");
    fixture.trusting(TestCertificates.authorities());
    fixture.isAnswered("b.example.", tls(dot));
  }

  @Test
  void so_do_others_in_the_same_file(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("ca.pem");
    Files.copy(TestCertificates.otherAuthorities(), file);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1));
    fixture.trusting(file);
    distrusts(tls(dot), "no authority .*");
    Files.copy(TestCertificates.authorities(), file, StandardCopyOption.REPLACE_EXISTING);
    fixture.isAnswered("b.example.", tls(dot));
  }

  @Test
  void a_file_of_authorities_that_is_not_there_is_not_taken_for_a_fault_of_the_certificate(
      @TempDir Path folder) {
    Path file = folder.resolve("ca.pem");
    fixture.trusting(file);
    distrusts(tls(dot), "the certificates in " + file + " cannot be read: there is no such file");
  }

  @Test
  void who_does_not_speak_tls_is_not_asked() {
    dot.nowHas(TestTlsUpstream.entrance().beginning(Opening.NOT_TLS));
    distrusts(tls(dot), "it does not speak TLS on this port");
  }

  @Test
  void https_without_http_2_is_not_spoken() {
    Entrance only11 = TestHttpsUpstream.entrance().offering("http/1.1");
    doh.nowHas(only11);
    distrusts(https(doh), "it refused the TLS handshake: no_application_protocol");
    doh.nowHas(TestHttpsUpstream.entrance().offering());
    fixture.ask("b.example.", https(doh), StreamFixture.plain(other));
    assertThat(fixture.lastFailure(https(doh)))
        .isEqualTo("cannot be trusted: it does not speak HTTP/2");
  }

  @Test
  void who_ends_the_handshake_is_a_network_that_fails() {
    dot.nowHas(TestTlsUpstream.entrance().beginning(Opening.ENDING));
    fixture.isAnswered("a.example.", tls(dot), StreamFixture.plain(other));
    assertThat(fixture.lastFailure(tls(dot))).startsWith("closed the connection");
  }

  @Test
  void queries_are_padded_where_nobody_else_can_read_them() throws IOException {
    try (var plain = TestUpstream.doing(Scripts.address("192.0.2.1"))) {
      for (int i = 0; i < 5; i++) {
        String name = "x".repeat(1 + 13 * i) + ".example.";
        fixture.isAnswered("t" + name, tls(dot));
        fixture.isAnswered("h" + name, https(doh));
        fixture.isAnswered("c" + name, StreamFixture.tcp(plain));
        fixture.isAnswered("u" + name, StreamFixture.plain(plain));
      }
      assertThat(dot.queries()).allMatch(TlsUpstreamsTest::isPadded);
      assertThat(doh.queries()).allMatch(TlsUpstreamsTest::isPadded);
      assertThat(plain.streamed()).noneMatch(TlsUpstreamsTest::isPadded);
      assertThat(plain.datagrams()).noneMatch(TlsUpstreamsTest::isPadded);
    }
  }

  private static boolean isPadded(Message query) {
    return query.numBytes() % 128 == 0 && !query.getOPT().getOptions(12).isEmpty();
  }

  private void distrusts(Endpoint upstream, String why) {
    String name = "d." + upstream.protocol() + ".example.";
    fixture.isAnswered(name, upstream, StreamFixture.plain(other));
    assertThat(fixture.failures(upstream, Fault.TLS)).isEqualTo(1);
    assertThat(fixture.lastFailure(upstream)).matches("cannot be trusted: " + why);
  }
}
