package dev.cairn.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.upstream.ServerCertificate;
import dev.cairn.upstream.TestCertificates;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TlsTrialsTest {
  private static Peer peer(ServerCertificate certificate) throws Exception {
    return Peer.withTls(
        TestCertificates.server(certificate),
        exchange -> {
          exchange.request();
          exchange.say(Peer.response("200 OK", "OK"));
        });
  }

  private static String url(String host, Peer peer) {
    return "https://" + host + ":" + peer.port() + "/";
  }

  @Test
  void the_right_certificate_is_trusted() throws Exception {
    try (var checking = Checking.begin();
        var peer = peer(ServerCertificate.RIGHT)) {
      checking.name(TestCertificates.NAME, "127.0.0.1");
      for (String host : new String[] {"127.0.0.1", TestCertificates.NAME}) {
        Finding finding = checking.once(Checking.http(url(host, peer)));
        assertThat(finding.status()).as(finding.output()).isEqualTo(Status.PASSING);
      }
      assertThat(checking.once(new Probe.Tcp("127.0.0.1", peer.port(), Probe.Tls.USUAL)).status())
          .isEqualTo(Status.PASSING);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "RIGHT", mode = EnumSource.Mode.EXCLUDE)
  void a_wrong_certificate_is_critical_unless_that_is_wanted(ServerCertificate certificate)
      throws Exception {
    try (var checking = Checking.begin();
        var peer = peer(certificate)) {
      Finding refused = checking.once(Checking.http(url("127.0.0.1", peer)));
      assertThat(refused.status()).isEqualTo(Status.CRITICAL);
      assertThat(refused.output()).contains(": TLS: ");
      assertThat(checking.once(new Probe.Tcp("127.0.0.1", peer.port(), Probe.Tls.USUAL)).status())
          .isEqualTo(Status.CRITICAL);
      var careless = new Probe.HttpManners("", false, true, 100);
      assertThat(checking.once(Checking.http(url("127.0.0.1", peer), careless)).status())
          .isEqualTo(Status.PASSING);
      var blind = new Probe.Tcp("127.0.0.1", peer.port(), new Probe.Tls("", false));
      assertThat(checking.once(blind).status()).isEqualTo(Status.PASSING);
    }
  }

  @Test
  void a_certificate_may_be_for_another_name_that_is_given() throws Exception {
    try (var checking = Checking.begin();
        var peer = peer(ServerCertificate.WRONG_NAME)) {
      var named = new Probe.HttpManners("other.test.example", true, true, 100);
      assertThat(checking.once(Checking.http(url("127.0.0.1", peer), named)).status())
          .isEqualTo(Status.PASSING);
      var tls = new Probe.Tls("other.test.example", true);
      assertThat(checking.once(new Probe.Tcp("127.0.0.1", peer.port(), tls)).status())
          .isEqualTo(Status.PASSING);
    }
  }

  @Test
  void who_does_not_speak_tls_is_critical() throws Exception {
    try (var checking = Checking.begin();
        var peer = Peer.doing(exchange -> exchange.say("HTTP/1.1 200 OK\r\n\r\n"))) {
      assertThat(checking.once(Checking.http(url("127.0.0.1", peer))).output()).contains("TLS");
    }
  }

  @Test
  void authorities_that_cannot_be_read_fail_the_check_and_are_read_again(@TempDir Path folder)
      throws Exception {
    Path authorities = folder.resolve("ca.pem");
    try (var checking = Checking.with(authorities);
        var peer = peer(ServerCertificate.RIGHT)) {
      Probe.Http probe = Checking.http(url("127.0.0.1", peer));
      Finding refused = checking.once(probe);
      assertThat(refused.status()).isEqualTo(Status.CRITICAL);
      assertThat(refused.output()).contains(authorities + " cannot be read");
      var careless = new Probe.HttpManners("", false, true, 100);
      assertThat(checking.once(Checking.http(url("127.0.0.1", peer), careless)).status())
          .as("needs none")
          .isEqualTo(Status.PASSING);
      Files.copy(TestCertificates.authorities(), authorities);
      assertThat(checking.once(probe).status()).isEqualTo(Status.PASSING);
    }
  }
}
