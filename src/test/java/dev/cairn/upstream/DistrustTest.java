package dev.cairn.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DistrustTest {
  private static final IOException RESET = new SocketException("Connection reset");

  static Stream<Throwable> resets() {
    String writing = "failure when writing TLS control frames";
    return Stream.of(
        new SSLException(writing, RESET),
        new DecoderException(new SSLException(writing, new SSLException("inner", RESET))),
        besides(new SSLHandshakeException("something else"), RESET));
  }

  @ParameterizedTest
  @MethodSource("resets")
  void a_reset_during_the_handshake_is_a_network_that_fails(Throwable cause) {
    assertThat(Distrust.in(cause))
        .isEqualTo(new Failure(Fault.NETWORK, "closed the connection during the TLS handshake"));
  }

  static Stream<Throwable> reasons() {
    return Stream.of(
        besides(new SSLException("Received fatal alert: bad_certificate"), RESET),
        besides(new SSLException("not good", new CertificateException("not good")), RESET),
        new SSLException("no common suite", new SSLException("inner")));
  }

  @ParameterizedTest
  @MethodSource("reasons")
  void a_reason_to_distrust_stays_one_though_the_connection_ended(Throwable cause) {
    assertThat(Distrust.in(cause)).extracting(Failure::fault).isEqualTo(Fault.TLS);
  }

  @Test
  void what_has_nothing_to_do_with_tls_is_told_by_others() {
    assertThat(Distrust.in(RESET)).isNull();
  }

  private static Throwable besides(Throwable cause, Throwable other) {
    cause.addSuppressed(other);
    return cause;
  }
}
